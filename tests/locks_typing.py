"""Calls that the types forbid: if a signature loosens, its ``type: ignore`` is unused and mypy fails (lock 5).

Nothing here runs; ``mypy`` reads it.
"""

from __future__ import annotations

import discord

from bot.answers.answer import Answer, Draft, Page
from bot.answers.pages import pages
from bot.answers.plain_text import plain_text
from bot.answers.question import Question, Topic
from bot.chat import reply
from bot.chat.client import Stripes
from bot.facts.knowledge import Knowledge


async def a_front_end_takes_only_answers(interaction: discord.Interaction[Stripes], draft: Draft) -> None:
    await reply.send(interaction, draft)  # type: ignore[arg-type]
    await reply.send(interaction, "some text")  # type: ignore[arg-type]
    await reply.turn(interaction, draft)  # type: ignore[arg-type]
    pages(draft)  # type: ignore[arg-type]
    plain_text(draft)  # type: ignore[arg-type]


def nothing_is_made_without_a_disclaimer() -> None:
    Answer(Question(Topic.DRUG), "title", (), (), True)  # type: ignore[call-arg]
    Answer(Question(Topic.DRUG), "title", (), (), True, None)  # type: ignore[arg-type]
    Answer(Question(Topic.DRUG), "title", (), (), True, "be careful")  # type: ignore[arg-type]
    Page(body="text", number=1, total=1, choices=())  # type: ignore[call-arg]
    Knowledge(drugs={}, trials={}, version="000000")  # type: ignore[call-arg]
