"""What somebody should look at again: overdue first, oldest first, at most ten lines, grouped by who looks after it."""

from __future__ import annotations

from datetime import date, timedelta

from bot.answers.answer import Choice, Draft, Line, Section
from bot.answers.question import Question, Topic
from bot.facts.claims import day_in_words
from bot.facts.knowledge import Knowledge
from bot.facts.trial import Trial

SOON = timedelta(days=14)
MOST = 10


def due_trials(known: Knowledge, today: date) -> tuple[Trial, ...]:
    """Trials whose recheck day has passed or comes within 14 days, the oldest first."""
    late = [t for t in known.trials.values() if t.status.recheck_by and t.status.recheck_by <= today + SOON]
    return tuple(sorted(late, key=lambda t: (t.status.recheck_by or today, t.name.casefold())))


def due_card(known: Knowledge, today: date) -> Draft | None:
    """The list for the moderators, or None if nothing is due."""
    due = due_trials(known, today)
    if not due:
        return None
    overdue = sum(1 for t in due if t.status.recheck_by and t.status.recheck_by < today)
    intro = f"{overdue} overdue, {len(due) - overdue} due within 14 days. Look in the register, then edit the file."
    groups: dict[str, list[Line]] = {}
    for trial in due[:MOST]:
        when = trial.status.recheck_by
        word = "overdue since" if when and when < today else "due"
        line = Line(f"{word} {day_in_words(when) if when else ''}: {trial.title}", trial.name, point=True)
        groups.setdefault(trial.provenance.owner or "", []).append(line)
    sections = [Section("intro", "", (Line(intro),))]
    for owner, lines in groups.items():
        heading = f"Looked after by {owner}" if owner else ("Nobody in particular" if len(groups) > 1 else "")
        sections.append(Section(f"of-{owner}", heading, tuple(lines)))
    if len(due) > MOST:
        sections.append(Section("more", "", (Line(f"And {len(due) - MOST} more, newer ones."),)))
    choices = tuple(Choice(f"The {t.name} trial"[:80], Question(Topic.TRIAL, entry=t.id)) for t in due[:MOST])
    return Draft("What is due", tuple(sections), choices)
