"""Everything people can ask for by name: the knowledge together with the index built from it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.facts.drug import Drug, NameKind
from bot.facts.knowledge import Knowledge
from bot.facts.trial import Trial
from bot.names.complete import Completion, complete
from bot.names.find import Found, Sure, find
from bot.names.fold import fold
from bot.names.index import Index, build

ARROW = " → "


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One moment's knowledge, ready to be asked. Swapped whole when the files change."""

    known: Knowledge
    entries: Index = field(repr=False)

    def find(self, asked: str) -> Found:
        """Which drug or trial is meant: an id, a label picked from the list, or anything a person types."""
        typed = asked.rsplit(ARROW.strip(), 1)[-1].strip()
        entry = self.known.entry(typed)
        if entry is not None:
            return Sure(typed, entry.name, True)
        return find(self.entries, typed if ARROW.strip() in asked else asked)

    def complete(self, typed: str, limit: int = 25) -> list[tuple[str, str]]:
        """Id and label of the entries that fit what is typed so far; the featured ones if nothing is."""
        if not typed.strip():
            every: list[Drug | Trial] = [*self.known.drugs.values(), *self.known.trials.values()]
            featured = [e for e in every if e.featured]
            return [(e.id, self.label(e.id, e.name)) for e in featured][:limit]
        found: list[Completion] = complete(self.entries, typed, limit)
        return [(c.entity, self.label(c.entity, c.name)) for c in found if self.known.entry(c.entity)]

    def label(self, entry_id: str, name: str) -> str:
        """How a choice says why it fits: ``Afinitor (brand) → everolimus``."""
        entry = self.known.entry(entry_id)
        if entry is None:
            return name
        if fold(name) == fold(entry.name):
            sort = entry.kind.value if isinstance(entry, Drug) else f"trial: {entry.title}"
            return _cut(f"{entry.name} ({sort})")
        return _cut(f"{name} ({kind_of_name(entry, name).value}){ARROW}{entry.name}")


def names_of(entry: Drug | Trial) -> tuple[str, ...]:
    """Every name that leads to an entry, its own first."""
    if isinstance(entry, Drug):
        return (entry.name, *(n.text for n in entry.names))
    return (entry.name, *entry.names, *(i.id for i in entry.ids))


def kind_of_name(entry: Drug | Trial, name: str) -> NameKind:
    """Why a name leads to an entry."""
    folded = fold(name)
    if isinstance(entry, Drug):
        return next((n.kind for n in entry.names if fold(n.text) == folded), NameKind.GENERIC)
    return NameKind.REGISTER_ID if any(fold(i.id) == folded for i in entry.ids) else NameKind.TRIAL


def catalogue(known: Knowledge) -> Catalogue:
    """Build the index of all names of the knowledge."""
    names = {i: names_of(e) for group in (known.drugs, known.trials) for i, e in group.items()}
    shared = {s.text: s.means for s in known.shared_names}
    return Catalogue(known, build(names, known.not_covered, shared=shared, everyday=known.everyday_words))


def _cut(label: str, most: int = 100) -> str:
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"
