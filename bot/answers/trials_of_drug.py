"""The overview of a drug's trials: the one with results first, the others with their status and date, then a choice."""

from __future__ import annotations

from datetime import date

from bot.answers.answer import Choice, Draft, Line, Section
from bot.answers.citing import Citing, about_the_card
from bot.answers.question import Question, Topic
from bot.answers.status import status_in_short, status_in_words
from bot.answers.trial_card import result_lines
from bot.facts.drug import Drug
from bot.facts.knowledge import Knowledge
from bot.facts.trial import Result, Trial

MOST_HEADLINES = 4


def trials_of_drug(drug: Drug, known: Knowledge, today: date) -> Draft:
    """What trials there are with a drug, what the first of them found, and where the others stand."""
    trials = known.trials_of(drug.id)
    about = Choice(f"About {drug.name}"[:80], Question(Topic.DRUG, entry=drug.id))
    title = f"Trials with {drug.name}"
    if not trials:
        text = "Our list has no trial with it. That does not mean that there is none: look in a register, and ask your team."
        return Draft(title, (Section("none", "", (Line(text),)), about_the_card(drug.provenance)), (about,))
    citing = Citing()
    number = f"{len(trials)} trial{'s' if len(trials) != 1 else ''}"
    sections = [
        Section("intro", "", (Line(f"Our list has {number} with {drug.name}. There may be more in the registers."),))
    ]
    lead, others = (trials[0], trials[1:]) if trials[0].results else (None, trials)
    if lead:
        sections.append(
            Section("lead", f"{lead.name}: {lead.title}", tuple(_lead(lead, citing, today)), (_open(lead),))
        )
    heading = "Other trials" if lead else "The trials"
    for trial in others:  # each its own section, so that its button stands on the page that tells about it
        sections.append(Section(f"trial-{trial.id}", heading, tuple(_other(trial, citing, today)), (_open(trial),)))
        heading = ""
    made = about_the_card(*(t.provenance for t in trials))
    return Draft(title, (*sections, *citing.section(), made), (about,))


def _open(trial: Trial) -> Choice:
    label = f"{trial.name}: {trial.title}"
    return Choice(label if len(label) <= 80 else label[:79].rstrip(" ,") + "…", Question(Topic.TRIAL, entry=trial.id))


def _lead(trial: Trial, citing: Citing, today: date) -> list[Line]:
    lines = [
        citing.line(trial.sources, trial.in_one_sentence),
        Line(status_in_words(trial.status, today), "Status", citing.cite(trial.sources, (trial.status.source,))),
    ]
    lines.extend(result_lines(trial, headlines(trial), citing))
    if trial.results_note:
        lines.append(citing.line(trial.sources, trial.results_note, "The open question"))
    if trial.side_effects:
        lines.append(Line("Side effects reported in this trial:"))
        lines.extend(citing.points(trial.sources, trial.side_effects))
    lines.extend(citing.points(trial.sources, trial.caveats[:2]))
    return lines


def headlines(trial: Trial) -> tuple[Result, ...]:
    """The results of the measure that the editor put first."""
    first = trial.results[0].measure
    return tuple(r for r in trial.results if r.measure is first)[:MOST_HEADLINES]


def _other(trial: Trial, citing: Citing, today: date) -> list[Line]:
    status = status_in_short(trial.status, today)
    cites = citing.cite(trial.sources, (trial.status.source, *trial.in_one_sentence.sources))
    people = f" {_people(trial)}" if trial.people else ""
    results = " It has results: open its card." if trial.results else " Our record has no results of it."
    text = f"{trial.title}. Status: {status}. {trial.in_one_sentence.text}{people}{results}"
    return [Line(text, trial.name, cites, point=True)]


def _people(trial: Trial) -> str:
    people = trial.people
    if people is None:
        return ""
    for count, what in ((people.treated, "treated"), (people.enrolled, "joined"), (people.planned, "planned")):
        if count is not None:
            return f"People {what}: {count}."
    return ""
