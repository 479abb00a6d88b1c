"""What to offer while somebody types: names that begin so, then what the ladder would ask."""

from bisect import bisect_left
from dataclasses import dataclass

from bot.names.find import NotCovered, Sure, Unsure, find
from bot.names.fold import joined, words
from bot.names.index import Index, Name

_ENOUGH = 5  # with so many names that begin so, nothing that only looks like it is looked for


@dataclass(frozen=True, slots=True)
class Completion:
    """An entry to offer, and the declared name that fits what was typed, so that the line can say why."""

    entity: str
    name: str


def complete(index: Index, typed: str, limit: int = 25) -> list[Completion]:
    """The entries to offer, best first, one line each; [] for an empty field, a miss, and another medicine."""
    key = joined(words(typed[:200]))
    if not key or key in index.others:
        return []
    lines: dict[str, Completion] = {}
    begun = index.beginning(key, most=10 * limit)
    for name in sorted(begun, key=lambda name: (name.key != key, name.everyday, len(name.key), name.key)):
        _add(lines, name)
    if len(lines) < limit and len(key) >= 3:
        for word in _words_from(index, key):
            for name in index.parts[word]:
                _add(lines, name)
    if not lines and len(key) > 3 and index.other_beginning(key) is not None:
        return []  # on the way to another medicine: nothing that merely looks like it
    if len(lines) < min(limit, _ENOUGH) and len(key) >= 3:
        found = find(index, typed)
        if isinstance(found, NotCovered):
            return list(lines.values())[:limit]
        if isinstance(found, Sure):
            lines.setdefault(found.entity, Completion(found.entity, found.name))
        elif isinstance(found, Unsure):
            for candidate in found.candidates:
                lines.setdefault(candidate.entity, Completion(candidate.entity, candidate.name))
    return list(lines.values())[:limit]


def _add(lines: dict[str, Completion], name: Name) -> None:
    for entity in name.entities:
        lines.setdefault(entity, Completion(entity, name.spelling))


def _words_from(index: Index, start: str) -> list[str]:
    ordered = index.part_words
    at = bisect_left(ordered, start)
    out: list[str] = []
    while at < len(ordered) and ordered[at].startswith(start) and len(out) < 50:
        out.append(ordered[at])
        at += 1
    return out
