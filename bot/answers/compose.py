"""Question and knowledge to answer: the one place where an Answer is made, and so the one that adds the disclaimer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.answers import asking
from bot.answers.answer import Answer, Choice, Draft, Line, Section
from bot.answers.drug_card import drug_card
from bot.answers.question import Question, Topic
from bot.answers.trial_card import trial_card
from bot.answers.trials_of_drug import trials_of_drug
from bot.facts.drug import Drug
from bot.facts.knowledge import Knowledge
from bot.names.catalogue import Catalogue, kind_of_name
from bot.names.find import NotCovered, Sure, Unknown, Unsure
from bot.names.fold import fold


def answer(question: Question, catalogue: Catalogue, today: date) -> Answer:
    """What the bot says to a question on a given day. Never raises for anything a person can type."""
    draft, meant = _draft(question, catalogue, today)
    return _with_disclaimer(draft, meant, catalogue.known)


def apology(question: Question, known: Knowledge, error_id: str) -> Answer:
    """What the bot says when answering failed; claims nothing, and carries the disclaimer too."""
    return _with_disclaimer(asking.crashed(error_id), question, known)


def _with_disclaimer(draft: Draft, question: Question, known: Knowledge) -> Answer:
    return Answer(question, draft.title, draft.sections, draft.choices, draft.found, known.disclaimer)


def _draft(question: Question, catalogue: Catalogue, today: date) -> tuple[Draft, Question]:
    """The draft, and the question with the id of the entry in place of what was typed, where one was found."""
    known = catalogue.known
    if question.topic is Topic.NOT_MEANT:
        return asking.not_meant(question.entry, known), question
    if question.entry:
        return _card(question, question.entry, known, today) or asking.gone(), question
    found = catalogue.find(question.asked)
    nothing_kept = replace(question, asked="")
    if isinstance(found, Unsure):
        return asking.which_one(found, question.asked, question.topic, known), nothing_kept
    if isinstance(found, NotCovered):
        return asking.not_covered(found), nothing_kept
    if isinstance(found, Unknown):
        return asking.not_found(found, question.asked, known), nothing_kept
    card = _card(question, found.entity, known, today) or asking.gone()
    return _say_what_is_shown(card, found, question, known), replace(nothing_kept, entry=found.entity)


def _card(question: Question, entry_id: str, known: Knowledge, today: date) -> Draft | None:
    trial = known.trials.get(entry_id)
    drug = known.drugs.get(entry_id)
    if trial and question.topic is Topic.DRUG and not question.entry:
        return _trial_not_drug(trial.id, known)
    if trial:
        return trial_card(trial, known, today, question.section)
    if drug and question.topic is Topic.TRIAL:
        return trials_of_drug(drug, known, today)
    if drug:
        return drug_card(drug, known, today, question.section)
    return None


def _trial_not_drug(trial_id: str, known: Knowledge) -> Draft:
    """/drug with the name of a trial: say so, and offer the trial and its medicines."""
    trial = known.trials[trial_id]
    drugs = [known.drugs[d] for d in trial.drugs if d in known.drugs]
    choices = (
        Choice(f"The {trial.name} trial"[:80], Question(Topic.TRIAL, entry=trial.id)),
        *(Choice(f"About {d.name}"[:80], Question(Topic.DRUG, entry=d.id)) for d in drugs),
    )
    line = Line(f"{trial.name} is a trial, not a medicine. Choose the trial, or one of its medicines.")
    return Draft(f"{trial.name} is a trial", (Section("trial", "", (line,)),), choices)


def _say_what_is_shown(card: Draft, found: Sure, question: Question, known: Knowledge) -> Draft:
    """A guess always says so, with a way out; another name of the entry is explained."""
    entry = known.entry(found.entity)
    if entry is None:
        return card
    if not found.exact:
        line = Line(f"Showing {entry.name}. You typed “{asking.echo(question.asked)}”.")
        way_out = Choice("Not what I meant", Question(Topic.NOT_MEANT, entry=found.entity))
        return replace(card, sections=(Section("shown", "", (line,)), *card.sections), choices=(way_out, *card.choices))
    if fold(found.name) in (fold(entry.name), fold(entry.id)) or not isinstance(entry, Drug):
        return card
    kind = kind_of_name(entry, found.name).value
    line = Line(f"{found.name} is a {kind} of {entry.name}.")
    return replace(card, sections=(Section("shown", "", (line,)), *card.sections))
