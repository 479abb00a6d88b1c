"""How Discord tells a bot about messages, guilds and members: the shapes that discord.py reads."""

from __future__ import annotations

import json
from typing import Any

from .components import walk
from .faults import Json
from .messages import EPHEMERAL, V2, Upload, pings
from .world import BOT_RIGHTS, MEMBER_RIGHTS, Channel, Guild, Interaction, Message, User, World, now

EDITABLE_FLAGS = (1 << 2) | V2


def member(user: User, permissions: int | None = None) -> Json:
    """A user as a member of a server; ``permissions`` only inside an interaction."""
    made: Json = {
        "user": user.payload(), "nick": None, "avatar": None, "banner": None, "roles": [],
        "joined_at": "2024-05-01T10:00:00+00:00", "premium_since": None, "deaf": False, "mute": False,
        "flags": 0, "pending": False, "communication_disabled_until": None,
    }  # fmt: skip
    return made if permissions is None else {**made, "permissions": str(permissions)}


def guild_create(guild: Guild, me: User) -> Json:
    """A whole server, as GUILD_CREATE sends it (without presences, which need an intent)."""
    own_role = str(guild.id + 1)
    roles = [
        role(str(guild.id), "@everyone", MEMBER_RIGHTS, 0),
        {**role(own_role, "Stripes", BOT_RIGHTS, 1), "managed": True, "tags": {"bot_id": str(me.id)}},
    ]
    return {
        "id": str(guild.id), "name": guild.name, "icon": None, "splash": None, "discovery_splash": None,
        "owner_id": str(guild.id + 2), "region": "deprecated", "afk_channel_id": None, "afk_timeout": 300,
        "verification_level": 1, "default_message_notifications": 1, "explicit_content_filter": 2,
        "roles": roles, "emojis": [], "stickers": [], "features": ["COMMUNITY"], "mfa_level": 0,
        "application_id": None, "system_channel_id": None, "system_channel_flags": 0,
        "rules_channel_id": None, "public_updates_channel_id": None, "safety_alerts_channel_id": None,
        "max_members": 500000, "vanity_url_code": None, "description": None, "banner": None,
        "premium_tier": 0, "premium_subscription_count": 0, "preferred_locale": guild.locale,
        "nsfw_level": 0, "premium_progress_bar_enabled": False, "joined_at": "2024-05-01T10:00:00+00:00",
        "large": False, "unavailable": False, "member_count": 2, "voice_states": [], "presences": [],
        "members": [{**member(me), "roles": [own_role]}], "threads": [], "stage_instances": [],
        "guild_scheduled_events": [], "soundboard_sounds": [],
        "channels": [channel.payload() for channel in guild.channels],
    }  # fmt: skip


def role(number: str, name: str, permissions: int, position: int) -> Json:
    """One role."""
    return {
        "id": number, "name": name, "permissions": str(permissions), "position": position, "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False, "icon": None, "unicode_emoji": None, "managed": False, "mentionable": False,
        "flags": 0,
    }  # fmt: skip


def blank(world: World, channel: Channel, author: User, kind: int = 0) -> Json:
    """A message without anything in it yet."""
    return {
        "id": str(world.new_id()), "channel_id": str(channel.id), "author": author.payload(), "type": kind,
        "content": "", "timestamp": now(), "edited_timestamp": None, "tts": False, "pinned": False,
        "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
        "components": [], "flags": 0,
    }  # fmt: skip


def create(
    world: World,
    channel: Channel,
    body: Json,
    uploads: list[Upload],
    interaction: Interaction | None = None,
) -> Message:
    """A new message of the bot."""
    raw = blank(world, channel, world.me)
    if interaction is not None:
        menu = "target_id" in (interaction.payload.get("data") or {})
        raw["type"] = (23 if menu else 20) if interaction.kind == 2 else 0
        raw["application_id"] = raw["webhook_id"] = str(world.application_id)
        raw["interaction_metadata"] = interaction.metadata()
        if interaction.message is not None and interaction.kind != 3:
            raw["interaction_metadata"]["original_response_message_id"] = interaction.message.raw["id"]
    if body.get("message_reference"):
        raw["type"] = 19
        to = str(body["message_reference"].get("message_id"))
        raw["message_reference"] = {"type": 0, "channel_id": str(channel.id), "message_id": to}
    if body.get("nonce") is not None:
        raw["nonce"] = body["nonce"]
    raw["flags"] = body.get("flags") or 0
    message = Message(raw, channel)
    fill(world, message, body, uploads)
    world.messages[message.id] = message
    return message


def edit(world: World, message: Message, body: Json, uploads: list[Upload]) -> None:
    """Change a message; whether it is private stays as it was decided at first."""
    message.raw["flags"] |= (body.get("flags") or 0) & EDITABLE_FLAGS
    message.raw["edited_timestamp"] = now()
    message.edits += 1
    fill(world, message, body, uploads)


def fill(world: World, message: Message, body: Json, uploads: list[Upload]) -> None:
    """Put what was sent into the message, with everything that Discord adds to it."""
    raw = message.raw
    if "content" in body:
        raw["content"] = body["content"] or ""
    if "embeds" in body:
        raw["embeds"] = [{"type": "rich", **embed} for embed in body["embeds"] or []]
    files(world, message, body, uploads)
    if "components" in body:
        raw["components"] = json.loads(json.dumps(body["components"] or []))
    every = walk(raw)
    numbered(every)
    for part in every:
        for holder in (part, *(part.get("items") or [])):
            for key in ("media", "file"):
                if isinstance(holder.get(key), dict):
                    holder[key] = unfurled(holder[key], raw["attachments"])
    message.pings += pings(body)
    raw["mention_everyone"] = any(ping in ("everyone", "here") for ping in message.pings)


def files(world: World, message: Message, body: Json, uploads: list[Upload]) -> None:
    """Keep, drop and add attachments."""
    raw = message.raw
    listed = {str(entry.get("id")): entry for entry in body.get("attachments") or []}
    if "attachments" in body:
        raw["attachments"] = [old for old in raw["attachments"] if old["id"] in listed]
    for upload in uploads:
        number = str(world.new_id())
        url = f"{world.url}/cdn/attachments/{message.channel.id}/{number}/{upload.name}"
        entry: dict[str, Any] = {
            "id": number, "filename": upload.name, "size": len(upload.data), "url": url, "proxy_url": url,
            "content_type": "text/plain; charset=utf-8" if upload.name.endswith(".txt") else "image/png",
            "ephemeral": bool(raw["flags"] & EPHEMERAL),
        }  # fmt: skip
        description = listed.get(str(upload.index), {}).get("description")
        if description:
            entry["description"] = description
        raw["attachments"].append(entry)
        message.files[upload.name] = upload


def numbered(every: list[Json]) -> None:
    """Every component has an id; those that the bot left open count up from 1."""
    taken = {part["id"] for part in every if part.get("id")}
    following = 1
    for part in every:
        if not part.get("id"):
            while following in taken:
                following += 1
            part["id"] = following
            taken.add(following)


def unfurled(media: Json, attachments: list[Json]) -> Json:
    """Where a picture or file can be fetched."""
    url = str(media["url"])
    made: Json = {"url": url, "proxy_url": url, "loading_state": 2, "flags": 0}
    for attachment in attachments:
        if url == f"attachment://{attachment['filename']}":
            made.update(url=attachment["url"], proxy_url=attachment["url"], attachment_id=attachment["id"])
    return made
