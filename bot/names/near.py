"""Names that look like a typing, and how sure a likeness is. The only module that measures likeness.

A likeness counts for an answer when the name is near, no other entry is nearly as near, and no other medicine or
ordinary word is: the best name must clearly beat all of them.
"""

from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.names.edits import distance, farthest, fits, sounded
from bot.names.fold import joined
from bot.names.index import Index, Name, must_be_same

_LOOKED_AT = 6  # names measured closely for each typing
_OWN_MARGIN = 0.6  # by how much the best entry must beat the next
_RIVAL_MARGIN = 0.6  # by how much it must beat other medicines and ordinary words


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
    rival   the nearest other medicine or ordinary word, and its cost; None if none is near.
    sure    whether the first of ours may be answered.
    """

    ours: tuple[Near, ...]
    rival: tuple[str, float] | None
    sure: bool


def names_near(index: Index, parts: tuple[str, ...]) -> list[Near]:
    """The names near these words, nearest first; numbers and short words must be the same."""
    same = must_be_same(parts)
    rows = index.rows.get(same)
    if rows is None or len(same) == len(parts):
        return []
    key = joined(parts)
    keys = rows.about(len(key))
    if not keys:
        return []
    letters = sum(len(part) for part in parts) - sum(len(part) for part in same)
    cutoff = 2 if letters < 7 else 3 if letters < 10 else 4
    hits = process.extract(sounded(key), keys, scorer=OSA.distance, score_cutoff=cutoff, limit=_LOOKED_AT)
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
        return Near(name, cost, fits=cost <= 1.0 and fits(joined(mine), joined(its), cost, edits))
    costs = [distance(a, b) for a, b in zip(mine, its, strict=True)]
    every = all(fits(a, b, cost, edits) for cost, a, b in zip(costs, mine, its, strict=True))
    return Near(name, sum(costs), fits=every and fits(joined(mine), joined(its), sum(costs), edits))


def rival(index: Index, key: str, within: float) -> tuple[str, float] | None:
    """The nearest other medicine or ordinary word that costs at most so much."""
    keys = index.rivals.get(len(key))
    if not keys:
        return None
    hits = process.extract(key, keys, scorer=OSA.distance, score_cutoff=min(int(within * 1.6) + 1, 4), limit=5)
    best, nearest = within, ""
    for hit, _, _ in hits:
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
    best = ranked[0]
    against = rival(index, joined(parts), best.cost + 1.0)
    sure = (
        best.fits
        and (len(ranked) == 1 or ranked[1].cost - best.cost >= _OWN_MARGIN)
        and (against is None or against[1] - best.cost >= _RIVAL_MARGIN)
        and not (best.name.everyday and _inflected(joined(parts), best.name.key))
    )
    return Likeness(ranked, against, sure)


def _inflected(typed: str, name: str) -> bool:
    """Whether the typing is an ordinary word's name with only its end changed: "cabinets", "composer"."""
    return typed.startswith(name[:-1]) and len(typed) >= len(name)
