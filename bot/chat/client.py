"""The bot in Discord: holds the current knowledge, turns questions into answers, and survives our mistakes."""

from __future__ import annotations

import hashlib
import logging
import secrets
import time
import traceback
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import discord

from bot import __version__
from bot.answers import filters
from bot.answers.answer import Answer
from bot.answers.compose import answer, apology, compared, found_trials
from bot.answers.host import Host
from bot.answers.people import places
from bot.answers.question import Question, Topic
from bot.chat import messages, presses, reply, sharing
from bot.chat.commands import Tree
from bot.chat.registration import register
from bot.names.catalogue import Catalogue
from bot.settings import Settings

log = logging.getLogger("stripes")
Interaction = discord.Interaction[Any]


def intents() -> discord.Intents:
    """The least that works: direct messages, and mentions in servers. None of them is privileged."""
    wanted = discord.Intents.none()
    wanted.dm_messages = True
    wanted.guild_messages = True
    return wanted


class Stripes(discord.Client):
    """Answers from ``catalogue``, the one reference that changes while the bot runs. Keeps nothing about who asks."""

    def __init__(self, catalogue: Catalogue, settings: Settings, today: Callable[[], date]) -> None:
        super().__init__(
            intents=intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
        )
        self.catalogue = catalogue
        self.settings = settings
        self.today = today
        self.secret = hashlib.sha256(f"who shared {settings.token}".encode()).digest()
        self.throttle = messages.Throttle(secrets.token_bytes(16))
        self.tree = Tree(self, bool(settings.public_channels))

    async def setup_hook(self) -> None:
        """Between login and connection: make the commands known if they changed."""
        if self.application_id is not None:
            await register(self.tree, self.application_id)

    async def on_ready(self) -> None:
        """Say in the log that people can ask now."""
        log.info("connected; knowledge %s", self.catalogue.known.version)

    def host(self, interaction: Interaction | None) -> Host:
        """What an answer may know of the place it is shown in."""
        return Host(
            keeper=self.settings.keeper,
            version=__version__,
            reports=self.settings.moderators_channel is not None,
            shares=interaction is not None and sharing.can_share(interaction),
        )

    def ask(self, question: Question, interaction: Interaction | None = None) -> Answer:
        """The answer to a question; an apology, and a line in the log without the question, if composing fails."""
        return self._or_sorry(question, lambda: answer(question, self.catalogue, self.today(), self.host(interaction)))

    def search(self, typed: Mapping[str, str]) -> Answer:
        """The trials that fit the filters."""
        return self._or_sorry(Question(Topic.FIND), lambda: found_trials(typed, self.catalogue, self.today()))

    def compare(self, first: str, second: str) -> Answer:
        """Two entries side by side."""
        return self._or_sorry(Question(Topic.COMPARE), lambda: compared(first, second, self.catalogue, self.today()))

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
        try:
            await messages.written(message, self, time.monotonic())
        except discord.HTTPException as refused:
            log.warning("a message could not be answered: Discord said %s", refused.status)
        except Exception as error:
            log_mistake(error)

    async def apologise(self, interaction: Interaction, error: BaseException) -> None:
        """After a mistake of ours: log it, and say sorry if the asker has not been answered yet."""
        number = log_mistake(error)
        if not interaction.response.is_done() and interaction.type is not discord.InteractionType.autocomplete:
            try:
                await reply.send_privately(interaction, apology(Question(Topic.TRIAL), self.catalogue, number))
            except discord.HTTPException as failed:
                log.warning("the apology %s could not be sent: Discord said %s", number, failed.status)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """A mistake in an event handler: log where, without the event's content."""
        log.error("in %s", event_method)


def log_mistake(error: BaseException) -> str:
    """Log where the program failed, never what was asked; the six characters that the apology shows."""
    number = secrets.token_hex(3)
    cause: BaseException = error
    while cause.__cause__ is not None:
        cause = cause.__cause__
    frames = "".join(traceback.format_tb(cause.__traceback__))
    log.error("mistake %s: %s\n%s", number, type(cause).__name__, frames.rstrip())
    return number
