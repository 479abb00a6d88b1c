"""Lists and tables of shaped values: how a whole file is read, field by field, with every problem noted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Generic

from bot.editing.notes import Notes, Unreadable, cut, did_you_mean, named
from bot.editing.shapes import Shape, T
from bot.editing.signs import emoji
from bot.editing.yamlfile import Listing, Node, Table, Text
from bot.problems import Place

MOST_POINTS = 300


def _refuse_empty(node: Node, at: str, notes: Notes) -> None:
    """Raise Unreadable if nothing stands behind the field name, or only what was noted as a slip before."""
    if isinstance(node, Text):
        if node.spoilt:
            raise Unreadable(at)
        if not node.value.strip():
            what = f"{named(at)} is empty"
            raise notes.wrong(
                node.place,
                what,
                "Write below it, two spaces further to the right, what belongs to it; or delete the whole line.",
            )


@dataclass(frozen=True, slots=True)
class ListOf(Generic[T]):
    """A list of values of one shape; each is read even if one before it is wrong."""

    item: Shape[T]

    def read(self, node: Node, at: str, notes: Notes) -> tuple[T, ...]:
        _refuse_empty(node, at, notes)
        if isinstance(node, Table):
            what = f"{named(at)} has fields, but a list is wanted"
            raise notes.wrong(node.place, what, "Put '- ' before each point of the list.")
        if not isinstance(node, Listing):
            hint = "Put each value on its own line, with '- ' before it."
            if node.quoted and node.value.startswith("- "):
                hint = "Delete the '>-': points with '- ' need none."
            elif node.value.startswith("-"):
                hint = "Put a space after each '-'."
            elif node.value[0] in "•·‣▪◦●○*–—−‐":
                hint = f"Each point begins with a hyphen and a space: - {cut(node.value[1:], 40)}"
            raise notes.wrong(node.place, f"{named(at)} is one value, but a list is wanted", hint)
        if not node.items:
            raise notes.wrong(node.place, f"{named(at)} is an empty list", "Add a value, or delete the whole line.")
        if len(node.items) > MOST_POINTS:
            what = f"{named(at)} has {len(node.items):,} points, at most {MOST_POINTS}"
            raise notes.wrong(node.place, what, "Was something pasted twice?")
        notes.places[at] = node.place
        values, failed = [], False
        for number, item in enumerate(node.items):
            try:
                values.append(self.item.read(item, f"{at}[{number}]", notes))
            except Unreadable:
                failed = True
        if failed:
            raise Unreadable(at)
        return tuple(values)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "array", "minItems": 1, "maxItems": MOST_POINTS, "items": self.item.json_schema()}


def _text_of(node: Node) -> str:
    """The text of a node, or an empty one if it is no text."""
    return node.value if isinstance(node, Text) else ""


def _nearly(text: str, word: str) -> bool:
    """True for a slip of the pen in ``word``; a real value that happens to look like it begins otherwise."""
    return text[:1] == word[0] and len(text) < 40 and SequenceMatcher(None, text, word).ratio() >= 0.8


@dataclass(frozen=True, slots=True)
class Either(Generic[T]):
    """A fixed word that stands for a value, or a value of the shape: ``not reached`` or a number."""

    word: str
    stands_for: Any
    otherwise: Shape[T]

    def read(self, node: Node, at: str, notes: Notes) -> T | Any:
        if isinstance(node, Text) and node.value.strip().casefold() == self.word:
            notes.places[at] = node.place
            return self.stands_for
        if isinstance(node, Text) and not node.spoilt and _nearly(node.value.casefold(), self.word):
            what = f"{named(at)} cannot be '{cut(node.value)}'"
            raise notes.wrong(node.place, what, f"Did you mean '{self.word}'?")
        return self.otherwise.read(node, at, notes)

    def json_schema(self) -> dict[str, Any]:
        return {"anyOf": [{"enum": [self.word]}, self.otherwise.json_schema()]}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record: its shape, whether it must be there, what it is when left out, and what it is for."""

    shape: Shape[Any]
    about: str
    required: bool = True
    otherwise: Any = None


@dataclass(frozen=True, slots=True)
class Record(Generic[T]):
    """A table of fields, turned into a value by ``build``; what ``build`` refuses becomes a problem."""

    fields: Mapping[str, Field]
    build: Callable[..., T]

    def read(self, node: Node, at: str, notes: Notes) -> T:
        _refuse_empty(node, at, notes)
        if not isinstance(node, Table):
            hint = f"Below it, further to the right: {', '.join(self.fields)}."
            if isinstance(node, Listing):
                hint = f"It has no '- '. {hint}"
            raise notes.wrong(node.place, f"{named(at)} needs fields of its own", hint)
        notes.places[at] = node.place
        values: dict[str, Any] = {}
        failed = False
        for key, value in node.rows:
            name = key.value
            if name not in self.fields:
                notes.wrong(key.place, *self._unknown(key, value))
                failed = True
                continue
            try:
                values[name] = self.fields[name].shape.read(value, f"{at}.{name}" if at else name, notes)
            except Unreadable:
                failed = True
                values[name] = None
        for name, expected in self.fields.items():
            if name in values:
                continue
            if expected.required:
                notes.wrong(node.place, f"the field '{name}' is missing", f"Add '{name}:' ({expected.about}).")
                failed = True
            values[name] = expected.otherwise
        if failed:
            raise Unreadable(at)
        try:
            return self.build(**values)
        except ValueError as error:
            place = self._named_place(str(error), node)
            raise notes.wrong(place, str(error), "Mend the fields named, or compare with the template.") from None

    def _unknown(self, key: Text, value: Node) -> tuple[str, str]:
        """What to say of a field that does not exist here, and the way out."""
        name, what = key.value, f"unknown field '{cut(key.value)}'"
        if not name:
            return "a field name is missing before the colon", f"Fields here: {', '.join(self.fields)}."
        if sign := emoji(name):
            return f"a field name has an emoji in it ({sign})", "Field names are plain words, as in the template."
        if re.search(r"[^\S ]", name):
            what = "a special space (such as web pages have) stands in or before a field name"
            return what, "Delete it and press the space bar."
        colon = name.partition(":")
        if colon[0] in self.fields and colon[2]:
            return "there is no space after the colon", f"Write: {colon[0]}: {cut(colon[2], 40)}"
        if not _text_of(value) and value.place.column == key.place.column + len(name):
            hint = "A comma between { } begins a new field: put a text with a comma in double quotes."
            hint += f" In a number write a point: .{name}" if name.isdigit() else ""
            return f"'{cut(name)}' stands between {{ }} without a colon and a value", hint
        if name.casefold() in self.fields:
            return what, f"Write it in small letters: {name.casefold()}"
        if not name.isascii() and (near := did_you_mean(name, list(self.fields))):
            return what, f"{near}One of its letters only looks right: type the name again by hand."
        return what, (did_you_mean(name, list(self.fields)) or f"Fields here: {', '.join(self.fields)}.").strip()

    @staticmethod
    def _named_place(said: str, node: Table) -> Place:
        """The place of the first field, or value, that a sentence names, else of the whole table."""
        places = {_text_of(value): value.place for _, value in node.rows}
        places |= {key.value: value.place for key, value in node.rows}
        return next((places[name] for name in re.findall(r"'([a-z_ ]+)'", said) if name in places), node.place)

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "additionalProperties": False,
            "required": [name for name, f in self.fields.items() if f.required],
            "properties": {name: {**f.shape.json_schema(), "description": f.about} for name, f in self.fields.items()},
        }


@dataclass(frozen=True, slots=True)
class ById(Generic[T]):
    """A table whose field names are ids that the editor chooses; ``build`` gets the id and the record's values."""

    pattern: str
    record: Callable[[str], Shape[T]]

    def read(self, node: Node, at: str, notes: Notes) -> tuple[T, ...]:
        _refuse_empty(node, at, notes)
        if isinstance(node, Listing):
            hint = "Each id stands on a line of its own with ':' behind it and without '- '; its fields stand below it."
            raise notes.wrong(node.place, f"{named(at)} is a list, but ids with fields are wanted", hint)
        if not isinstance(node, Table) or not node.rows:
            raise notes.wrong(
                node.place, f"{named(at)} needs at least one id with fields below it", "See the template."
            )
        if len(node.rows) > MOST_POINTS:
            what = f"{named(at)} has {len(node.rows):,} ids, at most {MOST_POINTS}"
            raise notes.wrong(node.place, what, "Was something pasted twice?")
        notes.places[at] = node.place
        values, failed = [], False
        for key, value in node.rows:
            if not re.fullmatch(self.pattern, key.value):
                small = re.sub(r"[^a-z0-9_-]+", "-", key.value.lower()).strip("-_")
                better = small if re.fullmatch(self.pattern, small) else "paper-2021"
                hint = f"Use small letters, digits and '-' only: {better}"
                notes.wrong(key.place, f"'{cut(key.value)}' is not an id", hint)
                failed = True
                continue
            try:
                values.append(self.record(key.value).read(value, f"{at}.{key.value}", notes))
                notes.places[f"{at}.{key.value}"] = key.place
            except Unreadable:
                failed = True
        if failed:
            raise Unreadable(at)
        return tuple(values)

    def json_schema(self) -> dict[str, Any]:
        inner = self.record("id").json_schema()
        return {
            "type": "object",
            "minProperties": 1,
            "maxProperties": MOST_POINTS,
            "additionalProperties": False,
            "patternProperties": {f"^(?:{self.pattern})$": inner},
        }
