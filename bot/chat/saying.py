"""A short word to the one who pressed a button: what was done, or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.answers.answer import Draft, Line, Section
from bot.answers.compose import notice
from bot.chat import reply

if TYPE_CHECKING:
    from bot.chat.client import Stripes


async def say(interaction: discord.Interaction[Stripes], title: str, text: str) -> None:
    """Say it to the asker alone."""
    draft = Draft(title, (Section("said", "", (Line(text),)),))
    await reply.send_privately(interaction, notice(draft, interaction.client.catalogue))
