"""Discord's part of ``doctor``: it only looks. Nothing is changed, nothing is posted, and the token is never shown."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import discord
from discord.http import Route

from bot import __version__
from bot.chat.client import Stripes
from bot.chat.registration import is_registered
from bot.names.catalogue import Catalogue
from bot.problems import Finding, Light, UserError
from bot.settings import Settings

SECONDS_FOR_ALL = 20
MOST_SECONDS_OFF = 30
WANTED = discord.Permissions(view_channel=True, send_messages=True, send_messages_in_threads=True)
THREADS = (10, 11, 12)
PRIVILEGED = {
    "presence": 1 << 12 | 1 << 13, "server members": 1 << 14 | 1 << 15, "message content": 1 << 18 | 1 << 19
}  # fmt: skip
_CHANNEL = "moderators' channel"


@dataclass(frozen=True, slots=True)
class Said:
    """Discord's answer to one request; ``body`` is None if it was no JSON object or list."""

    status: int
    body: Any
    date: str


class Unreachable(Exception):
    """Discord did not answer; the text is the kind of trouble."""


def examine(settings: Settings, catalogue: Catalogue | None) -> tuple[Finding, ...]:
    """How Discord sees the bot: token, commands, install link, moderators' channel; and the clock."""
    return asyncio.run(_examine(settings, catalogue))


async def _examine(settings: Settings, catalogue: Catalogue | None) -> tuple[Finding, ...]:
    found: list[Finding] = []
    token, no_token = _token(settings)
    async with aiohttp.ClientSession(
        headers={"User-Agent": f"DiscordBot (stripes, {__version__})"},
        timeout=aiohttp.ClientTimeout(total=SECONDS_FOR_ALL),
    ) as session:
        try:
            gateway = await _get(session, "/gateway", None)
            found += [_reached(gateway), _clock(gateway)]
            if no_token is not None:
                found.append(no_token)
            else:
                found += await _as_the_bot(session, token, settings, catalogue)
        except Unreachable as trouble:
            found.append(
                Finding("Discord", Light.WRONG, f"cannot be reached ({trouble})", "check the network, DNS and firewall")
            )
            if no_token is not None:
                found.append(no_token)
    return tuple(found)


def _token(settings: Settings) -> tuple[str, Finding | None]:
    try:
        token = settings.needed_token()
    except UserError as error:
        return "", Finding("token", Light.WRONG, error.what, error.hint)
    if not token.isascii() or not token.isprintable() or " " in token:
        says = "what is given is not a token: it has blanks or strange signs in it"
        return "", Finding("token", Light.WRONG, says, "copy it again from discord.com/developers, under Bot")
    return token, None


async def _get(session: aiohttp.ClientSession, path: str, token: str | None) -> Said:
    headers = {"Authorization": f"Bot {token}"} if token else {}
    try:
        async with session.get(Route.BASE + path, headers=headers) as answer:
            try:
                body = await answer.json(content_type=None)
            except ValueError:
                body = None
            return Said(answer.status, body, answer.headers.get("Date", ""))
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Unreachable(type(error).__name__) from None


def _reached(said: Said) -> Finding:
    if said.status == 200 and isinstance(said.body, dict):
        return Finding("Discord", Light.FINE, "can be reached")
    return Finding(
        "Discord", Light.LOOK, f"answers strangely (status {said.status})", "look at discordstatus.com; try again later"
    )


def _clock(said: Said) -> Finding:
    try:
        off = (datetime.now(UTC) - parsedate_to_datetime(said.date)).total_seconds()
    except ValueError:
        return Finding("clock", Light.LOOK, "cannot be compared: Discord's answer has no date")
    if abs(off) <= MOST_SECONDS_OFF:
        return Finding("clock", Light.FINE, "agrees with Discord's")
    says = f"is {abs(off):,.0f} seconds {'ahead of' if off > 0 else 'behind'} Discord's"
    light = Light.LOOK if abs(off) < 12 * 3600 else Light.WRONG
    return Finding("clock", light, says, "set the machine's clock (NTP): a wrong day gives wrong ages of facts")


async def _as_the_bot(
    session: aiohttp.ClientSession, token: str, settings: Settings, catalogue: Catalogue | None
) -> list[Finding]:
    me = await _get(session, "/users/@me", token)
    if me.status == 401:
        do = "make a new one at discord.com/developers under Bot, Reset Token"
        return [Finding("token", Light.WRONG, "Discord refuses it", do)]
    if me.status != 200 or not isinstance(me.body, dict):
        return [Finding("token", Light.LOOK, f"cannot be checked now (status {me.status})", "try again later")]
    found = [Finding("token", Light.FINE, f"valid; the bot is {me.body['username']} ({me.body['id']})")]
    application = await _get(session, "/applications/@me", token)
    if application.status != 200 or not isinstance(application.body, dict):
        return [*found, Finding("application", Light.LOOK, f"cannot be read (status {application.status})")]
    number = str(application.body["id"])
    theirs = await _get(session, f"/applications/{number}/commands", token)
    found.append(_commands(theirs, settings, catalogue))
    found += [_intents(application.body), _link(application.body)]
    found.append(await _channel(session, token, settings.moderators_channel, str(me.body["id"])))
    return found


def _commands(theirs: Said, settings: Settings, catalogue: Catalogue | None) -> Finding:
    if theirs.status != 200 or not isinstance(theirs.body, list):
        return Finding("commands", Light.LOOK, f"cannot be read (status {theirs.status})", "try again later")
    if catalogue is None:
        return Finding("commands", Light.LOOK, "cannot be compared", "mend the knowledge first")
    if not theirs.body:
        return Finding("commands", Light.LOOK, "none is registered yet", "start the bot: it registers them by itself")
    if not is_registered(Stripes(catalogue, settings, _today).tree, theirs.body):
        return Finding(
            "commands", Light.LOOK, "Discord has another list than this version", "start this version: it mends that"
        )
    return Finding("commands", Light.FINE, f"all {len(theirs.body)} are registered")


def _today() -> date:
    return datetime.now(UTC).date()


def _intents(application: Mapping[str, Any]) -> Finding:
    flags = int(application.get("flags") or 0)
    on = [name for name, bits in PRIVILEGED.items() if flags & bits]
    if not on:
        return Finding("privileged intents", Light.FINE, "all are off, as they should be")
    do = "switch them off at discord.com/developers under Bot: Stripes does not need them"
    return Finding("privileged intents", Light.LOOK, f"on: {', '.join(on)}", do)


def _link(application: Mapping[str, Any]) -> Finding:
    link = (
        f"https://discord.com/oauth2/authorize?client_id={application['id']}"
        f"&scope=bot+applications.commands&permissions={WANTED.value}"
    )
    kinds = application.get("integration_types_config") or {}
    missing = [name for kind, name in (("0", "Guild Install"), ("1", "User Install")) if kind not in kinds]
    given = int((application.get("install_params") or {}).get("permissions") or 0)
    for kind in kinds.values():
        given |= int(((kind or {}).get("oauth2_install_params") or {}).get("permissions") or 0)
    if missing:
        do = "allow it at discord.com/developers under Installation"
        return Finding("install link", Light.LOOK, f"{' and '.join(missing)} is not allowed; {link}", do)
    if given & ~WANTED.value:
        do = "take the rest out at discord.com/developers under Installation: Stripes needs only these: " + _in_words()
        return Finding("install link", Light.LOOK, "Discord's own button asks for more rights than needed", do)
    return Finding("install link", Light.FINE, f"{link}   (permissions=0 works too, without sharing)")


def _in_words() -> str:
    return ", ".join(sorted(name.replace("_", " ") for name, on in WANTED if on))


async def _channel(session: aiohttp.ClientSession, token: str, number: int | None, me: str) -> Finding:
    if number is None:
        return Finding(_CHANNEL, Light.FINE, "not set, so there are no reports and no news")
    channel = await _get(session, f"/channels/{number}", token)
    if channel.status != 200 or not channel.body.get("guild_id"):
        says = {403: "the bot may not see it", 404: "there is no such channel", 200: "it is not in a server"}
        do = "check STRIPES_MODERATORS_CHANNEL, and give the bot “View Channel” and “Send Messages” there"
        return Finding(_CHANNEL, Light.WRONG, says.get(channel.status, f"status {channel.status}"), do)
    place = f"/guilds/{channel.body['guild_id']}"
    guild, member = await _get(session, place, token), await _get(session, f"{place}/members/{me}", token)
    ruled_by = channel
    if channel.body["type"] in THREADS:
        ruled_by = await _get(session, f"/channels/{channel.body['parent_id']}", token)
    if not guild.status == member.status == ruled_by.status == 200:
        return Finding(_CHANNEL, Light.LOOK, "the rights of the bot cannot be read there", "try again later")
    rights = discord.Permissions(_rights(guild.body, ruled_by.body, member.body["roles"], me))
    may_send = rights.send_messages_in_threads if channel.body["type"] in THREADS else rights.send_messages
    if rights.view_channel and may_send:
        return Finding(_CHANNEL, Light.FINE, "the bot may write there")
    do = "give the bot “View Channel” and “Send Messages” there"
    return Finding(_CHANNEL, Light.WRONG, "the bot may not write there", do)


def _rights(guild: Mapping[str, Any], channel: Mapping[str, Any], roles: list[str], me: str) -> int:
    """What somebody may do in a channel, as Discord works it out: roles, then @everyone's, roles' and own overwrites."""
    mine = {guild["id"], *roles}
    rights = 0
    for role in guild["roles"]:
        rights |= int(role["permissions"]) if role["id"] in mine else 0
    if rights & discord.Permissions(administrator=True).value:
        return discord.Permissions.all().value
    written = {one["id"]: one for one in channel.get("permission_overwrites") or ()}
    for group in ({guild["id"]}, set(roles), {me}):
        here = [written[one] for one in group if one in written]
        for one in here:
            rights &= ~int(one["deny"])
        for one in here:
            rights |= int(one["allow"])
    return rights
