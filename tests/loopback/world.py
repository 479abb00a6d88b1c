"""What the loopback Discord knows: people, places, messages, interactions, and what it saw the bot do."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from .faults import Fault, Json
from .messages import EPHEMERAL, Upload

DISCORD_EPOCH = 1_420_070_400_000
VIEW, SEND, MANAGE_MESSAGES, EMBED, ATTACH = 1 << 10, 1 << 11, 1 << 13, 1 << 14, 1 << 15
HISTORY, USE_COMMANDS, THREADS = 1 << 16, 1 << 31, 1 << 38
ADMINISTRATOR, MANAGE_GUILD = 1 << 3, 1 << 5
MEMBER_RIGHTS = VIEW | SEND | EMBED | ATTACH | HISTORY | USE_COMMANDS | THREADS
MODERATOR_RIGHTS = MEMBER_RIGHTS | MANAGE_MESSAGES | MANAGE_GUILD
BOT_RIGHTS = VIEW | SEND | EMBED | ATTACH | HISTORY | THREADS
TEXT_CHANNEL, DM, GROUP_DM = 0, 1, 3
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5


def now() -> str:
    """This moment, as Discord writes it."""
    return datetime.now(UTC).isoformat()


@dataclass(eq=False, slots=True)
class User:
    """An account; ``dms_open`` is False when it refuses messages from bots."""

    id: int
    name: str
    bot: bool = False
    dms_open: bool = True

    def payload(self) -> Json:
        handle = "".join(c for c in self.name.lower() if c.isalnum() or c in "._") or "someone"
        made: Json = {
            "id": str(self.id), "username": handle, "discriminator": "0", "global_name": self.name,
            "avatar": None, "avatar_decoration_data": None, "public_flags": 0, "primary_guild": None,
        }  # fmt: skip
        return {**made, "bot": True} if self.bot else made


@dataclass(eq=False, slots=True)
class Guild:
    """A server; the bot is a member of it, or (``has_bot`` False) only some of its people use the bot."""

    id: int
    name: str
    has_bot: bool = True
    channels: list[Channel] = field(default_factory=list)
    locale: str = "en-US"


@dataclass(eq=False, slots=True)
class Channel:
    """A text channel of a server, a private conversation with the bot, or one without it."""

    id: int
    name: str
    kind: int = TEXT_CHANNEL
    guild: Guild | None = None
    bot_rights: int = BOT_RIGHTS
    people: list[User] = field(default_factory=list)

    def payload(self) -> Json:
        if self.kind != TEXT_CHANNEL:
            return {
                "id": str(self.id), "type": self.kind, "last_message_id": None, "flags": 0,
                "recipients": [user.payload() for user in self.people], "name": self.name,
                "owner_id": str(self.people[0].id) if self.people else None, "icon": None,
            }  # fmt: skip
        return {
            "id": str(self.id), "type": self.kind, "name": self.name, "topic": None, "position": 0,
            "guild_id": str(self.guild.id) if self.guild else None, "parent_id": None, "nsfw": False,
            "flags": 0, "rate_limit_per_user": 0, "last_message_id": None,
            "permission_overwrites": self.overwrites(),
        }  # fmt: skip

    def overwrites(self) -> list[Json]:
        """The bot's own role is denied what this channel takes from the bot."""
        denied = BOT_RIGHTS & ~self.bot_rights
        if not denied or self.guild is None:
            return []
        return [{"id": str(self.guild.id + 1), "type": 0, "allow": "0", "deny": str(denied)}]


@dataclass(eq=False, slots=True)
class Message:
    """A message.

    raw    what Discord would send about it.
    pings  whom it has pinged, counting edits; ``files`` are its attachments by name.
    made   seconds on the monotonic clock.
    """

    raw: Json
    channel: Channel
    pings: list[str] = field(default_factory=list)
    files: dict[str, Upload] = field(default_factory=dict)
    deleted: bool = False
    edits: int = 0
    made: float = field(default_factory=time.monotonic)

    @property
    def id(self) -> int:
        return int(self.raw["id"])

    @property
    def ephemeral(self) -> bool:
        return bool(self.raw["flags"] & EPHEMERAL)


@dataclass(eq=False, slots=True)
class Interaction:
    """One thing a person did, and what the bot made of it.

    sent, answered   seconds on the monotonic clock: event handed to the socket, callback arrived.
    message          the response itself, or the message that was updated.
    shown            something readable is there: not only "thinking ...".
    """

    id: int
    token: str
    kind: int
    payload: Json
    channel: Channel
    user: User
    source: Message | None = None
    option_kind: int = 3
    sent: float = 0.0
    answered: float | None = None
    callback: Json | None = None
    message: Message | None = None
    shown: bool = False
    followups: list[Message] = field(default_factory=list)

    def metadata(self) -> Json:
        """What a message says about the interaction that made it."""
        made: Json = {
            "id": str(self.id), "type": self.kind, "user": self.user.payload(),
            "authorizing_integration_owners": self.payload["authorizing_integration_owners"],
        }  # fmt: skip
        if self.kind == COMMAND:
            made["name"] = self.payload["data"]["name"]
            if "target_id" in self.payload["data"]:
                made["target_message_id"] = self.payload["data"]["target_id"]
        elif self.kind == COMPONENT and self.source is not None:
            made["interacted_message_id"] = self.source.raw["id"]
        elif self.kind == MODAL:
            made["triggering_interaction_metadata"] = {**made, "type": COMMAND, "name": "unknown"}
        return made


@dataclass(slots=True)
class Request:
    """One request of the bot; ``at`` is seconds on the monotonic clock, ``status`` what it was told."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    at: float
    body: Any = None
    uploads: list[Upload] = field(default_factory=list)
    status: int = 0


class World:
    """Everything there is.  Changed only by the server's thread; read by tests through ``wait_until``."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.counter = itertools.count(1)
        self.changed = threading.Condition()
        self.relaxed: set[str] = set()
        self.complaints: list[str] = []
        self.requests: list[Request] = []
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.users: dict[int, User] = {}
        self.messages: dict[int, Message] = {}
        self.interactions: dict[int, Interaction] = {}
        self.commands: dict[int, list[Json]] = {0: []}
        self.command_writes = 0
        self.on_change: Callable[[], None] = lambda: None
        self.publish: Callable[[str, Json, Channel], bool] = lambda event, data, channel: False
        self.url = ""
        self.me = self.add_user("Stripes", bot=True)
        self.application_id = self.me.id

    def new_id(self) -> int:
        """A snowflake of this moment."""
        milliseconds = int(time.time() * 1000) - DISCORD_EPOCH
        return (milliseconds << 22) | (next(self.counter) & 0x3FFFFF)

    def add_user(self, name: str, *, bot: bool = False) -> User:
        user = User(self.new_id(), name, bot)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, *, has_bot: bool = True) -> Guild:
        """A server with one channel, #general; ids just above its own are left for its roles."""
        guild = Guild(self.new_id(), name, has_bot)
        next(self.counter), next(self.counter)
        self.guilds[guild.id] = guild
        self.add_channel("general", guild=guild, bot_rights=BOT_RIGHTS if has_bot else 0)
        return guild

    def add_channel(
        self,
        name: str,
        *,
        kind: int = TEXT_CHANNEL,
        guild: Guild | None = None,
        bot_rights: int = BOT_RIGHTS,
        people: list[User] | None = None,
    ) -> Channel:
        channel = Channel(self.new_id(), name, kind, guild, bot_rights, people or [])
        self.channels[channel.id] = channel
        if guild is not None:
            guild.channels.append(channel)
        return channel

    def dm_with(self, user: User) -> Channel:
        """The one private conversation of the bot with this user."""
        for channel in self.channels.values():
            if channel.kind == DM and channel.people == [user]:
                return channel
        return self.add_channel(user.name, kind=DM, people=[user])

    def complain(self, about: str) -> None:
        """Remember something that fails the test unless the test expects it."""
        self.complaints.append(about)

    def judge(self, what: str, faults: list[Fault]) -> list[Fault]:
        """Complain about every fault that is not relaxed; those that Discord refuses come back."""
        standing = [fault for fault in faults if fault.rule not in self.relaxed]
        for fault in standing:
            self.complain(f"{what}: {fault}")
        return [fault for fault in standing if fault.refused]

    def notify(self) -> None:
        """Wake whoever waits for something to happen; only on the server's thread."""
        self.on_change()
        with self.changed:
            self.changed.notify_all()
