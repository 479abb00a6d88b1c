"""The shapes of what is said: a Draft is not yet fit to show, an Answer is, and a Page is a piece of one."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.question import Question
from bot.facts.knowledge import Disclaimer


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or two. ``label`` comes before it ("Status"); ``cites`` are numbers in the list of sources.

    A label without text is room to write something down.

    point  True for one point of a list.
    """

    text: str
    label: str = ""
    cites: tuple[int, ...] = ()
    point: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """One numbered source; ``url`` is None where there is no public page to open."""

    number: int
    text: str
    url: str | None


Part = Line | Reference


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: a label that makes sense read aloud, and the question it asks."""

    label: str
    question: Question

    def __post_init__(self) -> None:
        if not 1 <= len(self.label) <= 80:
            raise ValueError(f"a button's label has 1 to 80 characters: {self.label!r}")


@dataclass(frozen=True, slots=True)
class Section:
    """Parts under one heading; an empty heading continues without one. ``choices`` go with the page it is on."""

    key: str
    heading: str
    parts: tuple[Part, ...]
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A text file, made in memory, to save or print; without ``text`` of its own it holds the whole answer."""

    name: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a composer wants to say. No front end accepts it: it has no disclaimer."""

    title: str
    sections: tuple[Section, ...]
    choices: tuple[Choice, ...] = ()
    found: bool = True
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What may be shown. Made in one place only (``compose``), always with the disclaimer."""

    question: Question
    title: str
    sections: tuple[Section, ...]
    choices: tuple[Choice, ...]
    found: bool
    disclaimer: Disclaimer
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of an answer that fits into one message. Refuses to be without the disclaimer in its body.

    body  the whole text from title to disclaimer, in the markup of the front end it was cut for.
    """

    body: str
    disclaimer: Disclaimer
    number: int
    total: int
    choices: tuple[Choice, ...]

    def __post_init__(self) -> None:
        if not self.body.endswith(self.disclaimer.text) and self.disclaimer.text not in self.body.replace("\\", ""):
            raise ValueError("a page without the disclaimer must not be shown")
        if not 1 <= self.number <= self.total:
            raise ValueError(f"page {self.number} of {self.total}")
