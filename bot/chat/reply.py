"""The one door out: the only code that sends anything to Discord, and it takes nothing but an Answer.

Answers are text first (Components V2): one text with everything in it, then buttons. The view is stopped before
it is sent, so that discord.py never keeps it; clicks come back through ``presses``, also after a restart.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import secrets
from collections.abc import Awaitable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import aiohttp
import discord
from discord import ui
from discord.webhook.async_ import async_context, interaction_response_params

from bot.answers.answer import Answer, Choice, Page
from bot.answers.pages import page
from bot.answers.plain_text import plain_text

if TYPE_CHECKING:
    from bot.chat.client import Stripes

T = TypeVar("T")
BUTTONS_IN_A_ROW = 5
SECONDS_UNSEEN = 1.0
PAUSES = (0.5, 2.0, 5.0)
NO_PINGS = discord.AllowedMentions.none()


async def send(interaction: discord.Interaction[Stripes], answer: Answer) -> None:
    """Answer an interaction with a new message; private to the asker unless the place itself is private or public."""
    await _give(interaction, answer, is_private(interaction))


async def send_privately(interaction: discord.Interaction[Stripes], answer: Answer) -> None:
    """Answer an interaction so that only the asker sees it, wherever it is."""
    await _give(interaction, answer, True)


async def _give(interaction: discord.Interaction[Stripes], answer: Answer, private: bool) -> None:
    files = _files(answer)
    if is_thinking(interaction):
        view = _view(page(answer, answer.question.page), files)
        await interaction.edit_original_response(view=view, attachments=files, allowed_mentions=NO_PINGS)
    elif files:
        view = _view(page(answer, answer.question.page), files)
        await interaction.response.send_message(view=view, files=files, ephemeral=private, allowed_mentions=NO_PINGS)
    else:
        flags = discord.MessageFlags(components_v2=True, ephemeral=private).value
        await _call_back(interaction, discord.InteractionResponseType.channel_message, answer, {"flags": flags})


async def _call_back(
    interaction: discord.Interaction[Stripes],
    kind: discord.InteractionResponseType,
    answer: Answer,
    data: dict[str, Any],
) -> None:
    """Answer with parts that are ready to send.

    What ``interaction.response`` does, without an object for every button and without reading Discord's copy of the
    message back: that took as long as all the rest.
    """
    response = interaction.response
    if response.is_done():
        raise discord.InteractionResponded(interaction)
    http = interaction.client.http
    data |= {"components": interaction.client.ready.parts(answer, _parts), "allowed_mentions": NO_PINGS.to_dict()}
    await async_context.get().create_interaction_response(
        interaction.id,
        interaction.token,
        session=interaction._session,
        proxy=http.proxy,
        proxy_auth=http.proxy_auth,
        params=interaction_response_params(kind.value, data),
    )
    response._response_type = kind


async def while_thinking(interaction: discord.Interaction[Stripes], work: Awaitable[T]) -> T:
    """Do what may take longer than Discord waits for an answer; after a second the asker alone sees that it is under way.

    The answer is then given as ever, by ``send_privately``.
    """
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=SECONDS_UNSEEN)
        if not done:
            await interaction.response.defer(ephemeral=True, thinking=True)
        return await task
    except BaseException:
        task.cancel()
        raise


def is_thinking(interaction: discord.Interaction[Any]) -> bool:
    """True if the asker has seen so far only that an answer is under way."""
    return interaction.response.type is discord.InteractionResponseType.deferred_channel_message


async def also(interaction: discord.Interaction[Stripes], answer: Answer) -> None:
    """Say more after an answer that was already given, to the asker alone."""
    await interaction.followup.send(
        view=_view(page(answer, answer.question.page)), ephemeral=True, allowed_mentions=NO_PINGS
    )


async def turn(interaction: discord.Interaction[Stripes], answer: Answer) -> None:
    """Show another page in place of the message whose button was pressed, if only the asker sees that message."""
    if not _only_the_asker_sees(interaction):
        await send_privately(interaction, answer)
        return
    files = _files(answer)
    if files:  # a file that no component shows would be there and not be seen
        view = _view(page(answer, answer.question.page), files)
        await interaction.response.edit_message(view=view, attachments=files, allowed_mentions=NO_PINGS)
        return
    await _call_back(interaction, discord.InteractionResponseType.message_update, answer, {})


async def post(channel: discord.abc.Messageable, answer: Answer, once: str | None = None) -> None:
    """Say an answer in a channel, as a plain message that names nobody and pings nobody.

    Discord takes only one message with the same ``once`` within some minutes; so it is safe to try again when nobody
    knows what became of the first try.
    """
    nonce = once or secrets.token_hex(8)
    for pause in (*PAUSES, None):
        files = _files(answer)
        view = _view(page(answer, answer.question.page), files)
        try:
            await channel.send(view=view, files=files, allowed_mentions=NO_PINGS, nonce=nonce)
            return
        except (aiohttp.ClientError, ConnectionError, TimeoutError):
            if pause is None:
                raise
            await asyncio.sleep(pause)


async def ask_for(interaction: discord.Interaction[Stripes], form: ui.Modal) -> None:
    """Open a form. It asks, and states no facts: a form cannot carry the disclaimer."""
    form.stop()
    await interaction.response.send_modal(form)


async def remove(message: discord.Message | discord.PartialMessage) -> None:
    """Take a message of ours away; one that is gone already is fine."""
    with contextlib.suppress(discord.NotFound):
        await message.delete()


def is_private(interaction: discord.Interaction[Stripes]) -> bool:
    """True everywhere but in a direct chat with the bot, and in channels that the host made public for answers."""
    return not (interaction.context.dm_channel or interaction.client.is_public(interaction.channel))


def _only_the_asker_sees(interaction: discord.Interaction[Any]) -> bool:
    message = interaction.message
    return message is not None and (message.flags.ephemeral or interaction.context.dm_channel)


def _files(answer: Answer) -> list[discord.File]:
    if answer.attachment is None:
        return []
    text = (answer.attachment.text or plain_text(answer, choices=False)).encode("utf-8")
    return [
        discord.File(io.BytesIO(text), answer.attachment.name, description="The same text as a file, to save or print")
    ]


def _parts(answer: Answer) -> list[Any]:
    """The page that an answer asks for as Discord takes it: the same as ``_view`` makes."""
    shown = page(answer, answer.question.page)
    text: dict[str, Any] = {"type": discord.ComponentType.text_display.value, "content": shown.body}
    rows = [
        {"type": discord.ComponentType.action_row.value, "components": [_button_part(choice) for choice in row]}
        for row in _rows(shown.choices)
    ]
    return [text, *rows]


def _button_part(choice: Choice) -> dict[str, Any]:
    return {
        "type": discord.ComponentType.button.value,
        "style": discord.ButtonStyle.secondary.value,
        "label": choice.label,
        "custom_id": choice.question.as_button(),
    }


def _view(shown: Page, files: Sequence[discord.File] = ()) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(shown.body))
    for file in files:
        view.add_item(ui.File(file))
    for row in _rows(shown.choices):
        view.add_item(ui.ActionRow(*(_button(choice) for choice in row)))
    view.stop()
    return view


def _rows(choices: Sequence[Choice]) -> list[Sequence[Choice]]:
    return [choices[n : n + BUTTONS_IN_A_ROW] for n in range(0, len(choices), BUTTONS_IN_A_ROW)]


def _button(choice: Choice) -> ui.Button[ui.LayoutView]:
    return ui.Button(label=choice.label, custom_id=choice.question.as_button(), style=discord.ButtonStyle.secondary)
