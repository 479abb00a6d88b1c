"""[Share here]: a card as a plain message that names nobody, after a private question; and taking it away again.

Who shared is recognised without being kept: the button to remove holds a keyed fingerprint of the person, which
only this bot can make again, and from which nobody can read who it was.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot.answers.answer import Choice, Draft, Line, Section
from bot.answers.compose import answer, notice
from bot.answers.host import Host, Store
from bot.answers.pages import AHEAD
from bot.answers.question import Question, Topic
from bot.chat import reply
from bot.chat.saying import say

if TYPE_CHECKING:
    from bot.chat.client import Stripes

STORE = Store(
    "A card that you share",
    "its button holds a scrambled mark, by which the bot knows you again if you remove it; the mark goes with the card, "
    "and is kept nowhere else",
    about_people=True,
)
_NOT_ALLOWED = (
    "I may not post in this channel, so nothing was shared. Somebody who runs this server can allow it: "
    "the bot needs “View Channel” and “Send Messages” here."
)
_NOT_A_MEMBER = (
    "Here I am your own app and not a member of this server, so I cannot post for everybody. Nothing was shared. "
    "You can copy the text yourself."
)
_SURE = (
    "Everybody who can read this channel will see the card. Your name will not be on it: it will say “A member "
    "shared this”. You, or a moderator, can take it away again with the button under it."
)


def can_share(interaction: discord.Interaction[Stripes]) -> bool:
    """True in channels of a server; a direct chat has nobody to share with."""
    return interaction.guild_id is not None


def refusal(interaction: discord.Interaction[Stripes]) -> str | None:
    """Why the bot may not post here, or None if it may."""
    if interaction.guild_id is None or not interaction.is_guild_integration():
        return _NOT_A_MEMBER
    rights = interaction.app_permissions
    is_thread = isinstance(interaction.channel, discord.Thread)
    may_send = rights.send_messages_in_threads if is_thread else rights.send_messages
    return None if rights.view_channel and may_send else _NOT_ALLOWED


async def confirm(interaction: discord.Interaction[Stripes], question: Question) -> None:
    """Ask the asker alone whether to post, and say what others will see."""
    why_not = refusal(interaction)
    if why_not:
        await say(interaction, "Not shared", why_not)
        return
    yes = Choice("Post it here without my name", replace(question, topic=Topic.POST))
    draft = Draft("Share this card with the channel?", (Section("sure", "", (Line(_SURE),)),), (yes,))
    await reply.send_privately(interaction, notice(draft, interaction.client.catalogue))


async def post(interaction: discord.Interaction[Stripes], question: Question) -> None:
    """Post the card in the channel, then tell the asker alone."""
    client = interaction.client
    inner = question.inner()
    why_not = refusal(interaction)
    if why_not or inner is None or not isinstance(interaction.channel, discord.abc.Messageable):
        await say(interaction, "Not shared", why_not or _NOT_ALLOWED)
        return
    card = answer(inner, client.catalogue, client.today(), Host())
    nonce = secrets.token_hex(6)
    fingerprint = _fingerprint(client.secret, interaction.user.id, nonce)
    away = Choice("Remove this card", Question(Topic.REMOVE, entry=f"{nonce}.{fingerprint}"))
    first = Section(AHEAD, "", (Line("A member shared this. Press a button to read on privately."),))
    shared = replace(card, sections=(first, *card.sections), choices=(away, *card.choices), attachment=None)
    try:
        await reply.while_thinking(interaction, reply.post(interaction.channel, shared))
    except discord.Forbidden:
        await say(interaction, "Not shared", _NOT_ALLOWED)
        return
    await say(interaction, "Shared", "The card is in the channel now, without your name.")


async def remove(interaction: discord.Interaction[Stripes], question: Question) -> None:
    """Take a shared card away, if the one who shared it or a moderator asks."""
    nonce, _, fingerprint = question.entry.partition(".")
    own = hmac.compare_digest(_fingerprint(interaction.client.secret, interaction.user.id, nonce), fingerprint)
    if interaction.message is None or not (own or interaction.permissions.manage_messages):
        await say(interaction, "Not removed", "Only the member who shared this card, or a moderator, can take it away.")
        return
    await reply.while_thinking(interaction, reply.remove(interaction.message))
    await say(interaction, "Removed", "The card is no longer in the channel.")


def _fingerprint(secret: bytes, user: int, nonce: str) -> str:
    return hmac.new(secret, f"{user} {nonce}".encode(), hashlib.sha256).hexdigest()[:32]
