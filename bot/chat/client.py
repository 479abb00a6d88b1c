"""The bot in Discord: holds the current knowledge, turns questions into answers, and survives our mistakes."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import logging
import secrets
import time
import traceback
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import aiohttp
import discord

from bot import __version__
from bot.answers import filters
from bot.answers.answer import Answer
from bot.answers.compose import answer, apology, compared, found_trials
from bot.answers.host import Host, Store
from bot.answers.people import places
from bot.answers.question import Question, Topic
from bot.answers.settling import settled, settled_pair, settled_search
from bot.chat import messages, presses, reply, sharing, unfound
from bot.chat.callbacks import NotDelivered, TooLate, answer_once
from bot.chat.commands import Tree
from bot.chat.connection import Steady
from bot.chat.health import Line
from bot.chat.ready import Ready
from bot.chat.registration import register
from bot.chat.reloading import COPIES_STORE, Shelf, watch
from bot.chat.starts import Starts
from bot.chat.telling import Moderators
from bot.chat.unfound import Unfound
from bot.names.catalogue import Catalogue
from bot.settings import Settings

log = logging.getLogger("stripes")
STORES = (
    messages.STORE,
    sharing.STORE,
    unfound.STORE,
    COPIES_STORE,
    Store(
        "Small notes",
        "how often the bot connected, a fingerprint of a refused token, and the day of the last list for moderators, "
        "if the host gave a state folder",
    ),
    Store("The log", "when the bot starts and stops, and where the program made a mistake; never what was asked"),
)
# How seldom memory is looked through for garbage: at Python's own 700 it takes a third of the time of an answer.
GARBAGE = (20_000, 20, 20)
Interaction = discord.Interaction[Any]


def intents() -> discord.Intents:
    """The least that works: direct messages, and mentions in servers. None of them is privileged."""
    wanted = discord.Intents.none()
    wanted.dm_messages = True
    wanted.guild_messages = True
    return wanted


class Stripes(Steady):
    """Answers from ``catalogue``, the one reference that changes while the bot runs. Keeps nothing about who asks."""

    def __init__(
        self,
        catalogue: Catalogue,
        settings: Settings,
        today: Callable[[], date],
        line: Line | None = None,
        starts: Starts | None = None,
    ) -> None:
        super().__init__(
            intents=intents(),
            line=line or Line(),
            starts=starts or Starts(None),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            **_share_of_servers(settings),
        )
        self.catalogue = catalogue
        self.settings = settings
        self.today = today
        self.secret = hashlib.sha256(f"who shared {settings.token or secrets.token_hex()}".encode()).digest()
        self.ready = Ready()
        self.throttle = messages.Throttle(secrets.token_bytes(16))
        self.tree = Tree(self, bool(settings.public_channels))
        self.shelf: Shelf | None = None
        self.unfound = Unfound(settings.words_not_found)
        self.moderators = Moderators(self)

    async def setup_hook(self) -> None:
        """Between login and connection: make the commands known if they changed, beside all else."""
        await super().setup_hook()
        answer_once(self)
        if self.shelf is not None:
            watching = watch(self.shelf, self.put_live, self.moderators.tell, self.moderators.daily)
            self.watching = asyncio.create_task(watching, name="watching")
        self.registering = asyncio.create_task(self._register(), name="registering")

    async def _register(self) -> None:
        """Make the commands known, however long it takes: people can use those that are known meanwhile."""
        me = self.application_id or 0
        try:
            await self.until_done(lambda: register(self.tree, me), "the commands")
            await self.moderators.find_home()
        except discord.HTTPException as refused:
            log.error("Discord refuses the list of commands (%s): please report this", refused.status)
        except Exception as error:
            log_mistake(error)

    def put_live(self, fresh: Catalogue) -> None:
        """Swap the whole knowledge in one assignment: no answer mixes two versions."""
        self.catalogue = fresh

    async def close(self) -> None:
        """Stop watching the files, and leave."""
        if (watching := getattr(self, "watching", None)) is not None:
            watching.cancel()
        await super().close()

    async def on_ready(self) -> None:
        """Say in the log that people can ask now; what is in memory by then stays, and need not be looked through."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GARBAGE)
        log.info("connected; knowledge %s", self.catalogue.known.version)

    def host(self, interaction: Interaction | None) -> Host:
        """What an answer may know of the place it is shown in."""
        return Host(
            keeper=self.settings.keeper,
            version=__version__,
            reports=self.settings.moderators_channel is not None,
            shares=interaction is not None and sharing.can_share(interaction),
            stores=STORES,
        )

    def ask(self, question: Question, interaction: Interaction | None = None) -> Answer:
        """The answer to a question; an apology, and a line in the log without the question, if composing fails."""
        said = self._or_sorry(question, lambda: self._answer(question, self.host(interaction)))
        if question.asked and not said.found and question.topic in (Topic.TRIAL, Topic.DRUG, Topic.WORD):
            self.unfound.count(question.asked)
        return said

    def _answer(self, question: Question, host: Host) -> Answer:
        book, day = self.catalogue, self.today()
        known = settled(question, book)
        if known is None:
            return answer(question, book, day, host)
        return self.ready.answer((known, host, day, book.known.version), lambda: answer(question, book, day, host))

    def search(self, typed: Mapping[str, str], interaction: Interaction) -> Answer:
        """The trials that fit the filters."""
        host, book = self.host(interaction), self.catalogue

        def found() -> Answer:
            question = settled_search(typed, book)
            return self._answer(question, host) if question else found_trials(typed, book, self.today(), host)

        return self._or_sorry(Question(Topic.FIND), found)

    def compare(self, first: str, second: str, interaction: Interaction) -> Answer:
        """Two entries side by side."""
        host, book = self.host(interaction), self.catalogue

        def beside() -> Answer:
            question = settled_pair(first, second, book)
            return self._answer(question, host) if question else compared(first, second, book, self.today(), host)

        return self._or_sorry(Question(Topic.COMPARE), beside)

    def _or_sorry(self, question: Question, composing: Callable[[], Answer]) -> Answer:
        try:
            return composing()
        except Exception as error:
            return apology(Question(question.topic), self.catalogue, log_mistake(error))

    def complete(self, field: str, typed: str) -> list[tuple[str, str]]:
        """Values and labels for autocomplete; none if looking them up fails: an error would show nothing at all."""
        known = self.catalogue.known
        try:
            if field == "name":
                return self.catalogue.complete(typed)
            if field == "word":
                return self.catalogue.complete_words(typed)
            if field == "place":
                return places(typed, known)
            return filters.complete(field, typed, known)
        except Exception as error:
            log_mistake(error)
            return []

    def is_public(self, channel: Any) -> bool:
        """True if the host made this channel, or the one its thread is in, public for answers."""
        ids = {getattr(channel, "id", None), getattr(channel, "parent_id", None)}
        return bool(ids & self.settings.public_channels)

    def moderators_channel(self) -> discord.PartialMessageable | None:
        """Where reports go, or None if the host named no channel."""
        number = self.settings.moderators_channel
        return self.get_partial_messageable(number) if number is not None else None

    async def on_interaction(self, interaction: Interaction) -> None:
        """Presses and forms; commands and autocomplete go through the tree."""
        handle = {
            discord.InteractionType.component: presses.pressed,
            discord.InteractionType.modal_submit: presses.filled_in,
        }.get(interaction.type)
        if handle:
            try:
                await handle(interaction)
            except Exception as error:
                await self.apologise(interaction, error)

    async def on_message(self, message: discord.Message) -> None:
        """Direct messages and mentions."""
        if not messages.is_for_us(message, self):
            return
        try:
            await messages.written(message, self, time.monotonic())
        except discord.HTTPException as refused:
            log.warning("a message could not be answered: Discord said %s", refused.status)
        except (aiohttp.ClientError, OSError) as cut:
            log.warning("a message could not be answered: %s", type(cut).__name__)
        except Exception as error:
            sorry = apology(Question(Topic.TRIAL), self.catalogue, log_mistake(error))
            # With the same mark as the answer: if that is already there, Discord takes no second one.
            await reply.post(message.channel, sorry, str(message.id))

    async def apologise(self, interaction: Interaction, error: BaseException) -> None:
        """After a mistake: log it, and say sorry if the asker has not been answered yet, and can still be."""
        cause = root_of(error)
        if isinstance(cause, NotDelivered):
            log.warning("an answer did not reach Discord: %s", cause)
            return
        if isinstance(cause, TooLate):
            log.warning("a question came too late to be answered")
            return
        number = log_mistake(error)
        waiting = not interaction.response.is_done() or reply.is_thinking(interaction)
        if waiting and interaction.type is not discord.InteractionType.autocomplete:
            try:
                await reply.send_privately(interaction, apology(Question(Topic.TRIAL), self.catalogue, number))
            except (discord.DiscordException, aiohttp.ClientError, OSError) as failed:
                log.warning("the apology %s could not be sent: %s", number, type(failed).__name__)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """A mistake in an event handler: log where, without the event's content."""
        log.error("in %s", event_method)


def _share_of_servers(settings: Settings) -> dict[str, Any]:
    """Which shards this process connects with; nothing if Discord is to be asked how many there are."""
    shards = settings.shards
    return {"shard_ids": list(shards.ids), "shard_count": shards.count} if shards else {}


def root_of(error: BaseException) -> BaseException:
    """The exception that was raised first."""
    while error.__cause__ is not None:
        error = error.__cause__
    return error


def log_mistake(error: BaseException) -> str:
    """Log where the program failed, never what was asked; the six characters that the apology shows."""
    number = secrets.token_hex(3)
    cause = root_of(error)
    frames = "".join(traceback.format_tb(cause.__traceback__))
    log.error("mistake %s: %s\n%s", number, type(cause).__name__, frames.rstrip())
    return number
