"""What people write: a direct message is answered in full, a mention in a server only with a private button."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

import discord

from bot.answers.answer import Answer, Choice, Draft, Line, Section
from bot.answers.compose import notice
from bot.answers.host import Store
from bot.answers.question import Question, Topic
from bot.chat import reply

if TYPE_CHECKING:
    from bot.chat.client import Stripes

MOST_AT_ONCE = 6
SECONDS_FOR_ONE = 4.0
EMPTY_AFTER = MOST_AT_ONCE * SECONDS_FOR_ONE
MOST_PEOPLE = 5_000
STORE = Store(
    "When you write to the bot",
    "a scrambled number for you and how fast you write, never what; only in memory, "
    f"until you have been silent for {EMPTY_AFTER:.0f} seconds and somebody else writes",
    about_people=True,
)
_SLOWER = "You write faster than I can answer. Please wait a moment and try again."


class Throttle:
    """How fast each person writes, and nothing else: a keyed fingerprint with a fill level, forgotten when it is empty.

    A bucket holds ``MOST_AT_ONCE`` messages and gains one every ``SECONDS_FOR_ONE``.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._level: dict[bytes, tuple[float, float, bool]] = {}

    def takes(self, person: int, now: float) -> tuple[bool, bool]:
        """Whether a message may be answered now, and if not, whether the person should be told so (once)."""
        self._forget(now)
        name = hmac.new(self._key, str(person).encode(), hashlib.sha256).digest()[:12]
        level, then, told = self._level.pop(name, (0.0, now, False))
        level = max(0.0, level - (now - then) / SECONDS_FOR_ONE)
        fits = level + 1 <= MOST_AT_ONCE
        self._level[name] = (level + 1, now, False) if fits else (level, now, True)
        return fits, not fits and not told

    def _forget(self, now: float) -> None:
        """Drop whoever has not written for so long that the bucket is empty; the longest silent come first."""
        while self._level:
            longest = next(iter(self._level))
            if now - self._level[longest][1] < EMPTY_AFTER and len(self._level) < MOST_PEOPLE:
                return
            del self._level[longest]


def is_for_us(message: discord.Message, client: Stripes) -> bool:
    """True for a direct message, and for one that names the bot; an answer to a card of ours asks nothing."""
    if message.author.bot or message.webhook_id is not None or client.user is None:
        return False
    return isinstance(message.channel, discord.DMChannel) or _names(client.user.id, message.content)


async def written(message: discord.Message, client: Stripes, now: float) -> None:
    """Answer a message that is meant for the bot."""
    is_direct = isinstance(message.channel, discord.DMChannel)
    fits, tell = client.throttle.takes(message.author.id, now)
    if not fits:
        if tell:
            slower = Draft("Please wait a moment", (Section("slower", "", (Line(_SLOWER),)),))
            await reply.post(message.channel, notice(slower, client.catalogue), str(message.id))
        return
    said = client.ask(Question(Topic.ANYTHING, message.content))
    await reply.post(message.channel, said if is_direct else _behind_a_button(said, client), str(message.id))


def _names(me: int, text: str) -> bool:
    return f"<@{me}>" in text or f"<@!{me}>" in text


def _behind_a_button(said: Answer, client: Stripes) -> Answer:
    """In public only a button: what it leads to is shown to the one who presses it, and to nobody else."""
    question = said.question
    if not said.found or not (question.entry or question.topic in (Topic.HELP, Topic.ABOUT)):
        question = Question(Topic.HELP)
    button = Choice("Read the answer privately", question)
    hint = Line("I answer in private. Press the button, or type / and choose a command: only you will see the answer.")
    return notice(Draft("I have read your message", (Section("button", "", (hint,)),), (button,)), client.catalogue)
