"""What people write: a direct message is answered in full, a mention in a server only with a private button."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

import discord

from bot.answers.answer import Answer, Choice, Draft, Line, Section
from bot.answers.compose import notice
from bot.answers.question import Question, Topic
from bot.chat import reply

if TYPE_CHECKING:
    from bot.chat.client import Stripes

MOST_AT_ONCE = 6
SECONDS_FOR_ONE = 4.0
MOST_PEOPLE = 5_000
_SLOWER = "You write faster than I can answer. Please wait a moment and try again."


class Throttle:
    """How fast each person writes, and nothing else: a keyed fingerprint with a fill level, forgotten when it is empty.

    A bucket holds ``MOST_AT_ONCE`` messages and gains one every ``SECONDS_FOR_ONE``.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._level: dict[bytes, tuple[float, float]] = {}

    def takes(self, person: int, now: float) -> tuple[bool, bool]:
        """Whether a message may be answered now, and if not, whether the person should be told so (once)."""
        name = hmac.new(self._key, str(person).encode(), hashlib.sha256).digest()[:12]
        level, then = self._level.get(name, (0.0, now))
        level = max(0.0, level - (now - then) / SECONDS_FOR_ONE)
        if len(self._level) >= MOST_PEOPLE:
            self._forget(now)
        fits = level + 1 <= MOST_AT_ONCE
        tell = not fits and level < MOST_AT_ONCE + 1
        self._level[name] = (level + 1 if fits else (MOST_AT_ONCE + 1.0 if tell else level), now)
        return fits, tell

    def _forget(self, now: float) -> None:
        kept = {n: (lv, t) for n, (lv, t) in self._level.items() if lv - (now - t) / SECONDS_FOR_ONE > 0}
        self._level = kept if len(kept) < MOST_PEOPLE else {}


async def written(message: discord.Message, client: Stripes, now: float) -> None:
    """Answer a message that is meant for the bot."""
    if message.author.bot or message.webhook_id is not None or client.user is None:
        return
    is_direct = isinstance(message.channel, discord.DMChannel)
    if not is_direct and client.user not in message.mentions:
        return
    fits, tell = client.throttle.takes(message.author.id, now)
    if not fits:
        if tell:
            slower = Draft("Please wait a moment", (Section("slower", "", (Line(_SLOWER),)),))
            await reply.post(message.channel, notice(slower, client.catalogue))
        return
    said = client.ask(Question(Topic.ANYTHING, message.content))
    await reply.post(message.channel, said if is_direct else _behind_a_button(said, client))


def _behind_a_button(said: Answer, client: Stripes) -> Answer:
    """In public only a button: what it leads to is shown to the one who presses it, and to nobody else."""
    question = said.question
    if not said.found or not (question.entry or question.topic in (Topic.HELP, Topic.ABOUT)):
        question = Question(Topic.HELP)
    button = Choice("Read the answer privately", question)
    hint = Line("I answer in private. Press the button, or type / and choose a command: only you will see the answer.")
    return notice(Draft("I have read your message", (Section("button", "", (hint,)),), (button,)), client.catalogue)
