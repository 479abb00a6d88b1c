"""People in Discord: what they can do to the bot, from where, and what Discord would not even send."""

from __future__ import annotations

import copy
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING, Any

from . import views
from .commands import SUBCOMMANDS
from .faults import Json
from .forms import NotOffered, Value, command_data, filled_in, option, typed
from .replies import Pending, Reply, Said
from .world import (
    ADMINISTRATOR,
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    DM,
    MODAL,
    TEXT_CHANNEL,
    Channel,
    Interaction,
    User,
    World,
)  # fmt: skip

if TYPE_CHECKING:
    from .stage import Discord


@dataclass(frozen=True, slots=True)
class Person:
    """A user in one place, with the rights they have there.

    installed  they added the app to their own account, and so have it everywhere.
    """

    discord: Discord
    user: User
    channel: Channel
    rights: int
    installed: bool = False
    locale: str = "en-US"

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def world(self) -> World:
        return self.discord.world

    @property
    def mention(self) -> str:
        return f"<@{self.user.id}>"

    def at(self, channel: Channel) -> Person:
        """The same person somewhere else."""
        return replace(self, channel=channel)

    # ---- what they do, and wait for

    def slash(self, command: str, /, timeout: float = 5.0, **values: Value) -> Reply:
        """``anna.slash("trial", name="lenvatinib")``; subcommands as ``"questions trial"``."""
        return self.asks(command, **values).reply(timeout)

    def autocomplete(
        self, command: str, /, focus: str | None = None, timeout: float = 5.0, **values: Value
    ) -> list[tuple[str, str]]:
        """What is offered while typing the last option (or the one named ``focus``): (name, value)."""
        return self.types(command, focus, **values).choices(timeout)

    def message_menu(
        self, command: str, content: str = "", by: User | None = None, timeout: float = 5.0, **raw: Any
    ) -> Reply:
        """Use a message menu on a message with this content (or with more ``raw`` fields)."""
        return self.uses_menu(command, content, by, **raw).reply(timeout)

    def choose(self, reply: Reply, *values: str, timeout: float = 5.0) -> Reply:
        """Choose in the only select menu of a reply."""
        return reply.select.choose(*values, by=self, timeout=timeout)

    def submit(self, modal: Reply, values: Mapping[str, Any], timeout: float = 5.0) -> Reply:
        """Fill in a modal: values by label or custom id."""
        return self.submits(modal, values).reply(timeout)

    def says(self, text: str, timeout: float = 5.0) -> Reply:
        """Write in a channel or DM, and wait for the bot's message."""
        return self.writes(text).reply(timeout)

    # ---- the same without waiting

    def asks(self, command: str, /, **values: Value) -> Pending:
        """Send a slash command."""
        entry, leaf, path = self.offered(command, 1)
        options = [option(leaf, name, value) for name, value in values.items() if value is not None]
        missing = [
            spec["name"]
            for spec in leaf.get("options", [])
            if spec.get("required") and spec["name"] not in {given["name"] for given in options}
        ]
        if missing:
            raise NotOffered(f"/{command} needs {missing}")
        return self.act(COMMAND, command_data(entry, path, options))

    def types(self, command: str, /, focus: str | None = None, **values: Value) -> Pending:
        """Type in an option that completes by itself."""
        entry, leaf, path = self.offered(command, 1)
        focus = focus or list(values)[-1]
        options, kind = typed(leaf, focus, values)
        return self.act(AUTOCOMPLETE, command_data(entry, path, options), option_kind=kind)

    def uses_menu(self, command: str, content: str = "", by: User | None = None, **raw: Any) -> Pending:
        """Use a message menu."""
        entry, _, _ = self.offered(command, 3)
        message = views.blank(self.world, self.channel, by or self.user)
        message.update(content=content, **raw)
        target = str(message["id"])
        data = {"id": entry["id"], "name": entry["name"], "type": 3, "target_id": target}
        return self.act(COMMAND, {**data, "resolved": {"messages": {target: message}}})

    def uses(self, reply: Reply, part: Json, extra: Json) -> Pending:
        """Press a button or choose in a select of a message."""
        assert reply.record is not None, "only messages have components to use"
        record = reply.record
        if record.deleted:
            raise NotOffered("the message is gone")
        if record.ephemeral and self.user is not reply.person.user:
            raise NotOffered(f"{self.name} does not see what {reply.person.name} was told privately")
        data = {"component_type": part["type"], "custom_id": part["custom_id"], "id": part["id"], **extra}
        return replace(self, channel=record.channel).act(COMPONENT, data, reply=reply)

    def submits(self, modal: Reply, values: Mapping[str, Any]) -> Pending:
        """Send a filled-in modal."""
        assert modal.kind == "modal", f"that is a {modal.kind}"
        names = {field["custom_id"]: label for label, field in modal.fields.items()}
        unknown = [name for name in values if name not in names and name not in modal.fields]
        assert not unknown, f"the form has no {unknown}, only {list(modal.fields)}"
        filled: list[Json] = []
        for place, part in enumerate(modal.raw["components"], start=1):
            inner = part.get("component") or (part.get("components") or [None])[0]
            if inner is None:
                filled.append({"type": part["type"], "id": place})
                continue
            given = values.get(names[inner["custom_id"]], values.get(inner["custom_id"]))
            answer = filled_in(inner, given, names[inner["custom_id"]])
            key: Json = {"component": answer} if part["type"] == 18 else {"components": [answer]}
            filled.append({"type": part["type"], "id": place, **key})
        data = {"custom_id": modal.raw["custom_id"], "components": filled}
        return self.act(MODAL, data, reply=modal)

    def writes(self, text: str) -> Said:
        """Write a message; ``discord.me`` in it mentions the bot."""
        world = self.world
        raw = views.blank(world, self.channel, self.user)
        raw["content"] = text
        if f"<@{world.me.id}>" in text:
            raw["mentions"] = [{**world.me.payload(), "member": {**views.member(world.me), "user": None}}]
        message = self.discord.do(lambda: self.discord.put(raw, self.channel))
        event = dict(raw)
        if self.channel.guild is not None:
            member = views.member(self.user)
            del member["user"]
            event.update(guild_id=str(self.channel.guild.id), member=member)
        said = Said(self, message, self.channel, monotonic())
        self.discord.do(lambda: world.publish("MESSAGE_CREATE", event, self.channel))
        return said

    # ---- how it reaches the bot

    def offered(self, command: str, kind: int) -> tuple[Json, Json, Sequence[Json]]:
        """The command, its innermost part, and the subcommands in between, if Discord shows it here."""
        guild = self.channel.guild
        words = command.split() if kind == 1 else [command]
        listed = [*self.world.commands[0], *(self.world.commands.get(guild.id, []) if guild else [])]
        entry = next((one for one in listed if one["type"] == kind and one["name"] == words[0]), None)
        if entry is None:
            raise NotOffered(f"no command {words[0]!r} among {[one['name'] for one in listed]}")
        contexts = entry.get("contexts")
        if contexts is None:
            contexts = [0, 1, 2] if entry["dm_permission"] else [0]
        installs = set(entry["integration_types"]) & set(self.installs())
        if self.context() not in contexts or not installs:
            raise NotOffered(f"{words[0]!r} is not offered to {self.name} here: {contexts}, {sorted(installs)}")
        wanted = int(entry["default_member_permissions"] or 0)
        free = entry["name"] in self.discord.open_to_everyone or bool(self.rights & ADMINISTRATOR)
        limited = guild is not None and entry["default_member_permissions"] is not None and not free
        if limited and (wanted == 0 or wanted & ~self.rights):
            raise NotOffered(f"{words[0]!r} is hidden from {self.name}: it needs the rights {wanted}")
        leaf, path = entry, []
        for word in words[1:]:
            inner = next((o for o in leaf.get("options", []) if o["name"] == word), None)
            if inner is None:
                raise NotOffered(f"/{command}: no {word!r}")
            leaf = inner
            path.append(inner)
        if any(one.get("type") in SUBCOMMANDS for one in leaf.get("options", [])):
            raise NotOffered(f"/{command} goes on: {[one['name'] for one in leaf['options']]}")
        return entry, leaf, path

    def context(self) -> int:
        """0 in a server, 1 in the bot's DM, 2 in private conversations without the bot."""
        if self.channel.kind == TEXT_CHANNEL:
            return 0
        return 1 if self.channel.kind == DM else 2

    def installs(self) -> list[int]:
        """How the app is here: 0 added to the server, 1 added to this person's account."""
        guild = self.channel.guild
        here = self.channel.kind == DM or (guild is not None and guild.has_bot)
        return [*([0] if here else []), *([1] if self.installed else [])]

    def owners(self) -> dict[str, str]:
        """Who installed the app, as an interaction says it."""
        guild = self.channel.guild
        ids = {0: str(guild.id) if guild else "0", 1: str(self.user.id)}
        return {str(kind): ids[kind] for kind in self.installs()}

    def act(self, kind: int, data: Json, reply: Reply | None = None, option_kind: int = 3) -> Pending:
        """Make the interaction and hand it to the gateway."""
        world, guild = self.world, self.channel.guild
        number, token = world.new_id(), secrets.token_urlsafe(48)
        channel = self.channel.payload()
        payload: Json = {
            "id": str(number), "application_id": str(world.application_id), "type": kind, "data": data,
            "token": token, "version": 1, "channel_id": channel["id"], "channel": channel,
            "app_permissions": str(self.channel.bot_rights), "locale": self.locale, "entitlements": [],
            "entitlement_sku_ids": [], "authorizing_integration_owners": self.owners(),
            "context": self.context(), "attachment_size_limit": 10 * 1024 * 1024,
        }  # fmt: skip
        if guild is not None:
            channel["permissions"] = str(self.rights)
            payload.update(
                guild_id=str(guild.id), guild_locale=guild.locale,
                guild={"id": str(guild.id), "locale": guild.locale, "features": ["COMMUNITY"]},
                member=views.member(self.user, self.rights),
            )  # fmt: skip
        else:
            payload["user"] = self.user.payload()
        source = reply.record if reply is not None else None
        if reply is not None and reply.kind == "modal" and reply.interaction is not None:
            source = reply.interaction.source
        if source is not None:
            payload["message"] = copy.deepcopy(source.raw)
        one = Interaction(number, token, kind, payload, self.channel, self.user, source, option_kind)

        def send() -> bool:
            world.interactions[number] = one
            one.sent = monotonic()
            return world.publish("INTERACTION_CREATE", payload, self.channel)

        if not self.discord.do(send):
            raise NotOffered("the bot has no gateway session: Discord says it is not responding")
        return Pending(self, one)
