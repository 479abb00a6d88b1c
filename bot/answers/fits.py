"""Whether an answer fits into Discord's messages; asked for every card before it goes live."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.answers.answer import Answer
from bot.answers.compose import answer
from bot.answers.drug_card import SECTIONS as DRUG_SECTIONS
from bot.answers.host import Host
from bot.answers.pages import pages
from bot.answers.question import LONGEST_BUTTON, Question, Topic
from bot.answers.trial_card import SECTIONS as TRIAL_SECTIONS
from bot.facts.claims import Review
from bot.facts.drug import Drug
from bot.facts.trial import Trial
from bot.names.catalogue import Catalogue

MOST_TEXT = 4_000
MOST_COMPONENTS = 40
LONGEST_LABEL = 80
_EVERYTHING = Host(keeper="x" * 200, version="0.0.0", reports=True, shares=True)


def misfits(given: Answer) -> Iterator[str]:
    """What of an answer Discord would refuse; nothing for one that fits."""
    for page in pages(given):
        where = f"page {page.number} of {page.total}"
        if len(page.body) > MOST_TEXT:
            yield f"{where} has {len(page.body)} characters, at most {MOST_TEXT} fit"
        rows = -(-len(page.choices) // 5)
        if 2 + rows + len(page.choices) > MOST_COMPONENTS:
            yield f"{where} has too many buttons ({len(page.choices)})"
        ids = [c.question.as_button() for c in page.choices]
        if len(set(ids)) < len(ids) or any(len(i) > LONGEST_BUTTON for i in ids):
            yield f"{where} has two buttons with the same question, or one too long"
        if any(len(c.label) > LONGEST_LABEL for c in page.choices):
            yield f"{where} has a button with too long a label"


def misfits_of(entry_id: str, catalogue: Catalogue, today: date) -> Iterator[str]:
    """What does not fit of all cards and sections of an entry: fresh and overdue, read by a moderator and not."""
    states = [(catalogue, day) for day in (date(2000, 1, 1), today, date(2100, 1, 1))]
    states.append((_as_reviewed(entry_id, catalogue, today), today))
    for asked in _questions(entry_id, catalogue):
        for book, day in states if asked.topic in (Topic.TRIAL, Topic.DRUG) else states[:1]:
            for misfit in misfits(answer(asked, book, day, _EVERYTHING)):
                yield f"{asked.section or asked.topic.value}: {misfit}"


def _questions(entry_id: str, catalogue: Catalogue) -> Iterator[Question]:
    if entry_id in catalogue.known.trials:
        yield from (Question(Topic.TRIAL, entry=entry_id, section=s) for s in ("", *TRIAL_SECTIONS))
    else:
        yield from (Question(Topic.DRUG, entry=entry_id, section=s) for s in ("", *DRUG_SECTIONS))
        yield Question(Topic.TRIAL, entry=entry_id)
    yield Question(Topic.APPOINTMENT, entry=entry_id)
    yield Question(Topic.EXPLAIN, entry=entry_id)


def _as_reviewed(entry_id: str, catalogue: Catalogue, today: date) -> Catalogue:
    """The same knowledge, as if a moderator with a long name had read the entry."""
    known = catalogue.known
    review = Review(by="M" * 60, on=today)

    def read(entry: Drug | Trial) -> Drug | Trial:
        return replace(entry, provenance=replace(entry.provenance, review=review)) if entry.id == entry_id else entry

    drugs = {i: d for i, e in known.drugs.items() if isinstance(d := read(e), Drug)}
    trials = {i: t for i, e in known.trials.items() if isinstance(t := read(e), Trial)}
    return replace(catalogue, known=replace(known, drugs=drugs, trials=trials))
