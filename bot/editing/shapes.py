"""The shapes a value can have in a file: how each is read, and what is said when it is not so.

A shape turns a node into a value or raises ``Unreadable`` after it has noted what is wrong, so that one reading
finds all problems of a file. Single values are here; lists and tables of them in ``records``; the fields of each
kind of file in ``schema_drug``, ``schema_trial`` and ``schema_guide``. Nothing here knows a field by name.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Generic, Protocol, TypeVar

from bot.editing.yamlfile import Listing, Node, Table
from bot.facts.claims import Claim, RoughDate
from bot.problems import Place, Problem

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

ID = r"[a-z0-9][a-z0-9-]{0,40}"
_SOURCE_MARK = re.compile(r"^(?P<text>.*?)\s*\[(?P<ids>[a-z0-9][a-z0-9-]*(?:\s*,\s*[a-z0-9][a-z0-9-]*)*)\]\s*$", re.S)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


class Unreadable(Exception):
    """The value could not be read; what is wrong has been noted."""


@dataclass(slots=True)
class Notes:
    """What one reading of one file finds: its problems, and what stands where.

    texts   every text with its field path and place; cited: ids of sources; pointed: ids of entries.
    """

    problems: list[Problem] = field(default_factory=list)
    texts: list[tuple[str, Place, str]] = field(default_factory=list)
    claims: list[tuple[str, Place, Claim]] = field(default_factory=list)
    cited: list[tuple[Place, str]] = field(default_factory=list)
    pointed: list[tuple[str, Place, str]] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)

    def wrong(self, place: Place, what: str, hint: str) -> Unreadable:
        """Note a problem; raise what comes back if the value cannot be used."""
        self.problems.append(Problem(place, what, hint))
        return Unreadable(what)


class Shape(Protocol[T_co]):
    """A kind of value: how to read it, and how to describe it to an editor program."""

    def read(self, node: Node, at: str, notes: Notes) -> T_co: ...

    def json_schema(self) -> dict[str, Any]: ...


def _text(node: Node, at: str, notes: Notes) -> str:
    name = at.rsplit(".", 1)[-1]
    if isinstance(node, Listing):
        raise notes.wrong(
            node.place, f"'{name}' is a list, but one text is wanted", "Write the text behind the colon, without '-'."
        )
    if isinstance(node, Table):
        raise notes.wrong(
            node.place,
            f"'{name}' has fields of its own, but one text is wanted",
            "Is there a colon inside the text? Then put the whole text in double quotes.",
        )
    return node.value


@dataclass(frozen=True, slots=True)
class Words:
    """A plain text of at most ``most`` characters."""

    most: int = 200

    def read(self, node: Node, at: str, notes: Notes) -> str:
        text = " ".join(_text(node, at, notes).split())
        name = at.rsplit(".", 1)[-1]
        if not text:
            raise notes.wrong(node.place, f"'{name}' is empty", "Write the text, or delete the whole line.")
        if len(text) > self.most:
            raise notes.wrong(
                node.place,
                f"'{name}' is too long for a card: {len(text)} characters, at most {self.most}",
                "Say it in fewer words, or move a part to 'caveats'.",
            )
        notes.places[at] = node.place
        notes.texts.append((at, node.place, text))
        return text

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["string", "number", "boolean"], "maxLength": self.most}


@dataclass(frozen=True, slots=True)
class Claimed:
    """A text that ends with the ids of its sources in square brackets: ``Tumours shrank. [paper-2021]``."""

    most: int = 500

    def read(self, node: Node, at: str, notes: Notes) -> Claim:
        text = Words(self.most + 80).read(node, at, notes)
        name = at.rsplit(".", 1)[-1]
        match = _SOURCE_MARK.match(text)
        if match is None:
            raise notes.wrong(
                node.place,
                f"'{name}' does not say where it is from",
                "End the text with the id of its source in square brackets: ... [paper-2021]",
            )
        said = match["text"].strip()
        if not said:
            raise notes.wrong(
                node.place, f"'{name}' has a source but no words", "Write the text before the square bracket."
            )
        if len(said) > self.most:
            raise notes.wrong(
                node.place,
                f"'{name}' is too long for a card: {len(said)} characters, at most {self.most}",
                "Say it in fewer words, or split it.",
            )
        claim = Claim(said, tuple(dict.fromkeys(i.strip() for i in match["ids"].split(","))))
        notes.claims.append((at, node.place, claim))
        notes.cited.extend((node.place, source) for source in claim.sources)
        return claim

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.most + 80, "pattern": r"\[[a-z0-9][a-z0-9, -]*\]\s*$"}


@dataclass(frozen=True, slots=True)
class Matching:
    """A text of one form, such as a register number."""

    pattern: str
    what: str
    hint: str
    most: int = 200

    def read(self, node: Node, at: str, notes: Notes) -> str:
        text = Words(self.most).read(node, at, notes)
        if not re.fullmatch(self.pattern, text):
            raise notes.wrong(node.place, f"'{text}' is not {self.what}", self.hint)
        return text

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["string", "number"], "pattern": f"^(?:{self.pattern})$"}


@dataclass(frozen=True, slots=True)
class SourceId:
    """The id of a source of the same file."""

    form = Matching(ID, "the id of a source", "Name one of the ids under 'sources' of this file.")

    def read(self, node: Node, at: str, notes: Notes) -> str:
        source = self.form.read(node, at, notes)
        notes.cited.append((node.place, source))
        return source

    def json_schema(self) -> dict[str, Any]:
        return self.form.json_schema()


@dataclass(frozen=True, slots=True)
class EntryId:
    """The id of another entry: its file's name without ``.yaml``."""

    form = Matching(ID, "the id of an entry", "It is the file's name without '.yaml', such as: lenvatinib")

    def read(self, node: Node, at: str, notes: Notes) -> str:
        entry = self.form.read(node, at, notes)
        notes.pointed.append((at, node.place, entry))
        return entry

    def json_schema(self) -> dict[str, Any]:
        return self.form.json_schema()


@dataclass(frozen=True, slots=True)
class Day:
    """A full day: 2026-11-03."""

    def read(self, node: Node, at: str, notes: Notes) -> date:
        text = Words().read(node, at, notes)
        try:
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
                raise ValueError
            return date.fromisoformat(text)
        except ValueError:
            name = at.rsplit(".", 1)[-1]
            raise notes.wrong(
                node.place, f"'{name}' is not a day: '{text}'", "Write year-month-day: 2025-02-28."
            ) from None

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


@dataclass(frozen=True, slots=True)
class RoughDay:
    """A year, a month or a day: 2015, 2015-10, 2015-10-03."""

    def read(self, node: Node, at: str, notes: Notes) -> RoughDate:
        text = Words().read(node, at, notes)
        match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text)
        try:
            if match is None:
                raise ValueError
            year, month, day = (int(part) if part else None for part in match.groups())
            return RoughDate(year or 0, month, day)
        except ValueError:
            name = at.rsplit(".", 1)[-1]
            raise notes.wrong(
                node.place,
                f"'{name}' is not a date: '{text}'",
                "Write 2015, 2015-10 or 2015-10-03, as exact as the source.",
            ) from None

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["string", "number"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal number, kept digit by digit as written."""

    def read(self, node: Node, at: str, notes: Notes) -> Decimal:
        text = Words().read(node, at, notes)
        if not _NUMBER.fullmatch(text):
            raise notes.wrong(node.place, f"'{text}' is not a number", "Write only digits and a point: 44.2")
        return Decimal(text)

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["number", "string"]}


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number of people or places."""

    def read(self, node: Node, at: str, notes: Notes) -> int:
        text = Words().read(node, at, notes)
        if not re.fullmatch(r"\d{1,6}", text):
            raise notes.wrong(node.place, f"'{text}' is not a whole number", "Write only digits: 111")
        return int(text)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": 0}


@dataclass(frozen=True, slots=True)
class YesNo:
    """yes or no, written as a word."""

    def read(self, node: Node, at: str, notes: Notes) -> bool:
        text = Words().read(node, at, notes).casefold()
        if text not in ("yes", "no"):
            raise notes.wrong(node.place, f"'{text}' is neither yes nor no", "Write yes or no.")
        return text == "yes"

    def json_schema(self) -> dict[str, Any]:
        return {"enum": ["yes", "no", True, False]}


E_ = TypeVar("E_", bound=Enum)


@dataclass(frozen=True, slots=True)
class OneOf(Generic[E_]):
    """One of the words of an enumeration, in small or capital letters."""

    words: type[E_]

    def read(self, node: Node, at: str, notes: Notes) -> E_:
        text = Words().read(node, at, notes)
        for member in self.words:
            if str(member.value).casefold() == text.casefold():
                return member
        allowed = [str(member.value) for member in self.words]
        name = at.rsplit(".", 1)[-1].split("[")[0]
        raise notes.wrong(
            node.place, f"'{name}' cannot be '{text}'", f"{did_you_mean(text, allowed)}Allowed: {'; '.join(allowed)}."
        )

    def json_schema(self) -> dict[str, Any]:
        return {"enum": [str(member.value) for member in self.words]}


def did_you_mean(word: str, allowed: Sequence[str]) -> str:
    """ "Did you mean 'status'? " for a near miss, else an empty text."""
    near = difflib.get_close_matches(word.casefold(), [a.casefold() for a in allowed], n=1, cutoff=0.6)
    if not near:
        inside = [a for a in allowed if len(a) > 3 and (a in word.casefold() or word.casefold() in a)]
        near = inside[:1]
    original = next((a for a in allowed if near and a.casefold() == near[0].casefold()), None)
    return f"Did you mean '{original}'? " if original else ""
