"""The slash commands: what they are called, what they say about themselves, and the question each asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.answers.question import Question, Topic
from bot.chat import reply

if TYPE_CHECKING:
    from bot.chat.client import Stripes

MOST_CHOICES = 25
LONGEST_NAME = 300


async def _names(interaction: discord.Interaction[Stripes], typed: str) -> list[app_commands.Choice[str]]:
    """Names that fit what is typed so far. An error here would show the reader nothing at all, so it shows no names."""
    return [
        app_commands.Choice(name=label[:100], value=entry[:100])
        for entry, label in interaction.client.complete(typed, MOST_CHOICES)
    ]


@app_commands.command()
@app_commands.describe(name="a drug or a trial, under any name: lenvatinib, Lenvima, NCT02678780")
@app_commands.autocomplete(name=_names)
async def trial(interaction: discord.Interaction[Stripes], name: app_commands.Range[str, 1, LONGEST_NAME]) -> None:
    """What trials there are for a drug, or what one trial found."""
    await reply.send(interaction, interaction.client.ask(Question(Topic.TRIAL, name)))


@app_commands.command()
@app_commands.describe(name="a drug, under any name: everolimus, Afinitor, RAD001")
@app_commands.autocomplete(name=_names)
async def drug(interaction: discord.Interaction[Stripes], name: app_commands.Range[str, 1, LONGEST_NAME]) -> None:
    """What a drug is, what it is approved for, and what is known of its side effects."""
    await reply.send(interaction, interaction.client.ask(Question(Topic.DRUG, name)))


COMMANDS: tuple[app_commands.Command[Any, Any, Any], ...] = (trial, drug)


class Tree(app_commands.CommandTree["Stripes"]):
    """All commands, offered in servers, in direct messages, and to people who installed the bot for themselves."""

    def __init__(self, client: Stripes) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        for command in COMMANDS:
            self.add_command(command)

    async def on_error(self, interaction: discord.Interaction[Stripes], error: app_commands.AppCommandError, /) -> None:
        """Log our mistake without what was asked, and apologise if nothing has been said yet."""
        await interaction.client.apologise(interaction, error)
