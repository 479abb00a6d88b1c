"""Buttons: the question rides in the button's own id, so that it works after any restart and nothing is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.answers.question import BUTTON_TEMPLATE, Question, Topic, from_button
from bot.chat import reply

if TYPE_CHECKING:
    from bot.chat.client import Stripes


class QuestionButton(ui.DynamicItem[ui.Button[Any]], template=BUTTON_TEMPLATE):
    """Any button of an answer. Rebuilt from its id whenever one is pressed."""

    def __init__(self, button: ui.Button[Any], question: Question) -> None:
        super().__init__(button)
        self.question = question

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> QuestionButton:
        """Rebuild the button that was pressed; an unknown topic of an older version asks for an entry that is gone."""
        if not isinstance(item, ui.Button):
            raise TypeError("only buttons carry questions")
        return cls(item, from_button(match.string) or Question(Topic.TRIAL, entry="-"))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer the question in the button: another page in place, anything else as a new message."""
        client: Stripes = interaction.client
        try:
            show = reply.turn if self.question.turns else reply.send
            await show(interaction, client.ask(self.question))
        except Exception as error:
            await client.apologise(interaction, error)
