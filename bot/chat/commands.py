"""The slash commands and the message menu: what they say about themselves, and the question each asks."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Literal

import discord
from discord import app_commands

from bot.answers.question import Question, Topic
from bot.chat import moderation, reply

if TYPE_CHECKING:
    from bot.chat.client import Stripes

MOST_CHOICES = 25
LONGEST_NAME = 300
SEEN_BY_ALL = " In some channels all see it."  # a description has at most 100 characters
Name = app_commands.Range[str, 1, LONGEST_NAME]
Filter = app_commands.Range[str, 1, 100]


def _choices(offered: list[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=label[:100], value=value[:100]) for value, label in offered[:MOST_CHOICES]]


Offering = Callable[["discord.Interaction[Stripes]", str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]


def _offering(field: str) -> Offering:
    """What is offered while somebody types in a field, by the name under which the client completes it."""

    async def offered(interaction: discord.Interaction[Stripes], typed: str) -> list[app_commands.Choice[str]]:
        return _choices(interaction.client.complete(field, typed))

    return offered


@app_commands.command()
@app_commands.describe(name="a drug or a trial, under any name: lenvatinib, Lenvima, NCT02678780")
@app_commands.autocomplete(name=_offering("name"))
async def trial(interaction: discord.Interaction[Stripes], name: Name) -> None:
    """What trials there are for a drug, or what one trial found."""
    await reply.send(interaction, interaction.client.ask(Question(Topic.TRIAL, name), interaction))


@app_commands.command()
@app_commands.describe(name="a drug, under any name: everolimus, Afinitor, RAD001")
@app_commands.autocomplete(name=_offering("name"))
async def drug(interaction: discord.Interaction[Stripes], name: Name) -> None:
    """What a drug is, what it is approved for, and its known side effects."""
    await reply.send(interaction, interaction.client.ask(Question(Topic.DRUG, name), interaction))


@app_commands.command()
@app_commands.describe(name="a hard word or a short form: PRRT, placebo, Ki-67")
@app_commands.autocomplete(name=_offering("word"))
async def word(interaction: discord.Interaction[Stripes], name: Name) -> None:
    """What a medical word means, in plain words."""
    await reply.send(interaction, interaction.client.ask(Question(Topic.WORD, name), interaction))


@app_commands.command()
@app_commands.describe(
    kind="the kind of tumour a trial is about",
    treatment="a kind of treatment, or a drug",
    country="a country where a trial runs or ran",
    status="whether a trial takes new people",
)
@app_commands.autocomplete(
    kind=_offering("kind"), treatment=_offering("treatment"), country=_offering("country"), status=_offering("status")
)
async def find(
    interaction: discord.Interaction[Stripes],
    kind: Filter | None = None,
    treatment: Filter | None = None,
    country: Filter | None = None,
    status: Filter | None = None,
) -> None:
    """Look for trials by kind of NET, treatment, country or status."""
    typed = {"kind": kind or "", "treatment": treatment or "", "country": country or "", "status": status or ""}
    await reply.send(interaction, interaction.client.search(typed, interaction))


@app_commands.command()
@app_commands.describe(first="a drug or a trial", second="another drug, or another trial")
@app_commands.autocomplete(first=_offering("name"), second=_offering("name"))
async def compare(interaction: discord.Interaction[Stripes], first: Name, second: Name) -> None:
    """Set two drugs, or two trials, side by side."""
    await reply.send(interaction, interaction.client.compare(first, second, interaction))


@app_commands.command()
@app_commands.describe(about="questions about a trial, or about a medicine")
async def questions(interaction: discord.Interaction[Stripes], about: Literal["trial", "medicine"]) -> None:
    """Questions you may want to ask your own team."""
    await reply.send(interaction, interaction.client.ask(Question(Topic.QUESTIONS, about), interaction))


@app_commands.command()
@app_commands.describe(country="a country; leave it out for the list")
@app_commands.autocomplete(country=_offering("place"))
async def people(interaction: discord.Interaction[Stripes], country: Filter | None = None) -> None:
    """Whom to ask: patient groups and information lines."""
    await reply.send(interaction, interaction.client.ask(Question(Topic.PEOPLE, country or ""), interaction))


@app_commands.command(name="help")
async def help_(interaction: discord.Interaction[Stripes]) -> None:
    """What you can ask, with examples."""
    await reply.send(interaction, interaction.client.ask(Question(Topic.HELP), interaction))


@app_commands.command()
async def about(interaction: discord.Interaction[Stripes]) -> None:
    """What this bot is, who keeps it, and what is stored."""
    await reply.send(interaction, interaction.client.ask(Question(Topic.ABOUT), interaction))


async def explain(interaction: discord.Interaction[Stripes], message: discord.Message) -> None:
    """Explain the words of any message to the one who asks, privately; nothing is kept."""
    said = interaction.client.ask(Question(Topic.EXPLAIN, message.content), interaction)
    await reply.send_privately(interaction, said)


COMMANDS: tuple[app_commands.Command[Any, Any, Any], ...] = (
    trial, drug, word, find, compare, questions, people, help_, about,
)  # fmt: skip


class Tree(app_commands.CommandTree["Stripes"]):
    """All commands, offered in servers, in direct messages, and to people who installed the bot for themselves."""

    def __init__(self, client: Stripes, some_are_public: bool) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        for command in COMMANDS:
            plain = command.description.removesuffix(SEEN_BY_ALL)
            command.description = (plain + SEEN_BY_ALL) if some_are_public else plain
            self.add_command(command)
        self.add_command(moderation.knowledge)
        self.add_command(app_commands.ContextMenu(name="Explain the words", callback=explain))

    async def on_error(self, interaction: discord.Interaction[Stripes], error: app_commands.AppCommandError, /) -> None:
        """Log our mistake without what was asked, and apologise if nothing has been said yet."""
        await interaction.client.apologise(interaction, error)
