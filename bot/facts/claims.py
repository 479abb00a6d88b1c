"""The smallest parts of knowledge: a sourced text, a source, a day that may be only a month, a review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_in_words(day: date) -> str:
    """Write a day so that nobody reads it the wrong way round: 3 Nov 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True, slots=True)
class RoughDate:
    """A date as exact as its source gave it; ``month`` or ``day`` are None where the source stops short."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not 1900 <= self.year <= 2100:
            raise ValueError(f"the year {self.year} cannot be right")
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    def __str__(self) -> str:
        """In words, only as exact as it is: 2015, Oct 2015, 3 Oct 2015."""
        if self.month is None:
            return str(self.year)
        if self.day is None:
            return f"{MONTHS[self.month - 1]} {self.year}"
        return day_in_words(date(self.year, self.month, self.day))


@dataclass(frozen=True, slots=True)
class Claim:
    """A text with the ids of the sources that carry it; the ids stand in the same entry's ``sources``."""

    text: str
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a claim needs words")
        if not self.sources:
            raise ValueError("a claim needs a source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact was read.

    url           a public page a patient can open, or None if only a copy was read that we do not link to.
    seen          the day the text was read for this knowledge base.
    published     the date the page or record itself carries; None if it carries none.
    read_through  if the source was not read itself, what was read instead ("a news summary of the paper").
    """

    id: str
    title: str
    url: str | None
    seen: date
    published: RoughDate | None = None
    read_through: str | None = None

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("a source needs a title")
        if self.url is not None and not self.url.startswith(("https://", "http://")):
            raise ValueError(f"'{self.url}' is not a web address")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Who of the community read the whole entry, and when; an entry nobody read has no Review at all."""

    by: str
    on: date

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise ValueError("a review needs a name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """How an entry came to be.

    compiled  the day it was put together from its sources.
    review    None as long as no moderator has read it.
    owner     the moderator who looks after it; None if nobody in particular.
    version   six hex digits of the file's text, so that a reader can say which text they saw.
    date_only True if the last change renewed only days, in many entries at once: then nobody claims a review.
    """

    compiled: date
    review: Review | None
    owner: str | None
    version: str
    date_only: bool = False
