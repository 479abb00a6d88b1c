"""[Something is wrong]: a short form, whose text reaches the moderators' channel with the card and its version.

Who sent it is not passed on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.answers.answer import Choice, Draft, Line, Section
from bot.answers.compose import notice
from bot.answers.question import Question
from bot.chat import reply
from bot.chat.saying import say

if TYPE_CHECKING:
    from bot.chat.client import Stripes

MOST = 500
_THANKS = "Thank you. The moderators have it, with the card and its text version, and without your name."
_FAILED = "I could not pass it on. Please tell a moderator yourself, with the text version at the end of the card."


async def open_form(interaction: discord.Interaction[Stripes], question: Question) -> None:
    """Ask what is wrong. The form's id is the question, so that it can come back after a restart."""
    form = ui.Modal(title="Something is wrong on this card", custom_id=question.as_button())
    words: ui.TextInput[ui.Modal] = ui.TextInput(
        style=discord.TextStyle.paragraph, custom_id="what", max_length=MOST, min_length=3, required=True
    )
    about = "Only about the card. Please write nothing about your health."
    form.add_item(ui.Label(text="What is wrong?", description=about, component=words))
    await reply.ask_for(interaction, form)


async def received(interaction: discord.Interaction[Stripes], question: Question) -> None:
    """Pass a report on to the moderators, and thank the one who sent it."""
    client = interaction.client
    inner = question.inner()
    said = _text_in(interaction.data).strip()
    channel = client.moderators_channel()
    if inner is None or channel is None or not said:
        await say(interaction, "Not passed on", _FAILED)
        return
    try:
        report = notice(_report(said, inner, client), client.catalogue)
        await reply.while_thinking(interaction, reply.post(channel, report))
    except discord.HTTPException:
        await say(interaction, "Not passed on", _FAILED)
        return
    await say(interaction, "Passed on", _THANKS)


def _report(said: str, inner: Question, client: Stripes) -> Draft:
    known = client.catalogue.known
    entry = known.entry(inner.entry) or known.words.get(inner.entry)
    version = entry.provenance.version if entry else f"knowledge {known.version}"
    where = f"{inner.topic.value} {inner.entry}{f', {inner.section}' if inner.section else ''}"
    lines = (
        Line(where, "Card"),
        Line(version, "Text version"),
        Line(" ".join(said.split())[:MOST], "A reader says"),
        Line("Who wrote this is not known, on purpose."),
    )
    opened = Choice("Open the card that the reader saw", inner)
    return Draft("Something is wrong on a card", (Section("report", "", lines),), (opened,))


def _text_in(data: Any) -> str:
    """The first text in a form that came back, whatever holds it."""
    if isinstance(data, dict):
        if isinstance(data.get("value"), str):
            return str(data["value"])
        inside = [data.get("component"), *(data.get("components") or ())]
        return next((text for part in inside if part and (text := _text_in(part))), "")
    return ""
