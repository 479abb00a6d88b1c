"""The three kinds of wrong: what the editor mends, what the operator mends, and (everything else) our bugs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Weight(Enum):
    """How much a problem matters: an error keeps an entry from going live, advice never does."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a text file; ``line`` and ``column`` count from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the editor of a knowledge file can mend: where, what, and the way out."""

    place: Place
    what: str
    hint: str
    weight: Weight = Weight.ERROR

    def __str__(self) -> str:
        return f"{self.place}: {self.weight.value}: {self.what}\n    hint: {self.hint}"


class UserError(Exception):
    """Something the operator can mend: one line and a hint, shown without a traceback."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


class Light(Enum):
    """How something stands: nothing to do, worth a look, or it keeps the bot from working as it should."""

    FINE = "fine"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that ``doctor`` looked at: how it stands, why, and what to do if it is not fine."""

    what: str
    light: Light
    says: str
    do: str = ""
