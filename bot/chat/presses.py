"""Buttons and forms: the question rides in the button's own id, so that it works after any restart.

Every press reaches ``pressed`` as a bare interaction: no view is kept for it, so none can be lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.answers.asking import gone
from bot.answers.compose import notice
from bot.answers.question import Topic, from_button
from bot.chat import moderation, reply, reports, sharing

if TYPE_CHECKING:
    from bot.chat.client import Stripes


async def pressed(interaction: discord.Interaction[Stripes]) -> None:
    """Answer the question in a button: another page in place, anything else as a new message."""
    client = interaction.client
    question = from_button(_custom_id(interaction))
    if question is None:
        await reply.send_privately(interaction, notice(gone(), client.catalogue))
    elif question.topic is Topic.SHARE:
        await sharing.confirm(interaction, question)
    elif question.topic is Topic.POST:
        await sharing.post(interaction, question)
    elif question.topic is Topic.REMOVE:
        await sharing.remove(interaction, question)
    elif question.topic is Topic.WRONG:
        await reports.open_form(interaction, question)
    elif question.turns:
        await reply.turn(interaction, client.ask(question, interaction))
    elif _is_for_everybody(interaction):
        await reply.send_privately(interaction, client.ask(question, interaction))
    else:
        await reply.send(interaction, client.ask(question, interaction))


async def filled_in(interaction: discord.Interaction[Stripes]) -> None:
    """A form came back."""
    custom_id = _custom_id(interaction)
    question = from_button(custom_id)
    if custom_id.startswith(f"{moderation.PASTED}:"):
        await moderation.pasted(interaction, custom_id)
    elif question is None or question.topic is not Topic.WRONG:
        await reply.send_privately(interaction, notice(gone(), interaction.client.catalogue))
    else:
        await reports.received(interaction, question)


def _is_for_everybody(interaction: discord.Interaction[Any]) -> bool:
    """True if the button stands under a message that others see: what they ask from there stays theirs."""
    message = interaction.message
    return message is not None and not message.flags.ephemeral and not interaction.context.dm_channel


def _custom_id(interaction: discord.Interaction[Any]) -> str:
    data: Any = interaction.data or {}
    return str(data.get("custom_id", ""))
