"""The shapes a text can have in a file: how each is read, and what is said when it is not so.

A shape turns a node into a value or raises ``Unreadable`` after it has noted what is wrong, so that one reading
finds all problems of a file. Texts are here; dates and numbers in ``quantities``; lists and tables in ``records``;
the fields of each kind of file in ``schema_drug``, ``schema_trial`` and ``schema_guide``. Nothing here knows a field
by name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Generic, Protocol, TypeVar

from bot.editing.marks import mark_slip, split_mark
from bot.editing.notes import Notes, Unreadable, cut, did_you_mean, named
from bot.editing.signs import emoji, heap_of_accents
from bot.editing.yamlfile import Listing, Node, Table, Text
from bot.facts.claims import Claim

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

SAID = "patternErrorMessage"
"""What an editor program shows in place of the pattern that a value does not fit."""
ID = r"[a-z0-9][a-z0-9-]{0,40}"
_ROOM_FOR_MARK = 80
_CURLY = re.compile("(?P<open>[“”„«»‘’‚‹])(?P<inside>.*)[”“»«’‘›]", re.S)
_NO_SPACE = re.compile(r"([a-z_]{2,30}):(?=[^\s/:])(.+)", re.S)


class Shape(Protocol[T_co]):
    """A kind of value: how to read it, and how to describe it to an editor program."""

    def read(self, node: Node, at: str, notes: Notes) -> T_co: ...

    def json_schema(self) -> dict[str, Any]: ...


def _text(node: Node, at: str, notes: Notes) -> str:
    """The one text that a node is; Unreadable if it is something else, or spoilt by a slip noted before."""
    if isinstance(node, Listing):
        what = f"{named(at)} is a list, but one text is wanted"
        raise notes.wrong(node.place, what, "Write the text behind the colon, without '-'.")
    if isinstance(node, Table):
        first = node.rows[0][0].value if node.rows else ""
        if at.endswith("]") and len(node.rows) == 1:
            what = f"{named(at)} has a colon in it, behind '{cut(first, 40)}'"
            raise notes.wrong(node.place, what, "Put the whole text in double quotes.")
        what = f"{named(at)} has fields of its own, but one text is wanted"
        hint = "Is there a colon inside the text? Then put the whole text in double quotes."
        raise notes.wrong(node.place, what, hint)
    if node.spoilt:
        raise Unreadable(at)
    return node.value


@dataclass(frozen=True, slots=True)
class Words:
    """A plain text of at most ``most`` characters."""

    most: int = 200

    def read(self, node: Node, at: str, notes: Notes) -> str:
        text = " ".join(_text(node, at, notes).split())
        if not text:
            raise notes.wrong(node.place, f"{named(at)} is empty", "Write the text, or delete the whole line.")
        if len(text) > self.most:
            raise notes.wrong(
                node.place,
                f"{named(at)} is too long for a card: {len(text)} characters, at most {self.most}",
                "Say it in fewer words, or move a part to 'caveats'.",
            )
        if slip := _look_of(text, isinstance(node, Text) and node.quoted):
            raise notes.wrong(node.place, f"{named(at)} {slip[0]}", slip[1])
        notes.places[at] = node.place
        notes.texts.append((at, node.place, text))
        return text

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["string", "number", "boolean"], "minLength": 1, "maxLength": self.most}


def _look_of(text: str, quoted: bool) -> tuple[str, str] | None:
    """What looks wrong about a text, and the way out."""
    if sign := emoji(text):
        return f"has an emoji in it ({sign})", "Say it in words: a screen reader reads the name of every emoji aloud."
    if heap_of_accents(text):
        return "has a heap of accents on one letter", "Type the letter again by hand."
    curly = _CURLY.fullmatch(text)
    if curly and not re.search("[“”„«»‘‚‹›]", curly["inside"]):
        return (
            "stands in curly quotation marks, and readers would see them",
            f"Delete them, or use straight ones: {cut(curly['inside'].strip(), 40)}",
        )
    if not quoted and text in ("~", "null", "Null", "NULL"):
        return f"is '{text}'", "If nothing is known, delete the whole line."
    if not quoted and (found := _NO_SPACE.fullmatch(text)):
        hint = f"Write: {found[1]}: {cut(found[2], 40)}. If the colon is part of the text, put it in double quotes."
        return "has no space after the colon", hint
    return None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A text that ends with the ids of its sources in square brackets: ``Tumours shrank. [paper-2021]``."""

    most: int = 500

    def read(self, node: Node, at: str, notes: Notes) -> Claim:
        if isinstance(node, Listing) and len(node.items) == 1 and not at.endswith("]"):
            item = node.items[0]
            if isinstance(item, Text) and re.fullmatch(ID, item.value):
                what = f"{named(at)} has a source but no words"
                raise notes.wrong(node.place, what, "Write the text before the square bracket.")
        text = Words(self.most + _ROOM_FOR_MARK).read(node, at, notes)
        parts = split_mark(text)
        if parts is None:
            raise notes.wrong(node.place, *mark_slip(named(at), text))
        said, sources = parts
        if not said:
            what = f"{named(at)} has a source but no words"
            raise notes.wrong(node.place, what, "Write the text before the square bracket.")
        if len(said) > self.most:
            raise notes.wrong(
                node.place,
                f"{named(at)} is too long for a card: {len(said)} characters, at most {self.most}",
                "Say it in fewer words, or split it.",
            )
        claim = Claim(said, sources)
        notes.claims.append((at, node.place, claim))
        notes.cited.extend((node.place, source) for source in claim.sources)
        return claim

    def json_schema(self) -> dict[str, Any]:
        # No square bracket but the last pair, which holds the ids; a line break may follow after '>'.
        pattern = r"^[^\[\]]*[^\[\]\s][^\[\]]*\[[a-z0-9][a-z0-9-]*(\s*,\s*[a-z0-9][a-z0-9-]*)*\]\s*$"
        said = "End the text with the id of its source in square brackets, and use no other square brackets: ... [paper-2021]"
        return {"type": "string", "maxLength": self.most + _ROOM_FOR_MARK, "pattern": pattern, SAID: said}


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
            raise notes.wrong(node.place, f"'{cut(text)}' is not {self.what}", self._hint(text))
        return text

    def _hint(self, text: str) -> str:
        bare = text.strip("[]() ")
        if bare != text and re.fullmatch(self.pattern, bare):
            return f"Write it without brackets: {bare}"
        small = re.sub(r"[\s_]+", "-", bare.lower()).removesuffix(".yaml")
        if self.pattern == ID and small.isascii() and re.fullmatch(ID, small):
            return f"Small letters, digits and '-' only: {small}. {self.hint}"
        return self.hint

    def json_schema(self) -> dict[str, Any]:
        pattern, said = rf"^\s*(?:{self.pattern})\s*$", f"This is not {self.what}. {self.hint}"
        return {"type": ["string", "number"], "maxLength": self.most, "pattern": pattern, SAID: said}


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
class YesNo:
    """yes or no, written as a word."""

    def read(self, node: Node, at: str, notes: Notes) -> bool:
        text = Words().read(node, at, notes).casefold()
        if text not in ("yes", "no"):
            raise notes.wrong(node.place, f"'{cut(text)}' is neither yes nor no", "Write yes or no.")
        return text == "yes"

    def json_schema(self) -> dict[str, Any]:
        return {"enum": ["yes", "no"]}


E_ = TypeVar("E_", bound=Enum)


@dataclass(frozen=True, slots=True)
class OneOf(Generic[E_]):
    """One of the words of an enumeration, in small or capital letters.

    other_words   words that people write for one of them, in small letters: they are not read, but the message says
                  what to write.
    """

    words: type[E_]
    other_words: Mapping[str, E_] = field(default_factory=dict)

    def read(self, node: Node, at: str, notes: Notes) -> E_:
        text = Words().read(node, at, notes)
        for member in self.words:
            if str(member.value).casefold() == text.casefold():
                return member
        allowed = [str(member.value) for member in self.words]
        name = at.rsplit(".", 1)[-1].split("[")[0]
        known = self.other_words.get(re.sub(r"[^a-z]+", " ", text.casefold()).strip())
        meant = f"Did you mean '{known.value}'? " if known else did_you_mean(text, allowed)
        raise notes.wrong(node.place, f"'{name}' cannot be '{cut(text)}'", f"{meant}Allowed: {'; '.join(allowed)}.")

    def json_schema(self) -> dict[str, Any]:
        return {"enum": [str(member.value) for member in self.words]}
