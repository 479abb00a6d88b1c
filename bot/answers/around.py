"""What stands around a card: how a name led to it, and the buttons that every card has."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.answer import Choice, Draft, Line, Section
from bot.answers.asking import echo
from bot.answers.host import Host
from bot.answers.pages import AHEAD
from bot.answers.question import Question, Topic
from bot.facts.drug import Drug, NameKind
from bot.facts.knowledge import Knowledge
from bot.facts.trial import Trial
from bot.names.catalogue import kind_of_name
from bot.names.find import Sure
from bot.names.fold import fold

GUESS = "guess"  # the section of a question whose entry was guessed: every page of its card goes on saying so
_SHARED = {Topic.TRIAL, Topic.DRUG, Topic.WORD, Topic.FIND, Topic.COMPARE, Topic.QUESTIONS, Topic.PEOPLE}
_REPORTED = _SHARED - {Topic.FIND}


def reading_on(entry: Drug | Trial) -> tuple[Choice, ...]:
    """The buttons that help to take a card to one's own team."""
    about = "trial" if isinstance(entry, Trial) else "medicine"
    return (
        Choice(f"Questions to ask about a {about}", Question(Topic.QUESTIONS, entry=about)),
        Choice(f"Hard words on the card of {entry.name}"[:80], Question(Topic.EXPLAIN, entry=entry.id)),
        Choice("For my appointment", Question(Topic.APPOINTMENT, entry=entry.id)),
    )


def with_share_and_report(card: Draft, meant: Question, host: Host) -> Draft:
    """[Share here] and [Something is wrong], where the host has them, on every answer that a button can ask again."""
    if not card.found or not meant.entry:
        return card
    asked = replace(meant, asked="", section="" if meant.section == GUESS else meant.section)
    choices = list(card.choices)
    if host.shares and meant.topic in _SHARED:
        choices.append(Choice("Share here", asked.about(Topic.SHARE)))
    if host.reports and meant.topic in _REPORTED:
        choices.append(Choice("Something is wrong", asked.about(Topic.WRONG)))
    return replace(card, choices=tuple(choices))


def trial_not_drug(trial: Trial, known: Knowledge) -> Draft:
    """/drug with the name of a trial: say so, and offer the trial and its medicines."""
    drugs = [known.drugs[d] for d in trial.drugs if d in known.drugs]
    choices = (
        Choice(f"The {trial.name} trial"[:80], Question(Topic.TRIAL, entry=trial.id)),
        *(Choice(f"About {d.name}"[:80], Question(Topic.DRUG, entry=d.id)) for d in drugs),
    )
    line = Line(f"{trial.name} is a trial, not a medicine. Choose the trial, or one of its medicines.")
    return Draft(f"{trial.name} is a trial", (Section("trial", "", (line,)),), choices)


def as_a_guess(card: Draft, entry_id: str, name: str, typed: str = "") -> Draft:
    """A guess always says so, with a way out; without what was typed when a button asks."""
    shown = f"Showing {name}. You typed “{typed}”." if typed else f"Showing {name}. That is a guess at what you typed."
    way_out = Choice("Not what I meant", Question(Topic.NOT_MEANT, entry=entry_id))
    return replace(_after(shown, card), choices=(way_out, *card.choices))


def say_why(card: Draft, found: Sure, entry: Drug | Trial, asked: str) -> Draft:
    """A guess says so; another name of a drug is explained."""
    if not found.exact:
        return as_a_guess(card, found.entity, entry.name, echo(asked) or "…")
    if fold(found.name) in (fold(entry.name), fold(entry.id)) or not isinstance(entry, Drug):
        return card
    kind = kind_of_name(entry, found.name)
    plain = kind in (NameKind.PEOPLE_SAY, NameKind.MISSPELLING, NameKind.SHARED)
    article = "an" if kind.value[0] in "aeiou" else "a"
    return _after(f"{found.name} is {'another name' if plain else f'{article} {kind.value}'} of {entry.name}.", card)


def _after(text: str, card: Draft) -> Draft:
    return replace(card, sections=(Section(AHEAD, "", (Line(text),)), *card.sections))
