"""A query taken apart: register numbers, declared names, other medicines, words around them, and the rest."""

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.names.filler import PASSING, TALK, extra
from bot.names.fold import joined, words
from bot.names.index import Index, Name
from bot.names.registers import NCT_DIGITS, Typed, read
from bot.names.spellings import canonical, carried, without_joining

MOST_WORDS = 60  # a longer text is no query: its names are listed, never answered


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of words that is a declared name (``name``) or another medicine (``other``)."""

    start: int
    end: int
    name: Name | None
    other: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, read.

    words         its folded words, isotopes as one word, without "and".
    extra         for each word, whether it only surrounds a name.
    numbers       register numbers, as typed; their words are not among ``words``.
    parts         names and other medicines found exactly, longest first, never overlapping.
    rest          places of the words that are neither in a part nor around one: what likeness is for.
    ordinary      places of those that would be in the rest, were they not ordinary words.
    carried       isotopes, elements and cages that are in no part.
    in_passing    the words around are those of any sentence, not of a question about treatment: "she has talent".
    loose_numbers places of numbers that are neither in a name nor a dose.
    cut           it was too long to be looked at whole.
    """

    words: tuple[str, ...]
    extra: tuple[bool, ...]
    numbers: tuple[Typed, ...]
    parts: tuple[Part, ...]
    rest: tuple[int, ...]
    ordinary: tuple[int, ...]
    carried: tuple[str, ...]
    in_passing: bool
    loose_numbers: tuple[int, ...]
    cut: bool


def read_query(index: Index, text: str) -> Asked:
    """Takes apart a text that ``fold.plain`` gave."""
    numbers = tuple(typed for typed in read(text) if typed.register or near_numbers(index, typed))
    for typed in reversed(numbers):
        text = f"{text[: typed.start]} {text[typed.end :]}"
    every = words(text)
    cut = len(every) > MOST_WORDS
    parts = without_joining(canonical(every[:MOST_WORDS]))
    around = extra(parts)
    exact = _exact_parts(index, parts)
    inside = {at for part in exact for at in range(part.start, part.end)}
    around = [flag and at not in inside for at, flag in enumerate(around)]
    left = [
        at
        for at, word in enumerate(parts)
        if at not in inside and not around[at] and not word.isdigit() and len(word) > 1
    ]
    rest = tuple(at for at in left if parts[at] not in index.everyday)
    ordinary = tuple(at for at in left if parts[at] in index.everyday)
    loose = tuple(at for at, word in enumerate(parts) if word.isdigit() and at not in inside and not around[at])
    carrying = tuple(word for at, word in enumerate(parts) if at not in inside and carried(word))
    passing = not PASSING.isdisjoint(parts) and TALK.isdisjoint(parts)
    return Asked(parts, tuple(around), numbers, exact, rest, ordinary, carrying, passing, loose, cut)


def near_numbers(index: Index, typed: Typed) -> list[Name]:
    """The declared register numbers that are this one, or one digit away from it."""
    if typed.digits in index.numbers:
        return [index.numbers[typed.digits]]
    size = len(typed.digits)
    if size < NCT_DIGITS - 1:
        return []
    return [
        name
        for digits, name in index.numbers.items()
        if abs(len(digits) - size) <= 1 and OSA.distance(digits, typed.digits, score_cutoff=1) <= 1
    ]


def _exact_parts(index: Index, parts: tuple[str, ...]) -> tuple[Part, ...]:
    found: list[Part] = []
    taken: set[int] = set()
    for size in range(min(index.longest, len(parts)), 0, -1):
        for start in range(len(parts) - size + 1):
            if not taken.isdisjoint(range(start, start + size)):
                continue
            key = joined(parts[start : start + size])
            name = index.exact.get(key)
            other = None if name else index.others.get(key)
            if (name or other) and len(key) > 2:
                found.append(Part(start, start + size, name, other))
                taken.update(range(start, start + size))
    return tuple(found)
