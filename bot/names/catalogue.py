"""Everything people can ask for by name: the knowledge together with the indexes built from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.facts.drug import Drug, NameKind
from bot.facts.guide import Word
from bot.facts.knowledge import Knowledge
from bot.facts.trial import Trial
from bot.names.complete import complete
from bot.names.find import Found, Sure, find
from bot.names.fold import fold, joined, words
from bot.names.index import Index, build
from bot.names.scan import Mention, scan

ARROW = " → "
LONGEST_DECLARED = 100


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One moment's knowledge, ready to be asked. Swapped whole when the files change."""

    known: Knowledge
    entries: Index = field(repr=False)
    words: Index = field(repr=False)
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)

    def find(self, asked: str) -> Found:
        """Which drug or trial is meant: an id, a label picked from the list, or anything a person types."""
        typed = asked.rsplit(ARROW.strip(), 1)[-1].strip()
        entry = self.known.entry(typed)
        if entry is not None:
            return Sure(typed, entry.name, True)
        found = find(self.entries, typed if ARROW.strip() in asked else asked)
        meant = self.known.entry(found.entity) if isinstance(found, Sure) else None
        if isinstance(found, Sure) and meant and kind_of_name(meant, found.name) is NameKind.MISSPELLING:
            return Sure(found.entity, meant.name, False)  # a slip that editors know of is still said to be one
        return found

    def declared(self, asked: str) -> Sure | None:
        """The entry whose id, label or declared name this is, and nothing more; None for anything to think about."""
        typed = asked.rsplit(ARROW.strip(), 1)[-1].strip()
        entry = self.known.entry(typed)
        if entry is not None:
            return Sure(typed, entry.name, True)
        name = self.entries.exact.get(joined(words(typed))) if len(typed) <= LONGEST_DECLARED else None
        return Sure(name.entities[0], name.spelling, True) if name and not name.shared else None

    def find_word(self, asked: str) -> Found:
        """Which word of the glossary is meant, by the same ladder."""
        word = self.known.words.get(asked.strip())
        if word is not None:
            return Sure(word.id, word.term, True)
        return find(self.words, asked)

    def complete(self, typed: str, limit: int = 25) -> list[tuple[str, str]]:
        """Id and label of the entries that fit what is typed so far; the featured ones if nothing is."""
        if not typed.strip():
            every: list[Drug | Trial] = [*self.known.drugs.values(), *self.known.trials.values()]
            return [(e.id, self._label(e.id, e.name)) for e in every if e.featured][:limit]
        found = complete(self.entries, typed, limit)
        return [(c.entity, self._label(c.entity, c.name)) for c in found if self.known.entry(c.entity)]

    def complete_words(self, typed: str, limit: int = 25) -> list[tuple[str, str]]:
        """Id and label of the glossary words that fit what is typed so far; the first ones if nothing is."""
        if not typed.strip():
            return [(w.id, _cut(w.term)) for w in self.known.words.values()][:limit]
        found = complete(self.words, typed, limit)
        return [(c.entity, _cut(self.known.words[c.entity].term)) for c in found if c.entity in self.known.words]

    def mentions(self, text: str) -> tuple[list[Mention], list[Mention]]:
        """The drugs and trials, and the glossary words, that a running text names."""
        return scan(self.entries, text), scan(self.words, text)

    def words_in(self, text: str) -> list[Mention]:
        """The glossary words that a running text names."""
        return scan(self.words, text)

    def _label(self, entry_id: str, name: str) -> str:
        return self.labels.get((entry_id, name)) or self.label(entry_id, name)

    def label(self, entry_id: str, name: str) -> str:
        """How a choice says why it fits: ``Afinitor (brand) → everolimus``. A misspelling is never shown."""
        entry = self.known.entry(entry_id)
        if entry is None:
            return name
        kind = kind_of_name(entry, name)
        if fold(name) == fold(entry.name) or kind is NameKind.MISSPELLING:
            sort = entry.kind.value if isinstance(entry, Drug) else f"trial: {entry.title}"
            return _cut(f"{entry.name} ({sort})")
        return _cut(f"{name} ({kind.value}){ARROW}{entry.name}")


def names_of(entry: Drug | Trial) -> tuple[str, ...]:
    """Every name that leads to an entry, its own first."""
    if isinstance(entry, Drug):
        return (entry.name, *(n.text for n in entry.names))
    return (entry.name, *entry.names, *(i.id for i in entry.ids))


def names_of_word(word: Word) -> tuple[str, ...]:
    """Every name that leads to a glossary word, its own first."""
    return (word.term, *word.short_forms, *word.other_names, *word.misspellings)


def kind_of_name(entry: Drug | Trial, name: str) -> NameKind:
    """Why a name leads to an entry."""
    folded = fold(name)
    if isinstance(entry, Drug):
        own = next((n.kind for n in entry.names if fold(n.text) == folded), None)
        return own or (NameKind.GENERIC if folded == fold(entry.name) else NameKind.SHARED)
    if any(fold(i.id) == folded for i in entry.ids):
        return NameKind.REGISTER_ID
    return NameKind.TRIAL if folded in {fold(n) for n in (entry.name, *entry.names)} else NameKind.SHARED


def catalogue(known: Knowledge) -> Catalogue:
    """Build the indexes of all names of the knowledge."""
    names = {i: names_of(e) for group in (known.drugs, known.trials) for i, e in group.items()}
    shared = {s.text: s.means for s in known.shared_names}
    words = {w.id: names_of_word(w) for w in known.words.values()}
    book = Catalogue(
        known,
        build(names, known.not_covered, shared=shared, everyday=known.everyday_words),
        build(words, ()),
    )
    declared = [(entity, name.spelling) for name in book.entries.exact.values() for entity in name.entities]
    declared += [(e.id, e.name) for group in (known.drugs, known.trials) for e in group.values()]
    return replace(book, labels={(entity, name): book.label(entity, name) for entity, name in declared})


def _cut(label: str, most: int = 100) -> str:
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"
