"""The names an answer can be about, and the names it must not be confused with, ready to be asked.

An ``Index`` is built once from plain data and never changes. It knows nothing of drugs or trials; the only thing it
takes from a name besides its letters is whether it looks like an acronym or stands beside a register number.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from types import MappingProxyType

from bot.names.edits import sounded
from bot.names.filler import FILLER
from bot.names.fold import joined, words
from bot.names.lengths import ByLength, by_length
from bot.names.registers import digits_of, is_id
from bot.names.spellings import canonical, without_joining

_LONG_ID = 8  # digits from which a number alone names a record


class Collision(ValueError):
    """Two entries were declared under one name, and nobody said that the name is shared."""

    def __init__(self, name: str, entities: tuple[str, ...]) -> None:
        super().__init__(f"{name!r} is the name of several entries: {', '.join(entities)}")
        self.name = name
        self.entities = entities


@dataclass(frozen=True, slots=True)
class Name:
    """One declared spelling.

    entities   the entry it belongs to; several for a shared nickname.
    words      its folded words, isotopes as one word, without "and".
    key        the words joined.
    shared     it is a nickname that must be asked about, even if only one entry has it so far.
    everyday   it is also an ordinary word or made of such, so that a sentence may contain it by chance.
    begins     its beginning may stand for it (a medicine's name, not an acronym).
    record     its entry has a register number or is spelt as an acronym: a number behind it is no dose.
    """

    spelling: str
    entities: tuple[str, ...]
    words: tuple[str, ...]
    key: str
    shared: bool = False
    everyday: bool = False
    begins: bool = False
    record: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """Names that differ in letters only: their keys as they sound, by length, and the name of each."""

    keys: ByLength
    names: Mapping[str, Name]


@dataclass(frozen=True, slots=True)
class Index:
    """What ``build`` makes. Everything in it is for the other modules of this room.

    exact      key to name, shared nicknames included.
    rows       names that may be found by likeness, by the words that must be the same (numbers, short words).
    starts     all keys in order, for beginnings.
    parts      word to the many-word names that have it; part_words are these words in order.
    codes      letters to the names that have these letters and a number.
    numbers    digits of register numbers to their name.
    others     key to spelling of the medicines that are not covered.
    everyday   keys of ordinary words.
    rivals     the others as they sound, ordinary the ordinary words as they sound, for likeness; sounds to their keys.
    longest    words in the longest name.
    """

    exact: Mapping[str, Name]
    rows: Mapping[tuple[str, ...], Rows]
    starts: tuple[str, ...]
    parts: Mapping[str, tuple[Name, ...]]
    codes: Mapping[str, tuple[Name, ...]]
    numbers: Mapping[str, Name]
    others: Mapping[str, str]
    other_starts: tuple[str, ...]
    everyday: frozenset[str]
    rivals: ByLength
    ordinary: ByLength
    sounds: Mapping[str, str]
    part_words: tuple[str, ...]
    longest: int

    def beginning(self, start: str, most: int = 60) -> list[Name]:
        """The names that begin so, in the order of their letters, at most so many."""
        return [self.exact[key] for key in islice(_from(self.starts, start), most)]

    def has_beginning(self, start: str) -> bool:
        """Whether any name begins so."""
        return next(_from(self.starts, start), None) is not None

    def other_beginning(self, start: str) -> str | None:
        """A medicine that is not covered and begins so."""
        return next((self.others[key] for key in _from(self.other_starts, start)), None)


def _from(ordered: Sequence[str], start: str) -> Iterator[str]:
    at = bisect_left(ordered, start)
    while at < len(ordered) and ordered[at].startswith(start):
        yield ordered[at]
        at += 1


def must_be_same(parts: Sequence[str]) -> tuple[str, ...]:
    """The words of a name in which no slip is forgiven: those with a digit, and those of one or two letters."""
    return tuple(part for part in parts if len(part) <= 2 or not part.isalpha())


def build(
    names: Mapping[str, Sequence[str]],
    not_covered: Iterable[str],
    *,
    shared: Mapping[str, Sequence[str]] = MappingProxyType({}),
    everyday: Iterable[str] = (),
) -> Index:
    """An index of the names of each entity; raises ``Collision`` when two entities share a name undeclared.

    names        entity to every name it has; the first is the one to show when several fit as well.
    not_covered  other real medicines; a name that an entity has is no other medicine and is left out.
    shared       nickname to the entities it may mean; asking for one never gives an answer at once.
    everyday     ordinary words that look like names; never answered, except where one was declared as a name.
    """
    everyday_keys = frozenset(_keys(everyday))
    ways = list(_ways(names, shared, everyday_keys))
    exact, clashes = _exact(ways)
    for clash in clashes:
        raise clash
    others: dict[str, str] = {}
    for spelling in not_covered:
        for key in _keys((spelling,)):
            if key not in exact and key not in FILLER:
                others.setdefault(key, spelling)
    ordinary = frozenset(key for key in everyday_keys if key not in exact and key not in others)
    rivals = _by_sound(others)
    words_sounded = _by_sound(ordinary)
    distinct = list({(name.entities, name.words): name for _, name in reversed(ways)}.values())
    parts = _parts(distinct)
    return Index(
        exact=exact,
        rows=_rows(distinct),
        starts=tuple(sorted(exact)),
        parts=parts,
        part_words=tuple(sorted(parts)),
        codes=_codes(distinct),
        numbers=_numbers(distinct),
        others=others,
        other_starts=tuple(sorted(others)),
        everyday=ordinary,
        rivals=by_length(rivals, letters=True),
        ordinary=by_length(words_sounded, letters=True),
        sounds={**words_sounded, **rivals},
        longest=max((len(name.words) for name in distinct), default=1) + 2,
    )


def collisions(names: Mapping[str, Sequence[str]], shared: Mapping[str, Sequence[str]]) -> list[Collision]:
    """Every name that two entities share undeclared, for a checker that lists all mistakes at once."""
    return _exact(_ways(names, shared, frozenset()))[1]


def _keys(spellings: Iterable[str]) -> Iterator[str]:
    """The key of each spelling, and its canonical key where that differs."""
    for spelling in spellings:
        if spelling.isalpha() and spelling.isascii():
            yield spelling.lower()
            continue
        parts = words(spelling)
        if parts:
            yield from dict.fromkeys((joined(parts), joined(without_joining(canonical(parts)))))


def _ways(
    names: Mapping[str, Sequence[str]], shared: Mapping[str, Sequence[str]], everyday: frozenset[str]
) -> Iterator[tuple[str, Name]]:
    """Every way to write every name, with its key: names as declared first, then the other ways of writing them."""
    declared = [_declared(nickname, tuple(means), everyday, shared=True) for nickname, means in shared.items()]
    for entity, spellings in names.items():
        record = any(is_id(spelling) for spelling in spellings)
        declared.extend(_declared(spelling, (entity,), everyday, record=record) for spelling in spellings)
    return chain(*zip(*(ways for ways in declared if ways), strict=True))


def _exact(ways: Iterable[tuple[str, Name]]) -> tuple[dict[str, Name], list[Collision]]:
    """Key to name, and the collisions."""
    exact: dict[str, Name] = {}
    clashes: dict[tuple[str, ...], Collision] = {}
    for key, name in ways:
        taken = exact.setdefault(key, name)
        if taken.entities == name.entities or (taken.shared and set(name.entities) <= set(taken.entities)):
            continue
        both = (*taken.entities, *name.entities)
        clashes.setdefault((taken.key, *both), Collision(name.spelling, both))
    return exact, list(clashes.values())


def _declared(
    spelling: str, entities: tuple[str, ...], everyday: frozenset[str], *, record: bool = False, shared: bool = False
) -> tuple[tuple[str, Name], ...]:
    """A name under its own key, its key without "and", and its canonical key; () for a text without words."""
    raw = tuple(words(spelling))
    if not raw:
        return ()
    parts = without_joining(canonical(raw))
    acronym = spelling.upper() == spelling
    name = Name(
        spelling=spelling,
        entities=entities,
        words=parts,
        key=joined(parts),
        shared=shared,
        everyday=joined(raw) in everyday or all(_ordinary(part, everyday) for part in parts),
        begins=not (acronym or record or shared),
        record=record or (acronym and parts[0].isalpha() and len(parts[0]) > 3),
    )
    ways = (raw, without_joining(raw), parts)
    return tuple((joined(way), name if way == parts else replace(name, words=way, key=joined(way))) for way in ways)


def _ordinary(part: str, everyday: frozenset[str]) -> bool:
    """Whether a word of a name stands in ordinary sentences too; a number of several digits marks a name."""
    return part.isdigit() if len(part) == 1 else part in everyday or part in FILLER


def _rows(names: Iterable[Name]) -> dict[tuple[str, ...], Rows]:
    groups: dict[tuple[str, ...], dict[str, Name]] = {}
    for name in names:
        same = must_be_same(name.words)
        if len(same) < len(name.words):
            _put(groups.setdefault(same, {}), name)
        if same and name.key.isalpha():
            _put(groups.setdefault((), {}), name)
    return {same: Rows(by_length(group), group) for same, group in groups.items()}


def _put(group: dict[str, Name], name: Name) -> None:
    """Under the key as it sounds; under the key itself if another entry sounds the same."""
    other = group.setdefault(sounded(name.key), name)
    if other.entities != name.entities:
        group[name.key] = name


def _by_sound(keys: Iterable[str]) -> dict[str, str]:
    """How each key sounds, for those long enough that likeness means anything."""
    return {sounded(key): key for key in keys if len(key) > 3 and key.isalpha()}


def _parts(names: Iterable[Name]) -> dict[str, tuple[Name, ...]]:
    parts: dict[str, list[Name]] = {}
    for name in names:
        if len(name.words) > 1:
            for word in name.words:
                if len(word) > 3 and word not in FILLER:
                    parts.setdefault(word, []).append(name)
    return {word: tuple(holders) for word, holders in parts.items()}


def _codes(names: Iterable[Name]) -> dict[str, tuple[Name, ...]]:
    codes: dict[str, list[Name]] = {}
    for name in names:
        letters = "".join(word for word in name.words if word.isalpha())
        if letters and not name.key.isalpha():
            codes.setdefault(letters, []).append(name)
    return {letters: tuple(group) for letters, group in codes.items()}


def _numbers(names: Iterable[Name]) -> dict[str, Name]:
    numbers: dict[str, Name] = {}
    for name in names:
        digits = digits_of(name.spelling)
        if len(digits) >= _LONG_ID and is_id(name.spelling):
            numbers.setdefault(digits, name)
    return numbers
