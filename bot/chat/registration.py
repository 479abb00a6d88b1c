"""Tells Discord which commands there are: one call when they changed, none when not."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from discord import app_commands

log = logging.getLogger("stripes")

_DEFAULTS: Mapping[str, Any] = {
    "nsfw": False,
    "required": False,
    "autocomplete": False,
    "dm_permission": True,
    "default_member_permissions": None,
    "name_localizations": None,
    "description_localizations": None,
    "options": [],
    "choices": [],
    "type": 1,
}
_COMPARED = (
    "name", "description", "type", "options", "choices", "required", "autocomplete", "min_length", "max_length",
    "min_value", "max_value", "contexts", "integration_types", "default_member_permissions", "nsfw", "channel_types",
)  # fmt: skip


async def register(tree: app_commands.CommandTree[Any], application_id: int) -> bool:
    """Make Discord's list of commands ours; True if it had to be changed."""
    http = tree.client.http
    if is_registered(tree, list(await http.get_global_commands(application_id))):
        log.info("commands are up to date")
        return False
    ours = _ours(tree)
    await http.bulk_upsert_global_commands(application_id, payload=ours)
    log.info("commands registered: %s", ", ".join(sorted(c["name"] for c in ours)))
    return True


def is_registered(tree: app_commands.CommandTree[Any], theirs: list[Any]) -> bool:
    """True if Discord's list of commands says what ours says."""
    return _comparable(_ours(tree)) == _comparable(theirs)


def _ours(tree: app_commands.CommandTree[Any]) -> list[Any]:
    ours: list[Any] = [command.to_dict(tree) for command in tree.walk_commands() if command.parent is None]
    return ours + [menu.to_dict(tree) for menu in _menus(tree)]


def _menus(tree: app_commands.CommandTree[Any]) -> list[app_commands.ContextMenu]:
    return [c for c in tree.get_commands() if isinstance(c, app_commands.ContextMenu)]


def _comparable(commands: list[Any]) -> dict[tuple[int, str], Any]:
    return {(c.get("type", 1), c["name"]): _plain(c) for c in commands}


def _plain(value: Any) -> Any:
    """A command without what Discord adds, and without what is only a default."""
    if isinstance(value, Mapping):
        return {
            k: str(v) if k == "default_member_permissions" else _plain(v)  # we send a number and get text back
            for k, v in value.items()
            if k in _COMPARED and v not in (None, "") and not (k in _DEFAULTS and v == _DEFAULTS[k] and k != "type")
        } | ({"type": value.get("type", 1)} if "name" in value else {})
    if isinstance(value, list):
        items = [_plain(v) for v in value]
        return sorted(items) if all(isinstance(i, int) for i in items) else items
    return value
