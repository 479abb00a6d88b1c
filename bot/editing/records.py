"""Lists and tables of shaped values: how a whole file is read, field by field, with every problem noted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic

from bot.editing.shapes import Notes, Shape, T, Unreadable, did_you_mean
from bot.editing.yamlfile import Listing, Node, Table, Text


@dataclass(frozen=True, slots=True)
class ListOf(Generic[T]):
    """A list of values of one shape; each is read even if one before it is wrong."""

    item: Shape[T]

    def read(self, node: Node, at: str, notes: Notes) -> tuple[T, ...]:
        name = at.rsplit(".", 1)[-1]
        if not isinstance(node, Listing):
            raise notes.wrong(
                node.place,
                f"'{name}' is one value, but a list is wanted",
                "Put each value on its own line, with '- ' before it.",
            )
        if not node.items:
            raise notes.wrong(node.place, f"'{name}' is an empty list", "Add a value, or delete the whole line.")
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
        return {"type": "array", "minItems": 1, "items": self.item.json_schema()}


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
        if not isinstance(node, Table):
            name = at.rsplit(".", 1)[-1]
            raise notes.wrong(
                node.place,
                f"'{name}' needs fields of its own",
                f"Below it, further to the right: {', '.join(self.fields)}.",
            )
        notes.places[at] = node.place
        values: dict[str, Any] = {}
        failed = False
        for key, value in node.rows:
            name = key.value
            if name not in self.fields:
                hint = did_you_mean(name, list(self.fields)) or f"Fields here: {', '.join(self.fields)}."
                notes.wrong(key.place, f"unknown field '{name}'", hint.strip())
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
            raise notes.wrong(node.place, str(error), "Mend the fields named, or compare with the template.") from None

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
        name = at.rsplit(".", 1)[-1]
        if not isinstance(node, Table) or not node.rows:
            raise notes.wrong(node.place, f"'{name}' needs at least one id with fields below it", "See the template.")
        notes.places[at] = node.place
        values, failed = [], False
        for key, value in node.rows:
            if not re.fullmatch(self.pattern, key.value):
                notes.wrong(
                    key.place, f"'{key.value}' is not an id", "Use small letters, digits and '-' only: paper-2021"
                )
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
            "additionalProperties": False,
            "patternProperties": {f"^(?:{self.pattern})$": inner},
        }
