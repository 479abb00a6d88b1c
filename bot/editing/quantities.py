"""Days, dates and numbers: how they are read, and what to write instead of what people write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bot.editing.notes import Notes, cut, named
from bot.editing.shapes import SAID, Words
from bot.editing.yamlfile import Node
from bot.facts.claims import RoughDate

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ROUGH = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_ROUGH_HINT = "Write 2015, 2015-10 or 2015-10-03, as exact as the source."
_NUMBER_HINT = "Write only digits and a point: 44.2"
_DAY_PATTERN = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_MONTH = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?\s+)?(?P<month>[A-Za-z]{3,9})\.?(?:\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?)?,?\s+(?P<year>\d{4})"
)


def _on(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def days_meant(text: str) -> list[str]:
    """The days a text in another form can mean, as we write them; empty if it is no day."""
    text = re.sub("[‐‑‒–—−]", "-", text.strip())
    if found := re.fullmatch(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})\.?|(\d{4})(\d\d)(\d\d)", text):
        year, month, day = (int(part) for part in found.groups() if part)
        meant = [_on(year, month, day)]
    elif found := re.fullmatch(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*[-/.]\s*(\d{4})", text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        meant = [_on(year, second, first)]
        if found[2] != ".":
            meant.append(_on(year, first, second))
    elif (found := _NAMED_MONTH.fullmatch(text)) and found["month"][:3].lower() in _MONTHS:
        day = int(found["day"] or found["day2"] or 0)
        meant = [_on(int(found["year"]), _MONTHS.index(found["month"][:3].lower()) + 1, day)]
    else:
        meant = []
    return list(dict.fromkeys(day for day in meant if day and day != text))


def _write_a_day(text: str) -> str:
    meant = days_meant(text)
    if len(meant) == 2:
        first, second = (f"{day} if it is {int(day[8:])} {_MONTHS[int(day[5:7]) - 1].title()}" for day in meant)
        return f"Write year-month-day: {first}, {second}."
    return f"Write year-month-day: {meant[0] if meant else '2025-02-28'}."


@dataclass(frozen=True, slots=True)
class Day:
    """A full day: 2026-11-03."""

    def read(self, node: Node, at: str, notes: Notes) -> date:
        text = Words().read(node, at, notes)
        try:
            if not _DAY.fullmatch(text):
                raise ValueError
            return date.fromisoformat(text)
        except ValueError:
            raise notes.wrong(node.place, f"{named(at)} is not a day: '{cut(text)}'", _write_a_day(text)) from None

    def json_schema(self) -> dict[str, Any]:
        pattern = rf"^\s*{_DAY_PATTERN}\s*$"
        return {"type": "string", "pattern": pattern, SAID: "Write a day as year-month-day: 2025-02-28"}


@dataclass(frozen=True, slots=True)
class RoughDay:
    """A year, a month or a day: 2015, 2015-10, 2015-10-03."""

    def read(self, node: Node, at: str, notes: Notes) -> RoughDate:
        text = Words().read(node, at, notes)
        match = _ROUGH.fullmatch(text)
        try:
            if match is None:
                raise ValueError
            year, month, day = (int(part) if part else None for part in match.groups())
            return RoughDate(year or 0, month, day)
        except ValueError:
            hint = _ROUGH_HINT
            meant = days_meant(text)
            found = _NAMED_MONTH.fullmatch(text)
            if meant:
                hint = _write_a_day(text)
            elif found and not (found["day"] or found["day2"]) and found["month"][:3].lower() in _MONTHS:
                hint = f"Write: {found['year']}-{_MONTHS.index(found['month'][:3].lower()) + 1:02}"
            raise notes.wrong(node.place, f"{named(at)} is not a date: '{cut(text)}'", hint) from None

    def json_schema(self) -> dict[str, Any]:
        pattern = r"^\s*[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?\s*$"
        return {"type": ["string", "integer"], "pattern": pattern, SAID: _ROUGH_HINT, "minimum": 1000, "maximum": 9999}


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal number, kept digit by digit as written."""

    def read(self, node: Node, at: str, notes: Notes) -> Decimal:
        text = Words().read(node, at, notes)
        if not _NUMBER.fullmatch(text):
            raise notes.wrong(node.place, f"'{cut(text)}' is not a number", self._hint(text))
        return Decimal(text)

    @staticmethod
    def _hint(text: str) -> str:
        bare = re.sub(r"^[~≈<>≤≥=]\s*|\s*(%|percent|months?|weeks?|days?|years?)\.?$", "", text.strip())
        if re.fullmatch(r"-?\d+,\d+", bare) and bare == text:
            return f"Write a point in place of the comma: {bare.replace(',', '.')}"
        if _NUMBER.fullmatch(bare.replace(",", ".")):
            return (
                f"Write only the number: {bare.replace(',', '.')}. The unit stands in 'unit', anything else in 'note'."
            )
        return _NUMBER_HINT

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["number", "string"], "pattern": r"^\s*-?[0-9]+(\.[0-9]+)?\s*$", SAID: _NUMBER_HINT}


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number of people or places."""

    def read(self, node: Node, at: str, notes: Notes) -> int:
        text = Words().read(node, at, notes)
        if not re.fullmatch("[0-9]{1,6}", text):
            digits = re.sub(r"[.,\s](?=\d{3}\b)", "", text)
            found = re.fullmatch(r"\D*(\d{1,6})\D*", digits)
            hint = f"Write only digits: {found[1] if found and '-' not in text else '111'}"
            raise notes.wrong(node.place, f"'{cut(text)}' is not a whole number", hint)
        return int(text)

    def json_schema(self) -> dict[str, Any]:
        digits = {"pattern": r"^\s*[0-9]{1,6}\s*$", SAID: "Write only digits: 111"}
        return {"type": ["integer", "string"], **digits, "minimum": 0, "maximum": 999999}
