"""Discord's rules for application commands: registering them, and when people are offered them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from .faults import Fault, Json, Where, items, known, number, objects, repeated, text

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, NUMBER = 1, 2, 3, 4, 5, 10
WITH_CHOICES = (STRING, INTEGER, NUMBER)
SUBCOMMANDS = (SUBCOMMAND, GROUP)
MOST = {1: 100, 2: 15, 3: 15}
FIELDS = {
    "id", "name", "name_localizations", "description", "description_localizations", "options",
    "default_member_permissions", "dm_permission", "contexts", "integration_types", "nsfw", "type", "handler",
}  # fmt: skip
OPTION_FIELDS = {
    "type", "name", "name_localizations", "description", "description_localizations", "required", "options",
    "choices", "autocomplete", "min_length", "max_length", "min_value", "max_value", "channel_types",
}  # fmt: skip


def bulk(body: object) -> Iterator[Fault]:
    """The whole list of commands, as one bulk overwrite."""
    if not isinstance(body, list) or any(not isinstance(entry, dict) for entry in body):
        yield Fault((), "type", "Must be a list of commands.")
        return
    for kind, most in MOST.items():
        names = [entry.get("name") for entry in body if (entry.get("type") or 1) == kind]
        if len(names) > most:
            yield Fault((), "count", f"At most {most} commands of type {kind}: {len(names)}.")
        for name in repeated(names):
            yield Fault((), "duplicate_name", f"Application command names must be unique: {name!r}.")
    for place, entry in enumerate(body):
        yield from command(entry, (place,))


def command(entry: Json, where: Where) -> Iterator[Fault]:
    """One command: slash (1), user menu (2) or message menu (3)."""
    yield from known(entry, FIELDS, where)
    kind = entry.get("type") or 1
    if kind not in MOST:
        yield Fault((*where, "type"), "command_type", f"Not a kind of command: {kind}.")
    elif kind == 1:
        yield from slash_name(entry, where)
        yield from text(entry, "description", where, 100, needed=True)
        yield from options(entry, where, depth=0)
        length = size(entry)
        if length > 8000:
            yield Fault(where, "command_size", f"At most 8000 characters in one command: {length}.")
    else:
        yield from text(entry, "name", where, 32, needed=True)
        for key in ("description", "options"):
            if entry.get(key):
                yield Fault((*where, key), "menu", f"A menu command has no {key}.")
    yield from choice_of(entry, "contexts", where, {0, 1, 2})
    yield from choice_of(entry, "integration_types", where, {0, 1})
    rights = entry.get("default_member_permissions")
    if rights is not None and not str(rights).isdecimal():
        yield Fault((*where, "default_member_permissions"), "type", f"Not permissions: {rights!r}.")


def choice_of(entry: Json, key: str, where: Where, allowed: set[int]) -> Iterator[Fault]:
    """A list of known numbers, none twice, not empty."""
    given = entry.get(key)
    if given is None:
        return
    if not isinstance(given, list) or not given or not set(given) <= allowed or repeated(given):
        yield Fault((*where, key), "choice", f"Must be different values out of {sorted(allowed)}: {given}.")


def slash_name(entry: Json, where: Where) -> Iterator[Fault]:
    """Names are 1 to 32 letters, digits, ``-``, ``_`` or ``'``, and lowercase where there is a case."""
    name = entry.get("name")
    valid = isinstance(name, str) and 1 <= len(name) <= 32 and name == name.lower()
    if not valid or any(
        character not in "-_'" and unicodedata.category(character)[0] not in "LN" for character in str(name)
    ):
        says = f"{name!r} does not match ^[-_'\\p{{L}}\\p{{N}}]{{1,32}}$ in lowercase."
        yield Fault((*where, "name"), "command_name", says)


def options(entry: Json, where: Where, depth: int) -> Iterator[Fault]:
    """The options of a command, or the subcommands of a group."""
    yield from items(entry, "options", where, 25)
    given = objects(entry, "options")
    for name in repeated([option.get("name") for option in given]):
        yield Fault((*where, "options"), "duplicate_name", f"Option names must be unique: {name!r}.")
    kinds = {option.get("type") in (SUBCOMMAND, GROUP) for option in given}
    if len(kinds) > 1:
        yield Fault((*where, "options"), "option_type", "Subcommands and options do not mix.")
    optional = False
    for place, option in enumerate(given):
        here = (*where, "options", place)
        yield from known(option, OPTION_FIELDS, here)
        yield from slash_name(option, here)
        yield from text(option, "description", here, 100, needed=True)
        yield from number(option, "type", here, 1, 11, needed=True)
        kind = option.get("type")
        if kind in (SUBCOMMAND, GROUP):
            if depth + (kind == SUBCOMMAND) > 2:
                yield Fault((*here, "type"), "option_type", "Subcommands are nested too deep.")
            yield from options(option, here, depth + 1)
            continue
        if option.get("required") and optional:
            says = "Required options must be placed before non-required options."
            yield Fault((*here, "required"), "required_order", says)
        optional = optional or not option.get("required")
        yield from value_option(option, here)


def value_option(option: Json, where: Where) -> Iterator[Fault]:
    """One option that people fill in."""
    kind = option.get("type")
    yield from items(option, "choices", where, 25)
    choices = objects(option, "choices")
    if option.get("autocomplete") and choices:
        yield Fault((*where, "choices"), "autocomplete", "Choices and autocomplete exclude each other.")
    if kind not in WITH_CHOICES and (choices or option.get("autocomplete")):
        yield Fault(where, "autocomplete", f"Options of type {kind} take no choices and no autocomplete.")
    for place, choice in enumerate(choices):
        yield from one_choice(choice, (*where, "choices", place), kind, 6000)
    for key in ("name", "value"):
        for value in repeated([choice.get(key) for choice in choices]):
            yield Fault((*where, "choices"), "duplicate_choice", f"{key} is there twice: {value!r}.")
    yield from number(option, "min_length", where, 0, 6000)
    yield from number(option, "max_length", where, 1, 6000)


def one_choice(choice: Json, where: Where, kind: object, longest: int) -> Iterator[Fault]:
    """A choice has a name of 1 to 100 characters and a value of the option's type."""
    yield from text(choice, "name", where, 100, needed=True)
    value = choice.get("value")
    if kind == STRING:
        yield from text(choice, "value", where, longest, needed=True)
    elif isinstance(value, bool) or not isinstance(value, int if kind == INTEGER else (int, float)):
        yield Fault((*where, "value"), "type", f"Not a value for an option of type {kind}: {value!r}.")


def autocomplete(data: Json, kind: object) -> Iterator[Fault]:
    """The answer to an autocomplete: at most 25 choices; 100 characters, as our own house wants."""
    yield from items(data, "choices", ("data",), 25, needed=True)
    for place, choice in enumerate(objects(data, "choices")):
        yield from one_choice(choice, ("data", "choices", place), kind, 100)


def size(entry: Json) -> int:
    """What counts towards the 8000 characters: names, descriptions and values, at every depth."""
    own = sum(len(str(entry.get(key) or "")) for key in ("name", "description", "value"))
    return own + sum(size(part) for key in ("options", "choices") for part in objects(entry, key))


def as_registered(entry: Json, number: int, application: int, old: Json | None) -> Json:
    """A command as Discord gives it back: defaults filled in, empty things left out, ids stable."""
    kind = entry.get("type") or 1
    rights = entry.get("default_member_permissions")
    made: Json = {
        "application_id": str(application),
        "default_member_permissions": None if rights is None else str(rights),
        "type": kind,
        "name": entry["name"],
        "name_localizations": entry.get("name_localizations"),
        "description": entry.get("description") or "" if kind == 1 else "",
        "description_localizations": entry.get("description_localizations"),
        "dm_permission": entry.get("dm_permission", True) is not False,
        "contexts": entry.get("contexts"),
        "integration_types": entry.get("integration_types") or [0],
        "nsfw": bool(entry.get("nsfw")),
    }
    if entry.get("options"):
        made["options"] = [trimmed(option) for option in entry["options"]]
    same = old is not None and made == {key: old[key] for key in old if key not in ("id", "version")}
    made["id"] = old["id"] if old else str(number)
    made["version"] = old["version"] if old and same else str(number + 1)
    return made


def trimmed(option: Json) -> Json:
    """An option without what is false, null or empty, as Discord sends it back."""
    kept: Json = {}
    for key, value in option.items():
        if value is None or value is False or value == [] or value == {}:
            continue
        kept[key] = [trimmed(inner) for inner in value] if key == "options" else value
    return kept
