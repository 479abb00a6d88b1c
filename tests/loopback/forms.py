"""What a person fills in, as Discord's own client would send it, or refuse to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .faults import Json

Value = str | int | float | bool | None
PLAIN_TYPES: dict[int, type | tuple[type, ...]] = {3: str, 4: int, 5: bool, 10: (int, float)}


class NotOffered(AssertionError):
    """Discord would not let this person do this, so it never reaches the bot."""


def command_data(entry: Json, path: Sequence[Json], options: list[Json]) -> Json:
    """The data of a slash command, with its subcommands around the options."""
    inner = options
    for part in reversed(path):
        inner = [{"name": part["name"], "type": part["type"], "options": inner}]
    return {"id": entry["id"], "name": entry["name"], "type": 1, **({"options": inner} if inner else {})}


def option(leaf: Json, name: str, value: Value) -> Json:
    """One filled-in option, if Discord's client would let it through."""
    spec = next((spec for spec in leaf.get("options", []) if spec["name"] == name), None)
    if spec is None:
        raise NotOffered(f"{leaf['name']!r} has no option {name!r}")
    kind = int(spec["type"])
    wanted = PLAIN_TYPES.get(kind)
    if wanted is None or not isinstance(value, wanted) or (isinstance(value, bool) and kind != 5):
        raise NotOffered(f"{name}: {value!r} is not of type {kind}")
    choices = [choice["value"] for choice in spec.get("choices", [])]
    if choices and value not in choices:
        raise NotOffered(f"{name}: {value!r} is not among {choices}")
    if isinstance(value, str) and not spec.get("min_length", 0) <= len(value) <= spec.get("max_length", 6000):
        raise NotOffered(f"{name}: {len(value)} characters")
    return {"name": name, "type": kind, "value": value}


def filled_in(field: Json, given: Any, label: str) -> Json:
    """One input of a modal as it is sent, if Discord's client would let it through."""
    made: Json = {"type": field["type"], "custom_id": field["custom_id"], "id": field.get("id") or 100}
    if field["type"] == 4:
        words = str(field.get("value") or "") if given is None else str(given)
        least = max(field.get("min_length") or 0, 1 if field.get("required", True) else 0)
        if (words or least) and not least <= len(words) <= (field.get("max_length") or 4000):
            raise NotOffered(f"{label!r}: {len(words)} characters")
        return {**made, "value": words}
    if field["type"] in (21, 23):
        return {**made, "value": given}
    values = [given] if isinstance(given, str) else list(given or [])
    known = [one["value"] for one in field.get("options", [])]
    if known and not set(values) <= set(known):
        raise NotOffered(f"{label!r}: {values} are not among {known}")
    return {**made, "values": values}


def typed(leaf: Json, focus: str, values: Mapping[str, Value]) -> tuple[list[Json], int]:
    """Options while one of them is being typed, and the kind of that one."""
    kinds = {spec["name"]: int(spec["type"]) for spec in leaf.get("options", [])}
    completing = {spec["name"] for spec in leaf.get("options", []) if spec.get("autocomplete")}
    if focus not in completing:
        raise NotOffered(f"{leaf['name']!r} does not complete {focus!r}")
    options: list[Json] = []
    for name, value in values.items():
        made: Json = {"name": name, "type": kinds[name], "value": value}
        options.append({**made, "focused": True} if name == focus else made)
    return options, kinds[focus]
