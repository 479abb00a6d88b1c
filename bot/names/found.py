"""What looking for a name can give: sure, unsure, not covered, unknown."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from bot.names.index import Name

MOST = 5  # candidates when asking


class Why(enum.Enum):
    """Why the bot asks back."""

    SEVERAL = "several entries in the query"
    SHARED = "a nickname of several"
    CLOSE = "names that look like it"
    BEGINNING = "the beginning of several, or too short"
    NEAR_ID = "a number or code that is nearly right"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may be meant, and its declared name that fits best, in its own spelling."""

    entity: str
    name: str


@dataclass(frozen=True, slots=True)
class Sure:
    """The entry that is meant.

    exact   a declared name after folding, also inside a sentence; False for a guess, which the answer must say.
    """

    entity: str
    name: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Unsure:
    """One to five entries that may be meant, best first."""

    candidates: tuple[Candidate, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class NotCovered:
    """Another real medicine, as the list of medicines that are not covered spells it."""

    name: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing known. not_an_id: what looks like a register number and has not the digits of one; else None."""

    not_an_id: str | None = None


Found = Sure | Unsure | NotCovered | Unknown


def ask(names: Iterable[Name], why: Why) -> Unsure:
    """Asks which of these it is: each entry once, at most five."""
    candidates: dict[str, Candidate] = {}
    for name in names:
        for entity in name.entities:
            candidates.setdefault(entity, Candidate(entity, name.spelling))
    return Unsure(tuple(candidates.values())[:MOST], why)
