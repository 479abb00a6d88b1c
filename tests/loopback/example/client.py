"""A small real discord.py client that the loopback's own tests run as a process; no part of the bot."""

from __future__ import annotations

import asyncio
import io
import json
import os
import signal

import discord
from discord import app_commands, ui
from discord.http import Route


class Client(discord.Client):
    """Answers what its commands and buttons ask for, and says "heard ..." to every message."""

    def __init__(self) -> None:
        self.tree: app_commands.CommandTree[Client]
        patience = float(os.environ.get("HEARTBEAT_TIMEOUT", "60"))
        shard = os.environ.get("SHARD")
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            heartbeat_timeout=patience,
            shard_id=None if shard is None else int(shard),
            shard_count=None if shard is None else 2,
        )
        everywhere = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
        both = app_commands.AppInstallationType(guild=True, user=True)
        self.tree = app_commands.CommandTree(self, allowed_contexts=everywhere, allowed_installs=both)

    async def setup_hook(self) -> None:
        await self.tree.sync()
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, lambda: loop.create_task(self.close()))

    async def on_message(self, message: discord.Message) -> None:
        if self.user is not None and message.author.id != self.user.id:
            await message.reply(f"heard {message.content!r}")

    async def on_interaction(self, interaction: Interaction) -> None:
        if interaction.type is not discord.InteractionType.component:
            return
        data = dict(interaction.data or {})
        match data["custom_id"]:
            case "update":
                await interaction.response.edit_message(view=card("changed"))
            case "old":
                await interaction.response.send_message("still here", ephemeral=True)
            case "share":
                await interaction.response.defer()
                assert isinstance(interaction.channel, discord.TextChannel)
                await interaction.channel.send("shared")
                await interaction.edit_original_response(view=card("done"))
            case "choice":
                await interaction.response.edit_message(view=card(str(data["values"])))


Interaction = discord.Interaction[Client]
client = Client()


def card(words: str) -> ui.LayoutView:
    """Three lines in a box, and things to press."""
    view = ui.LayoutView(timeout=None)
    change: ui.Button[ui.LayoutView] = ui.Button(label="Change it", custom_id="update")
    box: ui.Container[ui.LayoutView] = ui.Container()
    box.add_item(ui.TextDisplay(words)).add_item(ui.Separator()).add_item(ui.TextDisplay("second"))
    box.add_item(ui.Section("third", accessory=change))
    view.add_item(box)
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    row.add_item(ui.Button(label="Share here", custom_id="share"))
    row.add_item(ui.Button(label="Old", custom_id="old"))
    row.add_item(ui.Button(label="Register", url="https://example.org"))
    view.add_item(row)
    choice: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    choice.add_item(ui.Select(custom_id="choice", options=[discord.SelectOption(label="One")]))
    view.add_item(choice)
    return view


@client.tree.command(description="A card")
async def hello(interaction: Interaction, name: str, loud: bool = False) -> None:
    place = f"{interaction.context.to_array()[0]}, {interaction.permissions.value}"
    view = card(f"Hello {name} {place}, {type(interaction.channel).__name__}")
    await interaction.response.send_message(view=view, ephemeral=not loud)


@hello.autocomplete("name")
async def complete(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=f"{typed} {n}", value=f"id-{n}") for n in range(3)]


class Form(ui.Modal, title="A form"):
    """One short answer."""

    def __init__(self) -> None:
        super().__init__()
        self.words: ui.TextInput[Form] = ui.TextInput(custom_id="words", max_length=10)
        self.add_item(ui.Label(text="Your words", component=self.words))

    async def on_submit(self, interaction: discord.Interaction[discord.Client]) -> None:
        await interaction.response.send_message(f"got {self.words.value}", ephemeral=True)


@client.tree.command(description="A form")
async def form(interaction: Interaction) -> None:
    await interaction.response.send_modal(Form())


@client.tree.command(description="A file")
async def file(interaction: Interaction) -> None:
    sent = discord.File(io.BytesIO(b"all the words"), "appointment.txt", description="for you")
    view = ui.LayoutView()
    view.add_item(ui.TextDisplay("here")).add_item(ui.File(sent))
    await interaction.response.send_message(view=view, file=sent, ephemeral=True)
    shown = (await interaction.original_response()).components[1]
    assert isinstance(shown, discord.FileComponent)
    print("downloaded", (await client.http.get_from_cdn(shown.media.url)).decode(), flush=True)


@client.tree.command(description="Takes a moment")
async def slow(interaction: Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await interaction.edit_original_response(view=card("at last"))
    await interaction.followup.send("and more", ephemeral=True)


@client.tree.command(description="Sends what it is told, past all checks of discord.py")
async def raw(interaction: Interaction, body: str, path: str = "") -> None:
    route = Route("POST", path or f"/interactions/{interaction.id}/{interaction.token}/callback")
    try:
        await client.http.request(route, json=json.loads(body.replace("LONG", "x" * 1000)))
    except discord.HTTPException as error:
        print(error.status, error.code, error.text.replace("\n", " "), flush=True)


@client.tree.command(description="Answers twice")
async def twice(interaction: Interaction) -> None:
    await interaction.response.send_message("one", ephemeral=True)
    await discord.InteractionResponse(interaction).send_message("two", ephemeral=True)


@client.tree.command(description="Only for moderators")
@app_commands.default_permissions(manage_messages=True)
@app_commands.allowed_installs(guilds=True, users=False)
async def moderate(interaction: Interaction) -> None:
    await interaction.response.send_message("yes")


@client.tree.context_menu(name="Explain the words")
async def explain(interaction: Interaction, message: discord.Message) -> None:
    await interaction.response.send_message("It says: " + message.content, ephemeral=True)


async def main() -> None:
    async with client:
        await client.start(os.environ["DISCORD_TOKEN"])


if __name__ == "__main__":
    discord.utils.setup_logging()
    asyncio.run(main())
