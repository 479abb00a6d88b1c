"""The bot in Discord: holds the current knowledge, turns questions into answers, and survives our mistakes."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable
from datetime import date
from typing import Any

import discord

from bot.answers.answer import Answer
from bot.answers.compose import answer, apology
from bot.answers.question import Question, Topic
from bot.chat import reply
from bot.chat.buttons import QuestionButton
from bot.chat.commands import Tree
from bot.chat.registration import register
from bot.names.catalogue import Catalogue

log = logging.getLogger("stripes")


class Stripes(discord.Client):
    """Answers from ``catalogue``, the one reference that changes while the bot runs. Keeps nothing about who asks."""

    def __init__(self, catalogue: Catalogue, today: Callable[[], date]) -> None:
        super().__init__(
            intents=discord.Intents.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
        )
        self.catalogue = catalogue
        self.today = today
        self.tree = Tree(self)

    async def setup_hook(self) -> None:
        """Between login and connection: make the buttons known, and the commands if they changed."""
        self.add_dynamic_items(QuestionButton)
        if self.application_id is not None:
            await register(self.tree, self.application_id)

    async def on_ready(self) -> None:
        """Say in the log that people can ask now."""
        log.info("connected; knowledge %s", self.catalogue.known.version)

    def ask(self, question: Question) -> Answer:
        """The answer to a question; an apology, and a line in the log without the question, if composing fails."""
        try:
            return answer(question, self.catalogue, self.today())
        except Exception as error:
            return apology(Question(question.topic), self.catalogue.known, log_mistake(error))

    def complete(self, typed: str, limit: int) -> list[tuple[str, str]]:
        """Ids and labels for autocomplete; none if looking them up fails."""
        try:
            return self.catalogue.complete(typed, limit)
        except Exception as error:
            log_mistake(error)
            return []

    async def apologise(self, interaction: discord.Interaction[Any], error: BaseException) -> None:
        """After a mistake of ours: log it, and say sorry if the asker has not been answered yet."""
        number = log_mistake(error)
        if not interaction.response.is_done() and interaction.type is not discord.InteractionType.autocomplete:
            try:
                await reply.send(interaction, apology(Question(Topic.TRIAL), self.catalogue.known, number))
            except discord.HTTPException as failed:
                log.warning("the apology %s could not be sent: Discord said %s", number, failed.status)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """A mistake in an event handler: log it without the event's content."""
        log.error("in %s", event_method)
        error = kwargs.get("error")
        if isinstance(error, BaseException):
            log_mistake(error)


def log_mistake(error: BaseException) -> str:
    """Log where the program failed, never what was asked; the six characters that the apology shows."""
    number = secrets.token_hex(3)
    cause: BaseException = error
    while cause.__cause__ is not None:
        cause = cause.__cause__
    frames = "".join(traceback.format_tb(cause.__traceback__))
    log.error("mistake %s: %s\n%s", number, type(cause).__name__, frames.rstrip())
    return number
