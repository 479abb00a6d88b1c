"""What one reading of one file notes down, and how a message names a place in it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.facts.claims import Claim
from bot.problems import Place, Problem

MOST_PROBLEMS = 50
"""No editor mends more in one go, and a file of rubbish must not take long to refuse."""


class Unreadable(Exception):
    """The value could not be read; what is wrong has been noted."""


class TooMany(Exception):
    """So much is wrong with the file that reading on would help nobody."""


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
        """Note a problem; raise what comes back if the value cannot be used. Raises TooMany at the limit."""
        if len(self.problems) >= MOST_PROBLEMS:
            what = f"there are more mistakes; only the first {MOST_PROBLEMS} are listed"
            self.problems.append(Problem(place, what, "Mend these first, or start again from the template."))
            raise TooMany
        self.problems.append(Problem(place, what, hint))
        return Unreadable(what)


def named(at: str) -> str:
    """How a message names the field or point at ``at``: 'given_as', or: point 2 of 'side_effects'."""
    last = at.rsplit(".", 1)[-1]
    point = re.fullmatch(r"(.+?)\[(\d+)\]", last)
    return f"point {int(point[2]) + 1} of '{point[1]}'" if point else f"'{last}'"


def cut(text: str, most: int = 60) -> str:
    """The text on one line, no longer than a message bears."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= most else f"{one_line[: most - 3].rstrip()}..."


def did_you_mean(word: str, allowed: Sequence[str]) -> str:
    """ "Did you mean 'status'? " for a near miss, else an empty text."""
    if len(word) > 100:
        return ""
    near = difflib.get_close_matches(word.casefold(), [a.casefold() for a in allowed], n=1, cutoff=0.6)
    if not near:
        inside = [a for a in allowed if len(a) > 3 and (a in word.casefold() or word.casefold() in a)]
        near = inside[:1]
    original = next((a for a in allowed if near and a.casefold() == near[0].casefold()), None)
    return f"Did you mean '{original}'? " if original else ""
