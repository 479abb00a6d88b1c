"""Names that look like a typing, and how sure a likeness is. The only module that judges likeness.

A likeness counts for an answer when the name is near, no other entry is nearly as near, and no other medicine or
ordinary word is: the best name must clearly beat all of them.
"""

from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.names.edits import CHEAPEST_FIRST, distance, farthest, fits, sounded
from bot.names.fold import joined
from bot.names.index import Index, Name, must_be_same
from bot.names.lengths import FARTHEST_REACH, ByLength

_EDITS_A_COST = 1.4  # plain edits that a weighed cost of 1 is worth, as slips go
_LOOKED_AT = 6  # names measured closely for each typing
_OWN_MARGIN = 0.9  # by how much the best entry must beat the next
_RIVAL_MARGIN, _RIVAL_GROWTH = 0.15, 0.3  # by how much it must beat other medicines, and more when it is far itself
_WORD_MARGIN = 0.15  # by how much it must beat ordinary words, which hardly anybody looks up, let alone misspelt
_ENDINGS = "s es d ed r er ers or ors ing ings y ic ist ists ry ly tion"
_INFLECTIONS = frozenset(_ENDINGS.split())


@dataclass(frozen=True, slots=True)
class Near:
    """A name that looks like the typing: how far it is, and whether every word of it fits by itself."""

    name: Name
    cost: float
    fits: bool


@dataclass(frozen=True, slots=True)
class Likeness:
    """What one stretch of words looks like.

    ours    near names, nearest first, one for each set of entities.
    sure    whether the first of them may be answered.
    """

    ours: tuple[Near, ...]
    sure: bool


def names_near(index: Index, parts: tuple[str, ...]) -> list[Near]:
    """The names near these words, nearest first; numbers and short words must be the same."""
    same = must_be_same(parts)
    rows = index.rows.get(same)
    if rows is None or len(same) == len(parts):
        return []
    key = joined(parts)
    letters = sum(len(part) for part in parts) - sum(len(part) for part in same)
    cutoff = 2 if letters < 7 else 3 if letters < 10 else 4
    sound = sounded(key)
    keys = rows.keys.near(len(sound), min(cutoff, FARTHEST_REACH))
    hits = process.extract(sound, keys, scorer=OSA.distance, score_cutoff=cutoff, limit=_LOOKED_AT)
    found = []
    for hit, edits, _ in hits:
        if edits > hits[0][1] + 2:
            break
        near = _measured(parts, key, rows.names[hit], same, edits)
        if near.cost <= farthest(letters):
            found.append(near)
    found.sort(key=lambda near: (near.cost, near.name.key))
    return found


def _measured(parts: tuple[str, ...], key: str, name: Name, same: tuple[str, ...], edits: int) -> Near:
    """The cost word by word where the words can be paired, so that "interferon beta" is no "interferon alfa"."""
    mine = [part for part in parts if part not in same]
    its = [part for part in name.words if part not in same]
    if must_be_same(name.words) != same:  # written as one word what was declared as several
        return Near(name, distance(key, name.key), fits=False)
    if same and sum(map(len, its)) <= 4:
        swapped = any(len(part) > 2 for part in same) and sorted(joined(mine)) == sorted(joined(its))
        return Near(name, distance(key, name.key), fits=swapped)
    if len(mine) != len(its):
        cost = distance(key, name.key)
        return Near(name, cost, fits=cost <= 0.7 and fits(joined(mine), joined(its), cost, edits))
    costs = [distance(a, b) for a, b in zip(mine, its, strict=True)]
    every = all(a == b or fits(a, b, cost, edits) for cost, a, b in zip(costs, mine, its, strict=True))
    return Near(name, sum(costs), fits=every and fits(joined(mine), joined(its), sum(costs), edits))


def rival(index: Index, key: str, within: float) -> tuple[str, float] | None:
    """The nearest other medicine that costs at most so much, as its key and its cost."""
    return _nearest(index, index.rivals, key, within)


def _nearest(index: Index, among: ByLength, key: str, within: float) -> tuple[str, float] | None:
    """Looks only among keys of the same first letter where another first letter would cost too much anyway."""
    cutoff = min(int(within * _EDITS_A_COST) + 1, 4)
    reach, sound = min(cutoff, FARTHEST_REACH), sounded(key)
    if within < CHEAPEST_FIRST:
        keys = among.near_from(sound[0], len(sound), reach)
        if len(sound) > 1 and sound[1] != sound[0]:  # the first two may have changed places
            keys += among.near_from(sound[1], len(sound), reach)
    else:
        keys = among.near(len(sound), reach)
    best, nearest = within, ""
    for found, _, _ in process.extract(sound, keys, scorer=OSA.distance, score_cutoff=cutoff, limit=5):
        hit = index.sounds[found]
        cost = distance(key, hit, best)
        if cost < best or (cost == best and not nearest):
            best, nearest = cost, hit
    return (nearest, best) if nearest else None


def likeness(index: Index, parts: tuple[str, ...]) -> Likeness | None:
    """What these words look like, or None if no name is near."""
    near = names_near(index, parts)
    if not near:
        return None
    ours: dict[tuple[str, ...], Near] = {}
    for each in near:
        ours.setdefault(each.name.entities, each)
    ranked = tuple(ours.values())
    return Likeness(ranked, _beats_all(index, joined(parts), ranked))


def _beats_all(index: Index, key: str, ranked: tuple[Near, ...]) -> bool:
    """Whether the first name fits and clearly beats the next entry, other medicines, and ordinary words."""
    best = ranked[0]
    return (
        best.fits
        and (len(ranked) == 1 or ranked[1].cost - best.cost >= _OWN_MARGIN)
        and not (best.name.everyday and _inflected(key, best.name.key))
        and rival(index, key, best.cost + _margin(best.cost)) is None
        and _nearest(index, index.ordinary, key, best.cost + _WORD_MARGIN) is None
    )


def _margin(cost: float) -> float:
    """By how much a name must beat other medicines; the farther it is itself, the more."""
    return _RIVAL_MARGIN + _RIVAL_GROWTH * cost


def _inflected(typed: str, name: str) -> bool:
    """Whether the typing is an ordinary word's name with another ending: "cabinets", "composer"."""
    return any(typed.startswith(stem) and typed[len(stem) :] in _INFLECTIONS for stem in (name, name[:-1]))
