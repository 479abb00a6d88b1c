"""What moderators are told: what changed, what was refused and why, how old everything is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.answers.answer import Attachment, Draft, Line, Section
from bot.facts.claims import day_in_words
from bot.facts.knowledge import Knowledge

MOST_PROBLEMS = 10


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake in a file, as an editor reads it: where, what, and the way out."""

    where: str
    what: str
    hint: str


@dataclass(frozen=True, slots=True)
class News:
    """What came of one look at the files.

    held      paths whose older text stays, with the day since which it has been live (None: not known).
    left_out  paths with no good text at all.
    """

    at: datetime
    version: str
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    held: tuple[tuple[str, date | None], ...] = ()
    left_out: tuple[str, ...] = ()
    slips: tuple[Slip, ...] = ()
    renewed: tuple[str, ...] = ()

    def in_one_line(self) -> str:
        """``2 changed, 1 added, 1 refused (still showing the text of 3 Nov 2026)``."""
        parts = [
            f"{len(paths)} {word}"
            for paths, word in ((self.changed, "changed"), (self.added, "added"), (self.removed, "removed"))
            if paths
        ]
        if self.held:
            days = sorted({day for _, day in self.held if day})
            since = f"the text of {day_in_words(days[0])}" if len(days) == 1 else "the older texts"
            parts.append(f"{len(self.held)} refused (still showing {since})")
        if self.left_out:
            parts.append(f"{len(self.left_out)} refused (not shown: there is no older text)")
        return ", ".join(parts) or "nothing changed"


def news_card(news: News) -> Draft:
    """What changed and what was refused, with every mistake and its way out."""
    sections = [
        Section("sum", "", (Line(f"{_upper(news.in_one_line())}."), Line(f"{news.version}.", "Knowledge version")))
    ]
    for paths, heading in ((news.changed, "Changed"), (news.added, "Added"), (news.removed, "Removed")):
        if paths:
            sections.append(Section(heading.casefold(), "", (Line(_list(paths), heading),)))
    if news.held:
        sections.append(Section("held", "", (Line(_list(tuple(p for p, _ in news.held)), "The older text stays"),)))
    if news.left_out:
        sections.append(Section("left-out", "", (Line(_list(news.left_out), "Not shown"),)))
    if news.renewed:
        text = (
            f"Only days changed in {len(news.renewed)} entries at once. Their cards say “date renewed, not reviewed”."
        )
        sections.append(Section("renewed", "", (Line(text),)))
    if news.slips:
        sections.append(Section("slips", "What to mend", _slips(news.slips)))
    return Draft("The knowledge files changed" if not news.slips else "The knowledge files need you", tuple(sections))


def _slips(slips: tuple[Slip, ...]) -> tuple[Line, ...]:
    lines = [Line(f"{s.what}. {s.hint}", s.where, point=True) for s in slips[:MOST_PROBLEMS]]
    if len(slips) > MOST_PROBLEMS:
        lines.append(Line(f"And {len(slips) - MOST_PROBLEMS} more: python -m bot check shows all."))
    return tuple(lines)


def status_card(known: Knowledge, last: News | None, today: date) -> Draft:
    """How much there is, how old it is, and what is refused just now."""
    compiled = sorted(e.provenance.compiled for g in (known.drugs, known.trials) for e in g.values())
    reviewed = sum(1 for g in (known.drugs, known.trials) for e in g.values() if e.provenance.review)
    total = len(known.drugs) + len(known.trials)
    overdue = sum(1 for t in known.trials.values() if not t.status.is_current(today))
    lines = [
        Line(f"{len(known.drugs)} medicines, {len(known.trials)} trials, {len(known.words)} words.", "Entries"),
        Line(f"{known.version}.", "Knowledge version"),
        Line(f"{reviewed} of {total} entries.", "Read by a moderator"),
        Line(f"{overdue} trials.", "Status not checked in time"),
    ]
    if compiled:
        lines.append(Line(f"from {day_in_words(compiled[0])} to {day_in_words(compiled[-1])}.", "Texts compiled"))
    sections = [Section("status", "", tuple(lines))]
    if last:
        lines = [Line(f"{last.at:%Y-%m-%d %H:%M} UTC: {last.in_one_line()}.", "Last change")]
        sections.append(Section("last", "", tuple(lines)))
        if last.slips:
            sections.append(Section("slips", "Refused just now", _slips(last.slips)))
    return Draft("How the knowledge is", tuple(sections))


def changes_card(history: tuple[News, ...]) -> Draft:
    """What changed in the last reloads, the newest first."""
    if not history:
        return Draft("What changed", (Section("none", "", (Line("Nothing has changed since the bot was started."),)),))
    lines = tuple(
        Line(f"{n.in_one_line()}. Version {n.version}.", f"{n.at:%Y-%m-%d %H:%M} UTC", point=True) for n in history
    )
    return Draft("What changed", (Section("changes", "", lines),))


def verdict_card(name: str, slips: tuple[Slip, ...], shows_card: bool) -> Draft:
    """What the check of one file found."""
    if not slips:
        good = "No mistakes. Nothing is live yet: save the file in the knowledge folder. This is the card as people will see it:"
        return Draft(
            f"{name} is fine", (Section("fine", "", (Line(good if shows_card else good.split(" This is")[0]),)),)
        )
    count = f"{len(slips)} mistake{'s' if len(slips) != 1 else ''}. Nothing is live, and nothing changed."
    return Draft(
        f"{name} has mistakes", (Section("count", "", (Line(count),)), Section("slips", "What to mend", _slips(slips)))
    )


def file_card(path: str, text: str) -> Draft:
    """A knowledge file to copy."""
    lines = (
        Line(f"{path} is attached. Change it, check it with /knowledge check, then put it into the knowledge folder."),
    )
    return Draft(
        f"The file {path}", (Section("file", "", lines),), attachment=Attachment(path.rsplit("/", 1)[-1], text)
    )


def version_card(version: str, known: Knowledge) -> Draft:
    """Which text a reader saw: the entries whose text has this version now."""
    wanted = version.strip().casefold()
    every: Mapping[str, str] = {
        **{f"drug {i}": d.provenance.version for i, d in known.drugs.items()},
        **{f"trial {i}": t.provenance.version for i, t in known.trials.items()},
        **{f"word {i}": w.provenance.version for i, w in known.words.items()},
    }
    found = [name for name, own in every.items() if own == wanted]
    if wanted == known.version:
        found.insert(0, "the whole knowledge as it is now")
    if found:
        return Draft(
            f"Text version {wanted[:6]}",
            (Section("found", "", (Line(f"{'; '.join(found[:20])}.", "It is the text of now of"),)),),
        )
    line = Line("No text of now has this version. The reader saw an older text, which has changed since.")
    return Draft("An older text", (Section("older", "", (line,)),), found=False)


def wanted_card(counts: Mapping[str, int], least: int) -> Draft:
    """Words that people looked for and did not find, once enough asked; without who, where and when."""
    if not counts:
        line = Line(f"No word was looked for at least {least} times without being found, since the bot was started.")
        return Draft("Words people did not find", (Section("none", "", (line,)),))
    lines = tuple(
        Line(f"{count} times", word, point=True) for word, count in sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    )
    note = Line("Counted since the bot was started. Nobody is counted by name, place or time.")
    return Draft("Words people did not find", (Section("wanted", "", (*lines[:30], note)),))


def not_allowed() -> Draft:
    """The command is for moderators."""
    line = Line("This command is for moderators of this server. Ask one of them if you want to help with the texts.")
    return Draft("For moderators", (Section("no", "", (line,)),), found=False)


def _list(paths: tuple[str, ...], most: int = 12) -> str:
    more = f" and {len(paths) - most} more" if len(paths) > most else ""
    return f"{', '.join(paths[:most])}{more}."


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
