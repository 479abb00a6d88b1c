"""/compare: two drugs or two trials, line by line, and why their numbers must not be ranked."""

from __future__ import annotations

import re
from datetime import date
from typing import TypeVar

from bot.answers.answer import Choice, Draft, Line, Section
from bot.answers.citing import Citing, about_the_card
from bot.answers.numbers import label_of, result_in_words
from bot.answers.question import Question, Topic
from bot.answers.status import status_in_short
from bot.answers.trial_card import SILENT
from bot.facts.claims import Claim
from bot.facts.drug import Drug
from bot.facts.knowledge import Knowledge
from bot.facts.trial import Trial

WHY_NOT_RANKED = (
    "Numbers of different trials must not be ranked. The people in them were different, and so was the way they were "
    "counted. Only a trial that tests two treatments against each other can say which did more."
)


LONGEST_PAIR = 700
T = TypeVar("T")
Pair = tuple[T, T]
_BETWEEN = (r"\s+(?:vs\.?|versus|or)\s+", r"\s+(?:and|with|to)\s+", r"\s*[,;&/+~]\s*")
_NAMED = re.compile(r"\s*(first|second)\s*[:=]\s*(.*?)\s*(?=\b(?:first|second)\s*[:=]|$)", re.I | re.S)


def two_names(asked: str) -> Pair[str] | None:
    """The two names in "everolimus and sunitinib", or in "first:everolimus second:sunitinib"; None if not two."""
    asked = " ".join(asked.split())[:LONGEST_PAIR]  # the patterns below take their time over long stretches of blanks
    named = {key.casefold(): text for key, text in _NAMED.findall(asked)}
    if named.get("first") and named.get("second"):
        return named["first"], named["second"]
    for between in _BETWEEN:
        parts = [part.strip() for part in re.split(between, asked.strip(), flags=re.I)]
        if len(parts) == 2 and all(parts):
            return parts[0], parts[1]
    return None


def compare(first: Drug | Trial, second: Drug | Trial, known: Knowledge, today: date) -> Draft:
    """Two entries side by side, if they are two and of one kind."""
    if first.id == second.id:
        return _the_same(first)
    if isinstance(first, Drug) and isinstance(second, Drug):
        return compare_drugs(first, second, known, today)
    if isinstance(first, Trial) and isinstance(second, Trial):
        return compare_trials(first, second, known, today)
    return different_things(first, second)


def _the_same(entry: Drug | Trial) -> Draft:
    """Both names lead to one entry: nothing to compare, which is worth knowing."""
    topic, label = (
        (Topic.DRUG, f"About {entry.name}") if isinstance(entry, Drug) else (Topic.TRIAL, f"The {entry.name} trial")
    )
    line = Line(f"Both names mean {entry.name}. Please name two different medicines, or two different trials.")
    choice = Choice(label[:80], Question(topic, entry=entry.id))
    return Draft("One and the same", (Section("same", "", (line,)),), (choice,), found=False)


def compare_drugs(first: Drug, second: Drug, known: Knowledge, today: date) -> Draft:
    """Two drugs, line by line."""
    citing = Citing()

    def row(key: str, heading: str, a: tuple[Line, ...], b: tuple[Line, ...]) -> Section:
        return _row(key, heading, first.name, a, second.name, b)

    sections = (
        Section("why", "", (Line(WHY_NOT_RANKED),)),
        row(
            "what",
            "What it is",
            _one(first, first.in_one_sentence, citing),
            _one(second, second.in_one_sentence, citing),
        ),
        row("class", "Class", _one(first, first.drug_class, citing), _one(second, second.drug_class, citing)),
        row("given", "Given as", _one(first, first.given_as, citing), _one(second, second.given_as, citing)),
        row("approved", "Approved for NETs?", _approved(first, citing), _approved(second, citing)),
        row(
            "effects",
            "Common side effects",
            _many(first, first.side_effects, citing),
            _many(second, second.side_effects, citing),
        ),
        row(
            "warnings",
            "Serious warnings",
            _many(first, first.serious_warnings, citing),
            _many(second, second.serious_warnings, citing),
        ),
        row("trials", "Trials in our list", _trials(first, known, today), _trials(second, known, today)),
        *citing.section(),
        about_the_card(first.provenance, second.provenance),
    )
    choices = tuple(Choice(f"About {d.name}"[:80], Question(Topic.DRUG, entry=d.id)) for d in (first, second))
    return Draft(f"{first.name} and {second.name}, line by line", sections, choices)


def compare_trials(first: Trial, second: Trial, known: Knowledge, today: date) -> Draft:
    """Two trials, line by line. A result stands here only with its group and its comparison."""
    citing = Citing()

    def row(key: str, heading: str, a: tuple[Line, ...], b: tuple[Line, ...]) -> Section:
        return _row(key, heading, first.name, a, second.name, b)

    sections = (
        Section("why", "", (Line(WHY_NOT_RANKED),)),
        row("status", "Status", _status(first, citing, today), _status(second, citing, today)),
        row(
            "what",
            "In one sentence",
            _one(first, first.in_one_sentence, citing),
            _one(second, second.in_one_sentence, citing),
        ),
        row("kinds", "Kind of NET", _kinds(first, citing), _kinds(second, citing)),
        row("drugs", "Medicines", _drugs(first, known, citing), _drugs(second, known, citing)),
        row("design", "How it is set up", _one(first, first.design, citing), _one(second, second.design, citing)),
        row("people", "People", _people(first, citing), _people(second, citing)),
        row("results", "Results with a comparison group", _results(first, citing), _results(second, citing)),
        row(
            "effects",
            "Side effects reported",
            _many(first, first.side_effects, citing),
            _many(second, second.side_effects, citing),
        ),
        *citing.section(),
        about_the_card(first.provenance, second.provenance),
    )
    choices = tuple(Choice(f"The {t.name} trial"[:80], Question(Topic.TRIAL, entry=t.id)) for t in (first, second))
    return Draft(f"{first.name} and {second.name}, line by line", sections, choices)


def different_things(first: Drug | Trial, second: Drug | Trial) -> Draft:
    """A drug and a trial cannot be set side by side."""
    line = Line(
        f"{first.name} and {second.name} are a medicine and a trial. Only two medicines, or two trials, can stand side by side."
    )
    choices = tuple(
        Choice(f"About {e.name}"[:80], Question(Topic.DRUG if isinstance(e, Drug) else Topic.TRIAL, entry=e.id))
        for e in (first, second)
    )
    return Draft("A medicine and a trial", (Section("different", "", (line,)),), choices, found=False)


def _row(key: str, heading: str, name: str, a: tuple[Line, ...], other: str, b: tuple[Line, ...]) -> Section:
    return Section(key, heading, (*_named(name, a), *_named(other, b)))


def _named(name: str, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    if len(lines) == 1 and not lines[0].point:
        return (Line(lines[0].text, name, lines[0].cites),)
    return (Line(f"{name}:"), *lines)


def _one(entry: Drug | Trial, claim: Claim | None, citing: Citing) -> tuple[Line, ...]:
    return (citing.line(entry.sources, claim),) if claim else (Line(SILENT),)


def _many(entry: Drug | Trial, claims: tuple[Claim, ...], citing: Citing) -> tuple[Line, ...]:
    return (*citing.points(entry.sources, claims), Line("This list is not complete.")) if claims else (Line(SILENT),)


def _approved(drug: Drug, citing: Citing) -> tuple[Line, ...]:
    if not drug.approvals_for_nets:
        return (Line("Not approved for NETs, as far as we found in the sources we read."),)
    return tuple(
        Line(f"{a.for_whom.rstrip('.')} ({a.date}).", a.regulator, citing.cite(drug.sources, (a.source,)), point=True)
        for a in drug.approvals_for_nets
    )


def _trials(drug: Drug, known: Knowledge, today: date) -> tuple[Line, ...]:
    trials = known.trials_of(drug.id)
    if not trials:
        return (Line("none; there may be some in the registers"),)
    return tuple(Line(f"{status_in_short(t.status, today)}.", t.name, point=True) for t in trials)


def _status(trial: Trial, citing: Citing, today: date) -> tuple[Line, ...]:
    return (Line(f"{status_in_short(trial.status, today)}.", cites=citing.cite(trial.sources, (trial.status.source,))),)


def _kinds(trial: Trial, citing: Citing) -> tuple[Line, ...]:
    return (Line("; ".join(k.value for k in trial.kinds) + ".", cites=citing.cite(trial.sources, trial.facts_from)),)


def _drugs(trial: Trial, known: Knowledge, citing: Citing) -> tuple[Line, ...]:
    names = [known.drugs[d].name for d in trial.drugs if d in known.drugs] + list(trial.other_drugs)
    return (Line(", ".join(names) + ".", cites=citing.cite(trial.sources, trial.facts_from)),)


def _people(trial: Trial, citing: Citing) -> tuple[Line, ...]:
    people = trial.people
    if people is None:
        return (Line(SILENT),)
    counts = ((people.planned, "planned"), (people.enrolled, "joined"), (people.treated, "treated"))
    text = ", ".join(f"{count} {what}" for count, what in counts if count is not None)
    return (Line(f"{text}.", cites=citing.cite(trial.sources, (people.source,))),)


def _results(trial: Trial, citing: Citing) -> tuple[Line, ...]:
    rows = [r for r in trial.results if r.compared_with is not None]
    if not rows:
        return (Line("None in our record. Results without a comparison group are on its card."),)
    lines = [Line(result_in_words(r), label_of(r), citing.cite(trial.sources, (r.source,)), point=True) for r in rows]
    if trial.results_note:
        lines.append(citing.line(trial.sources, trial.results_note, point=True))
    return tuple(lines)
