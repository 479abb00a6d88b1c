"""A bad edit never takes an answer away: what is live after files changed, and what is held back, file by file.

A file with a problem keeps its last good text; all others go live. A rule across files that fails holds back the
files it names; if that does not mend it, everything that changed is held back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from bot.editing.reading import Read, read_knowledge
from bot.editing.sheets import Kind, Sheet, is_template, kind_of, read_sheet
from bot.facts.drug import Drug
from bot.facts.knowledge import Knowledge
from bot.facts.trial import Trial
from bot.problems import Place, Problem

MOST_ROUNDS = 12
FEW_REMOVED = 5
BULK = 3
_ENTRIES = (Kind.DRUG, Kind.TRIAL, Kind.WORDS)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of reading a folder while older good texts are at hand.

    knowledge  what may go live; None only if nothing usable is left.
    texts      the texts it is made of, by path: the last good ones from now on.
    problems   everything wrong with the files as they are on disk.
    changed, added, removed   paths that differ from the older texts and are live now.
    held       paths whose older text stays; left_out: paths that have no good text at all.
    renewed    ids of entries of which only the day of the review changed, several at once.
    """

    knowledge: Knowledge | None
    sheets: Mapping[str, Sheet]
    texts: Mapping[str, str]
    problems: tuple[Problem, ...]
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    renewed: frozenset[str] = frozenset()


@dataclass(slots=True)
class Reader:
    """Reads sheets and remembers those of the files that have not changed since the last time."""

    remembered: dict[tuple[str, str], tuple[str, tuple[Sheet | None, tuple[Problem, ...]]]] = field(
        default_factory=dict
    )

    def __call__(self, path: str, text: str, shown: str) -> tuple[Sheet | None, tuple[Problem, ...]]:
        """Read one file, or return what it was read as before."""
        known = self.remembered.get((path, shown))
        if known is None or known[0] != text:
            known = (text, read_sheet(path, text, shown))
            self.remembered[(path, shown)] = known
        return known[1]

    def forget_all_but(self, paths: Mapping[str, Any]) -> None:
        """Drop what was remembered of files that are gone."""
        self.remembered = {key: value for key, value in self.remembered.items() if key[0] in paths}


def settle(
    new: Mapping[str, str],
    unreadable: tuple[Problem, ...],
    good: Mapping[str, str],
    shown: str,
    reader: Reader,
) -> Outcome:
    """What may go live of ``new``, with the texts of ``good`` (the last good ones) in place of bad ones."""
    first = read_knowledge(new, shown, unreadable, reader)
    suspicious = tuple(_suspicious(new, good, shown))
    problems = tuple(sorted({*unreadable, *first.problems, *suspicious}, key=lambda p: (p.place, p.what)))
    live, read = dict(new), first
    if problems:
        live, read = _mended(dict(new), problems, good, shown, reader)
    reader.forget_all_but({**new, **good})
    if read.knowledge is None:
        return Outcome(None, read.sheets, {}, problems)
    held = tuple(sorted(p for p in good if p in live and live[p] == good[p] and new.get(p) != good[p]))
    return Outcome(
        knowledge=read.knowledge,
        sheets=read.sheets,
        texts=live,
        problems=problems,
        changed=tuple(sorted(p for p in live if p in good and live[p] != good[p])),
        added=tuple(sorted(p for p in live if p not in good)),
        removed=tuple(sorted(p for p in good if p not in live)),
        held=held,
        left_out=tuple(sorted(p for p in new if p not in live)),
        renewed=_renewed(live, good, shown, reader),
    )


def _mended(
    live: dict[str, str], problems: tuple[Problem, ...], good: Mapping[str, str], shown: str, reader: Reader
) -> tuple[dict[str, str], Read]:
    """Put older texts in place of bad ones until nothing is wrong; the last resort are the older texts alone."""
    for _ in range(MOST_ROUNDS):
        paths = {path_of(p, shown) for p in problems}
        before = dict(live)
        for path in paths:
            _hold(live, path, good)
        if live == before:
            for path in {p for p in (*live, *good) if live.get(p) != good.get(p) and p in good}:
                live[path] = good[path]
        if live == before:
            for path in paths:
                live.pop(path, None)
        read = read_knowledge(live, shown, (), reader)
        if read.knowledge is not None or live == before:
            return live, read
        problems = read.problems
    return dict(good), read_knowledge(good, shown, (), reader)


def _hold(live: dict[str, str], path: str, good: Mapping[str, str]) -> None:
    if path in good:
        live[path] = good[path]
    else:
        live.pop(path, None)
    if path == "":  # the folder as a whole: nothing that is gone is believed to be gone
        live.update({p: text for p, text in good.items() if p not in live})


def path_of(problem: Problem, shown: str) -> str:
    """The file within the folder that a problem is about; empty if it is the folder itself."""
    return problem.place.path.removeprefix(shown).lstrip("/")


def seems_cut(text: str, before: str | None) -> bool:
    """True if the end of a text may still be on its way, compared with the one before it (None: there was none).

    It ends in the middle of a line, or a line behind the last line that is there only once has gone with no other
    in its place. A text whose end was rewritten is not cut; one that lost its end on purpose cannot be told apart.
    """
    if not text.endswith("\n") and (before is None or before.endswith("\n")):
        return True
    if before is None:
        return False
    new, old = text.rstrip().splitlines(), before.rstrip().splitlines()
    if not new or (old[-1] != new[-1] and old[-1].startswith(new[-1])):
        return True
    counts = Counter(old)
    behind, mark = next(((n, line) for n, line in enumerate(reversed(old)) if counts[line] == 1), (0, ""))
    if mark in new:
        return new[::-1].index(mark) < behind
    return len(new) < len(old)


def _suspicious(new: Mapping[str, str], good: Mapping[str, str], shown: str) -> list[Problem]:
    """Changes that look like accidents: a file without its end, or a folder that is suddenly almost empty."""
    found = [
        Problem(
            Place(f"{shown}/{path}", text.count("\n") + 1),
            "the end of the file is missing; the rest is as before",
            "Save it again. If it is meant to be shorter, change something else too, such as the day in 'compiled'.",
        )
        for path, text in new.items()
        if path in good and len(text) < len(good[path]) and good[path].startswith(text.rstrip())
    ]
    gone = [p for p in good if p not in new and kind_of(p) in _ENTRIES]
    entries = [p for p in good if kind_of(p) in _ENTRIES]
    if len(gone) > max(FEW_REMOVED, len(entries) // 4):
        what = f"{len(gone)} of {len(entries)} entries are gone at once"
        hint = (
            "Is the folder still there? To remove many entries, do it in steps. For another folder, start the bot with"
        )
        found.append(Problem(Place(shown), what, f"{hint} a state folder of its own."))
    return found


def _renewed(live: Mapping[str, str], good: Mapping[str, str], shown: str, reader: Reader) -> frozenset[str]:
    """Entries in which nothing but days changed, if there are more than ``BULK`` of them at once."""
    ids = []
    for path, text in live.items():
        if (
            path in good
            and good[path] != text
            and not is_template(path)
            and _without_days(text) == _without_days(good[path])
        ):
            sheet, _ = reader(path, text, f"{shown}/{path}")
            if sheet and isinstance(sheet.value, Drug | Trial):
                ids.append(sheet.id)
    return frozenset(ids) if len(ids) > BULK else frozenset()


def _without_days(text: str) -> str:
    """The text with every line that only says a day of reviewing or checking left out."""
    days = ("status_checked:", "recheck_by:", "review:", "on:", "by:", "compiled:", "seen:")
    return "\n".join(line for line in text.splitlines() if not line.strip().lstrip("{").startswith(days))


def with_renewed(known: Knowledge, ids: frozenset[str]) -> Knowledge:
    """The knowledge, in which the cards of these entries say "date renewed" and not "reviewed"."""
    if not ids:
        return known
    drugs = {i: replace(d, provenance=replace(d.provenance, date_only=i in ids)) for i, d in known.drugs.items()}
    trials = {i: replace(t, provenance=replace(t.provenance, date_only=i in ids)) for i, t in known.trials.items()}
    return replace(known, drugs=MappingProxyType(drugs), trials=MappingProxyType(trials))
