"""Numbers for sources: each source of an answer gets one, in the order in which the text first names it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answers.answer import Line, Reference, Section
from bot.facts.claims import Claim, Provenance, Source, day_in_words

MOST_VERSIONS = 5


class Citing:
    """Collects the sources that one answer cites, while it is composed."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str | None, str], int] = {}
        self._cited: list[Source] = []

    def cite(self, sources: Iterable[Source], ids: Iterable[str]) -> tuple[int, ...]:
        """The numbers of the sources with these ids; the same page cited by two entries has one number."""
        by_id = {s.id: s for s in sources}
        numbers = []
        for source in (by_id[i] for i in ids):
            key = (source.url, source.title)
            if key not in self._numbers:
                self._cited.append(source)
                self._numbers[key] = len(self._cited)
            numbers.append(self._numbers[key])
        return tuple(sorted(set(numbers)))

    def line(self, sources: Iterable[Source], claim: Claim, label: str = "", point: bool = False) -> Line:
        """A sourced text as a line with the numbers of its sources."""
        return Line(claim.text, label, self.cite(sources, claim.sources), point)

    def points(self, sources: tuple[Source, ...], claims: Iterable[Claim]) -> tuple[Line, ...]:
        """Sourced texts as the points of a list; if all have the same sources, only the last shows the numbers."""
        lines = [self.line(sources, claim, point=True) for claim in claims]
        if len({line.cites for line in lines}) == 1:
            lines = [Line(line.text, point=True) for line in lines[:-1]] + lines[-1:]
        return tuple(lines)

    def section(self) -> tuple[Section, ...]:
        """The list of sources; nothing if none was cited."""
        if not self._cited:
            return ()
        return (
            Section(
                "sources",
                "Sources",
                tuple(Reference(n, describe(s), s.url) for n, s in enumerate(self._cited, 1)),
            ),
        )


def describe(source: Source) -> str:
    """A source in one line: what it is, its own date, what was read of it, and when."""
    own_date = f", {source.published}" if source.published else ""
    seen = f"seen {day_in_words(source.seen)}"
    if source.read_through:
        seen = f"read through {source.read_through}, {seen}"
    return f"{source.title}{own_date} ({seen})"


def about_the_card(*made: Provenance, recheck: str = "") -> Section:
    """Who put the text together, when, whether a moderator read it, and its version."""
    lines = []
    compiled = max(p.compiled for p in made)
    reviews = [p.review for p in made]
    known = [r for r in reviews if r is not None]
    if any(p.date_only for p in made):
        lines.append(f"Compiled from the sources on this card on {day_in_words(compiled)}; date renewed, not reviewed.")
    elif len(known) == len(reviews):
        oldest = min(known, key=lambda r: r.on)
        lines.append(
            f"Compiled from the sources on this card. Read by a moderator ({oldest.by}) on {day_in_words(oldest.on)}."
        )
    else:
        lines.append(
            f"Compiled from the sources on this card on {day_in_words(compiled)}; not yet read by a moderator."
        )
    if recheck:
        lines.append(recheck)
    versions = dict.fromkeys(p.version for p in made)
    if len(versions) <= MOST_VERSIONS:
        lines.append(f"Text version: {', '.join(versions)}.")
    else:
        lines.append("Each trial's own card shows its text version.")
    return Section("about", "About this card", (Line(" ".join(lines)),))
