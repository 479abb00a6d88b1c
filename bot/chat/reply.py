"""The one door out: the only code that sends anything to Discord, and it takes nothing but an Answer.

Answers are text first (Components V2): one text with everything in it, then buttons. The view is stopped before
it is sent, so that discord.py never keeps it; clicks come back through ``buttons``, also after a restart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.answers.answer import Answer, Choice, Page
from bot.answers.pages import page

if TYPE_CHECKING:
    from bot.chat.client import Stripes

BUTTONS_IN_A_ROW = 5


async def send(interaction: discord.Interaction[Stripes], answer: Answer) -> None:
    """Answer an interaction with a new message; private to the asker everywhere but in a chat with the bot."""
    shown = page(answer, answer.question.page)
    await interaction.response.send_message(
        view=_view(shown), ephemeral=is_private(interaction), allowed_mentions=discord.AllowedMentions.none()
    )


async def turn(interaction: discord.Interaction[Stripes], answer: Answer) -> None:
    """Show another page in place of the message whose button was pressed, if only the asker sees that message."""
    if not _only_the_asker_sees(interaction):
        await send(interaction, answer)
        return
    shown = page(answer, answer.question.page)
    await interaction.response.edit_message(view=_view(shown), allowed_mentions=discord.AllowedMentions.none())


def is_private(interaction: discord.Interaction[Any]) -> bool:
    """True everywhere but in a direct chat with the bot, where nobody else reads along and messages may stay."""
    return not interaction.context.dm_channel


def _only_the_asker_sees(interaction: discord.Interaction[Any]) -> bool:
    message = interaction.message
    return message is not None and (message.flags.ephemeral or not is_private(interaction))


def _view(shown: Page) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(shown.body))
    for row in _rows(shown.choices):
        view.add_item(ui.ActionRow(*(_button(choice) for choice in row)))
    view.stop()
    return view


def _rows(choices: Sequence[Choice]) -> list[Sequence[Choice]]:
    return [choices[n : n + BUTTONS_IN_A_ROW] for n in range(0, len(choices), BUTTONS_IN_A_ROW)]


def _button(choice: Choice) -> ui.Button[ui.LayoutView]:
    return ui.Button(label=choice.label, custom_id=choice.question.as_button(), style=discord.ButtonStyle.secondary)
