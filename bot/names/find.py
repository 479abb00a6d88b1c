"""The ladder: which entry a person means. Sure, unsure (ask), not covered (another real medicine), or unknown.

The steps, from certain to likely: the same name; a register number; a name inside a sentence; the beginning of a name;
a name that looks like it. A lower step never overrules a higher one, and in doubt it asks.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.names.edits import limit
from bot.names.fold import joined, plain, words
from bot.names.index import Index, Name
from bot.names.near import Likeness, Near, likeness, rival
from bot.names.query import Asked, Part, read_query
from bot.names.registers import NCT_DIGITS, Typed

MOST = 5  # candidates when asking
_BEGINNING = 5  # letters from which a unique beginning stands for a medicine's name
_SHORTEST = 3  # letters from which a beginning is worth asking about
_WINDOW = 4  # words looked at together for likeness
_LOOKED_AT = 10  # words of a query that are looked at for likeness


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


def find(index: Index, query: str) -> Found:
    """Which entry the query means; never raises, and looks at a bounded part of a long query."""
    text = plain(query)
    key = joined(words(text[:200]))
    if not key:
        return Unknown()
    if len(text) <= 200:
        whole = index.exact.get(key)
        if whole is not None:
            return _declared(whole)
        if key in index.others:
            return NotCovered(index.others[key])
    asked = read_query(index, text)
    return _by_number(index, asked) or _by_names(index, asked)


def _declared(name: Name) -> Found:
    if name.shared:
        return _ask((name,), Why.SHARED)
    return Sure(name.entities[0], name.spelling, exact=True)


def _ask(names: Iterable[Name], why: Why) -> Unsure:
    """Asks which of these it is: each entry once, at most five."""
    candidates: dict[str, Candidate] = {}
    for name in names:
        for entity in name.entities:
            candidates.setdefault(entity, Candidate(entity, name.spelling))
    return Unsure(tuple(candidates.values())[:MOST], why)


# Register numbers


def _by_number(index: Index, asked: Asked) -> Found | None:
    known = {}
    wrong: list[Typed] = []
    for typed in asked.numbers:
        name = index.numbers.get(typed.digits)
        if name is not None and _same_register(typed, name):
            known[name.entities] = name
        elif typed.register or name is not None:
            wrong.append(typed)
    if not known and not wrong:
        return None
    named = _specific(asked.parts)
    if known and not wrong:
        everything = {**known, **{name.entities: name for name in named}}
        if len(everything) == 1:
            return _declared(next(iter(everything.values())))
        return _ask(everything.values(), Why.SEVERAL)
    close = [name for typed in wrong for name in _near_numbers(index, typed)]
    if known or close or named:
        return _ask((*known.values(), *close, *named), Why.NEAR_ID)
    first = wrong[0]
    broken = first.register == "nct" and len(first.digits) != NCT_DIGITS
    return Unknown(not_an_id=first.text if broken else None)


def _same_register(typed: Typed, name: Name) -> bool:
    return not typed.register or joined(name.words).startswith(typed.register)


def _near_numbers(index: Index, typed: Typed) -> list[Name]:
    if len(typed.digits) < NCT_DIGITS - 2:
        return []
    return [
        name
        for digits, name in index.numbers.items()
        if abs(len(digits) - len(typed.digits)) <= 1 and OSA.distance(digits, typed.digits, score_cutoff=1) <= 1
    ]


# Names


def _specific(parts: Iterable[Part]) -> list[Name]:
    seen = {part.name.entities: part.name for part in parts if part.name and not part.name.shared}
    return list(seen.values())


def _by_names(index: Index, asked: Asked) -> Found:
    if asked.cut:
        exact = [part.name for part in asked.parts if part.name]
        return _ask(exact, Why.SEVERAL) if exact else Unknown()
    likes = _likes(index, asked)
    sure = _chosen(likes)
    parts = [part for part in asked.parts if not any(s <= part.start and part.end <= e for s, e, _ in sure)]
    exact = _specific(parts)
    shared = [part.name for part in parts if part.name and part.name.shared]
    others = [part.other for part in parts if part.other]
    guessed = [like.ours[0].name for _, _, like in sure]
    entities = list(dict.fromkeys(entity for name in (*exact, *guessed) for entity in name.entities))
    shared = [name for name in shared if not set(name.entities) & set(entities)]
    if len(entities) > 1 or (entities and (others or shared)):
        return _ask((*exact, *guessed, *shared), Why.SEVERAL)
    if exact:
        return _one_exact(index, asked, exact[0])
    if others:
        return NotCovered(others[0])
    if guessed:
        return _one_guess(asked, sure[0], likes)
    if shared:
        return _ask(shared, Why.SHARED)
    return _from_beginnings_or_near(index, asked, likes)


def _one_exact(index: Index, asked: Asked, name: Name) -> Found:
    """One declared name in a sentence: sure, unless it is an ordinary word there, or a number behind it matters."""
    if name.everyday and asked.rest:
        return _ask((name,), Why.CLOSE)
    if name.record and asked.loose_number:
        return _ask((name, *index.beginning(name.words[0])), Why.NEAR_ID)
    for at in asked.rest:
        word = asked.words[at]
        against = rival(index, word, 0.7) if len(word) > 5 and word.isalpha() else None
        if against and against[0] in index.others:
            return _ask((name,), Why.SEVERAL)
    return Sure(name.entities[0], name.spelling, exact=True)


def _one_guess(asked: Asked, best: tuple[int, int, Likeness], likes: list[tuple[int, int, Likeness]]) -> Found:
    start, end, like = best
    near = like.ours[0]
    if near.name.shared:
        return _ask((near.name,), Why.SHARED)
    strange = [at for at in asked.rest if not start <= at < end]
    if strange and (near.cost > 1.0 or len(near.name.key) < 6):
        return _close(likes)
    if near.name.record and asked.loose_number:
        return _ask((near.name,), Why.NEAR_ID)
    return Sure(near.name.entities[0], near.name.spelling, exact=False)


def _likes(index: Index, asked: Asked) -> list[tuple[int, int, Likeness]]:
    """What each stretch of words with something unknown in it looks like."""
    rest = set(asked.rest)
    meant = [at for at in range(len(asked.words)) if not asked.extra[at]]
    if len(meant) > _LOOKED_AT:
        meant = [at for at in meant if at in rest][:_LOOKED_AT]
    out = []
    for first in range(len(meant)):
        for last in range(first, min(first + _WINDOW, len(meant))):
            places = meant[first : last + 1]
            if rest.isdisjoint(places):
                continue
            parts = tuple(asked.words[at] for at in places)
            like = likeness(index, parts)
            if like is not None:
                out.append((places[0], places[-1] + 1, like))
    return out


def _chosen(likes: list[tuple[int, int, Likeness]]) -> list[tuple[int, int, Likeness]]:
    """The likenesses that are sure and do not overlap, longer and nearer ones first."""
    taken: list[tuple[int, int, Likeness]] = []
    for start, end, like in sorted((x for x in likes if x[2].sure), key=lambda x: (x[0] - x[1], x[2].ours[0].cost)):
        if all(end <= s or e <= start for s, e, _ in taken):
            taken.append((start, end, like))
    return sorted(taken, key=lambda x: x[0])


def _from_beginnings_or_near(index: Index, asked: Asked, likes: list[tuple[int, int, Likeness]]) -> Found:
    meant = [word for at, word in enumerate(asked.words) if not asked.extra[at]]
    key = joined(meant)
    begun = index.beginning(key) if len(key) >= _SHORTEST else []
    ordinary = len(meant) == 1 and key in index.everyday
    if begun and not ordinary:
        names = {name.entities: name for name in begun}
        name = begun[0]
        if (
            len(names) == 1
            and name.begins
            and len(meant) == 1
            and len(key) >= _BEGINNING
            and key.isalpha()
            and key not in name.words
            and index.other_beginning(key) is None
        ):
            return Sure(name.entities[0], name.spelling, exact=False)
    holders = [name for word in meant for name in index.parts.get(word, ())] if len(meant) <= 3 else []
    if ordinary and not holders:
        return Unknown()
    if begun or holders:
        near = [] if ordinary else [each.name for each in _ranked(likes)]
        return _ask((*holders, *begun, *near), Why.BEGINNING)
    return _another(index, asked, likes) or (_close(likes) if likes else Unknown())


def _another(index: Index, asked: Asked, likes: list[tuple[int, int, Likeness]]) -> NotCovered | None:
    """Another medicine, misspelt: nearer to the typing than anything of ours."""
    for at in asked.rest[:3]:
        word = asked.words[at]
        if len(word) < 6 or not word.isalpha():
            continue
        against = rival(index, word, limit(len(word)))
        if against is None or against[0] not in index.others:
            continue
        if all(like.ours[0].cost - against[1] >= 0.8 for start, end, like in likes if start <= at < end):
            return NotCovered(index.others[against[0]])
    return None


def _ranked(likes: list[tuple[int, int, Likeness]]) -> list[Near]:
    every = [near for _, _, like in likes for near in like.ours]
    return sorted(every, key=lambda near: near.cost / (len(near.name.key) + 2))


def _close(likes: list[tuple[int, int, Likeness]]) -> Unsure:
    return _ask((near.name for near in _ranked(likes)), Why.CLOSE)
