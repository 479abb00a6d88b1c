"""Keys sorted by length and first letter, so that likeness is measured only against what can be near.

Lists of all neighbours are laid out once, when the index is built: a query then takes one of them as it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

FARTHEST_REACH = 3  # how many letters longer or shorter a near name may be


@dataclass(frozen=True, slots=True)
class ByLength:
    """Keys by length, and by first letter and length.

    about, first   (length, reach) to the keys at most ``reach`` letters longer or shorter.
    """

    about: Mapping[tuple[int, int], tuple[str, ...]]
    first: Mapping[str, Mapping[tuple[int, int], tuple[str, ...]]]

    def near(self, length: int, reach: int) -> tuple[str, ...]:
        """The keys at most ``reach`` letters longer or shorter than this, ``reach`` at most ``FARTHEST_REACH``."""
        return self.about.get((length, reach), ())

    def near_from(self, letter: str, length: int, reach: int) -> tuple[str, ...]:
        """Those of ``near`` that begin with this letter."""
        return self.first.get(letter, {}).get((length, reach), ())


def by_length(keys: Iterable[str], *, letters: bool = False) -> ByLength:
    """The keys in their order, sorted into every (length, reach); by first letter too if ``letters``."""
    groups: dict[str, list[str]] = {}
    every = list(keys)
    if letters:
        for key in every:
            groups.setdefault(key[0], []).append(key)
    return ByLength(_about(every), {letter: _about(group) for letter, group in groups.items()})


def _about(keys: Iterable[str]) -> dict[tuple[int, int], tuple[str, ...]]:
    exactly: dict[int, list[str]] = {}
    for key in keys:
        exactly.setdefault(len(key), []).append(key)
    about: dict[tuple[int, int], tuple[str, ...]] = {}
    for reach in range(1, FARTHEST_REACH + 1):
        for length in range(min(exactly) - reach, max(exactly) + reach + 1) if exactly else ():
            around = range(length - reach, length + reach + 1)
            about[length, reach] = tuple(chain.from_iterable(exactly.get(each, ()) for each in around))
    return about
