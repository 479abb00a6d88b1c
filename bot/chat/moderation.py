"""/knowledge: for moderators. Check a file before it is live, see what is refused and what is due.

Hidden from others by Discord, and refused to them here too: a server can open a hidden command to anyone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands, ui

from bot.answers.answer import Answer, Draft, Line, Section
from bot.answers.compose import answer, notice
from bot.answers.due import due_card
from bot.answers.moderating import (
    changes_card,
    file_card,
    news_card,
    not_allowed,
    status_card,
    verdict_card,
    version_card,
    wanted_card,
)
from bot.answers.pages import pages
from bot.answers.question import Question, Topic
from bot.chat import reply
from bot.chat.reloading import slip
from bot.chat.unfound import LEAST
from bot.editing.encoding import decode
from bot.editing.preview import preview
from bot.problems import Place, Problem

if TYPE_CHECKING:
    from bot.chat.client import Stripes

MOST_BYTES = 400_000
MOST_PAGES = 8
PASTED = "pasted"
PARTS = 4

knowledge = app_commands.Group(
    name="knowledge",
    description="For moderators: check the texts, and see what needs you.",
    allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
    allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    default_permissions=discord.Permissions(manage_guild=True),
)


def may_moderate(interaction: discord.Interaction[Stripes]) -> bool:
    """True for members who may manage the moderators' own server, or have a role that the host named.

    Without a moderators' channel there is no own server, and every server's managers may look.
    """
    home = interaction.client.moderators.home
    if interaction.guild_id is None or (home is not None and interaction.guild_id != home):
        return False
    roles = set(getattr(interaction.user, "_roles", ()))
    return interaction.permissions.manage_guild or bool(roles & interaction.client.settings.moderator_roles)


async def _only_moderators(interaction: discord.Interaction[Stripes], draft: Draft) -> None:
    shown = draft if may_moderate(interaction) else not_allowed()
    await reply.send_privately(interaction, notice(shown, interaction.client.catalogue))


@knowledge.command()
async def status(interaction: discord.Interaction[Stripes]) -> None:
    """How many entries there are, how old they are, and what is refused."""
    client = interaction.client
    last = client.shelf.history[0] if client.shelf and client.shelf.history else None
    await _only_moderators(interaction, status_card(client.catalogue.known, last, client.today()))


@knowledge.command()
async def due(interaction: discord.Interaction[Stripes]) -> None:
    """What should be checked again, oldest first."""
    client = interaction.client
    nothing = Draft("What is due", (Section("none", "", (Line("Nothing is due within 14 days."),)),))
    await _only_moderators(interaction, due_card(client.catalogue.known, client.today()) or nothing)


@knowledge.command()
async def changes(interaction: discord.Interaction[Stripes]) -> None:
    """What changed in the last reloads."""
    shelf = interaction.client.shelf
    await _only_moderators(interaction, changes_card(tuple(shelf.history) if shelf else ()))


@knowledge.command()
@app_commands.describe(text_version="the six letters and digits at the end of a card")
async def version(interaction: discord.Interaction[Stripes], text_version: app_commands.Range[str, 6, 6]) -> None:
    """Which text a reader saw."""
    await _only_moderators(interaction, version_card(text_version, interaction.client.catalogue.known))


@knowledge.command()
async def wanted(interaction: discord.Interaction[Stripes]) -> None:
    """Words that people looked for and did not find."""
    await _only_moderators(interaction, wanted_card(interaction.client.unfound.shown(), LEAST))


@knowledge.command()
async def reload(interaction: discord.Interaction[Stripes]) -> None:
    """Read the files now, without waiting."""
    client = interaction.client
    if not may_moderate(interaction) or client.shelf is None:
        await _only_moderators(interaction, not_allowed())
        return
    _, news = await reply.while_thinking(interaction, client.shelf.look(datetime.now(UTC), at_once=True))
    if client.shelf.live is not None:
        client.put_live(client.shelf.live)
    said = news_card(news) if news else _nothing_new(client.shelf.waiting)
    await reply.send_privately(interaction, notice(said, client.catalogue))
    if news is not None:
        await client.moderators.tell(news)


def _nothing_new(waiting: tuple[str, ...]) -> Draft:
    lines = [Line("The files are as they were, and so is what is live.")]
    if waiting:
        text = f"{', '.join(waiting[:12])}. The end is missing, or the file is gone: it may still be on its way."
        lines = [Line("What is live stays."), Line(text, "Half a minute is left for"), Line(_IF_MEANT)]
    return Draft("Nothing new", (Section("same", "", tuple(lines)),))


_IF_MEANT = "If it is meant, it goes live then by itself. A file should end with an empty line."


async def _entries(interaction: discord.Interaction[Stripes], typed: str) -> list[app_commands.Choice[str]]:
    shelf = interaction.client.shelf
    paths = [p for p in (shelf.texts if shelf else ()) if typed.casefold() in p] if may_moderate(interaction) else []
    return [app_commands.Choice(name=p[:100], value=p[:100]) for p in sorted(paths)[:25]]


@knowledge.command(name="show-file")
@app_commands.describe(entry="an entry or a file: talent, drugs/lenvatinib.yaml")
@app_commands.autocomplete(entry=_entries)
async def show_file(interaction: discord.Interaction[Stripes], entry: app_commands.Range[str, 1, 100]) -> None:
    """The text of a file, to copy and change."""
    texts = interaction.client.shelf.texts if interaction.client.shelf else {}
    wanted_path = entry.strip().casefold()
    path = next((p for p in texts if wanted_path in (p, p.rsplit("/", 1)[-1].removesuffix(".yaml"))), None)
    if not may_moderate(interaction) or path is None:
        no_file = Draft(
            "No such file", (Section("no", "", (Line("There is no entry and no file of that name."),)),), found=False
        )
        await _only_moderators(interaction, no_file)
        return
    await reply.send_privately(interaction, notice(file_card(path, texts[path]), interaction.client.catalogue))


@knowledge.command()
@app_commands.describe(
    entry="which entry it is: talent, drugs/lenvatinib, or a new one: trials/new-one",
    file="the file to check; without one you can paste the text",
)
@app_commands.autocomplete(entry=_entries)
async def check(
    interaction: discord.Interaction[Stripes],
    entry: app_commands.Range[str, 1, 100],
    file: discord.Attachment | None = None,
) -> None:
    """Check a file and see its card, before anything is live."""
    if not may_moderate(interaction):
        await _only_moderators(interaction, not_allowed())
    elif file is None:
        await reply.ask_for(interaction, _paste_form(entry))
    elif file.size > MOST_BYTES:
        await _only_moderators(interaction, _too_large())
    else:
        text = decode(await file.read(), Place(entry))
        if isinstance(text, Problem):
            await _only_moderators(interaction, verdict_card(entry, (slip(text),), False))
        else:
            await show_verdict(interaction, entry, text)


def _paste_form(entry: str) -> ui.Modal:
    form = ui.Modal(title="Check a knowledge file", custom_id=f"{PASTED}:{entry[:80]}")
    for number in range(1, PARTS + 1):
        box: ui.TextInput[ui.Modal] = ui.TextInput(
            style=discord.TextStyle.paragraph, custom_id=f"part-{number}", max_length=4000, required=number == 1
        )
        about = "The first 4,000 characters of the file" if number == 1 else "The next 4,000, if it is longer"
        form.add_item(ui.Label(text=f"Part {number}", description=about, component=box))
    return form


async def pasted(interaction: discord.Interaction[Stripes], custom_id: str) -> None:
    """The paste form came back."""
    if not may_moderate(interaction):
        await _only_moderators(interaction, not_allowed())
        return
    await show_verdict(interaction, custom_id.removeprefix(f"{PASTED}:"), "".join(_texts_in(interaction.data)))


def _texts_in(data: Any) -> list[str]:
    if not isinstance(data, dict):
        return []
    if isinstance(data.get("value"), str):
        return [data["value"]]
    inside = [data.get("component"), *(data.get("components") or ())]
    return [text for part in inside if part for text in _texts_in(part)]


async def show_verdict(interaction: discord.Interaction[Stripes], entry: str, text: str) -> None:
    """Say what is wrong with a file, or show the exact card, page by page, as patients will see it."""
    client = interaction.client
    seen = preview(entry, text, client.shelf.texts if client.shelf else {}, "knowledge")
    cards = _cards(seen.entry, seen.catalogue, client) if seen.catalogue and seen.entry else ()
    slips = tuple(slip(p) for p in seen.problems)
    await reply.send_privately(interaction, notice(verdict_card(seen.path, slips, bool(cards)), client.catalogue))
    for card in cards:
        await reply.also(interaction, card)


def _cards(entry: str, book: Any, client: Stripes) -> tuple[Answer, ...]:
    topic = Topic.TRIAL if entry in book.known.trials else Topic.DRUG
    card = replace(answer(Question(topic, entry=entry), book, client.today()), choices=())
    bare = replace(card, sections=tuple(replace(s, choices=()) for s in card.sections))
    return tuple(
        replace(bare, question=replace(bare.question, page=n + 1)) for n in range(min(len(pages(bare)), MOST_PAGES))
    )


def _too_large() -> Draft:
    line = Line(f"The file is larger than {MOST_BYTES:,} bytes. One entry a file: was something else pasted in?")
    return Draft("Too large", (Section("large", "", (line,)),), found=False)
