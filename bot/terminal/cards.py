"""Every card at once: rendered for the checker, and printed for a clinician who wants to read everything."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from bot.answers.answer import Answer
from bot.answers.compose import answer
from bot.answers.fits import misfits, misfits_of
from bot.answers.plain_text import plain_text
from bot.answers.question import Question, Topic
from bot.editing.library import load
from bot.editing.sheets import Sheet, is_template
from bot.names.catalogue import Catalogue
from bot.problems import Place, Problem

_HINT = "Say it in fewer words, or move a part to another entry. The card is cut into pages; one text is too long for a page."


def every_card(catalogue: Catalogue, today: date) -> Iterator[Answer]:
    """All cards: drugs, trials, words, questions, people, registers' help, and the answers to a miss."""
    known = catalogue.known
    for drug in known.drugs:
        yield answer(Question(Topic.DRUG, entry=drug), catalogue, today)
        yield answer(Question(Topic.TRIAL, entry=drug), catalogue, today)
    for trial in known.trials:
        yield answer(Question(Topic.TRIAL, entry=trial), catalogue, today)
    for word in known.words:
        yield answer(Question(Topic.WORD, entry=word), catalogue, today)
    for about in ("trial", "medicine"):
        yield answer(Question(Topic.QUESTIONS, entry=about), catalogue, today)
    here = answer(Question(Topic.PEOPLE), catalogue, today)
    yield here
    yield from (answer(c.question, catalogue, today) for c in here.choices if c.question.topic is Topic.PEOPLE)
    yield answer(Question(Topic.FIND), catalogue, today)
    yield answer(Question(Topic.HELP), catalogue, today)
    yield answer(Question(Topic.ABOUT), catalogue, today)
    yield answer(Question(Topic.TRIAL, "no such name at all"), catalogue, today)


def card_problems(catalogue: Catalogue, sheets: Mapping[str, Sheet], shown: str, today: date) -> Iterator[Problem]:
    """The cards that would not fit into Discord's messages, in any of their states."""
    for path, sheet in sheets.items():
        if sheet.entry is not None and not is_template(path):
            for misfit in misfits_of(sheet.entry.id, catalogue, today):
                yield Problem(Place(f"{shown}/{path}"), f"the card does not fit: {misfit}", _HINT)
    for card in every_card(catalogue, today):
        for misfit in misfits(card):
            yield Problem(Place(shown), f"the card '{card.title}' does not fit: {misfit}", _HINT)


def print_all(folder: Path, today: date) -> int:
    """Print every card of a folder, one after the other, each with its disclaimer; 0."""
    width = shutil.get_terminal_size((100, 40)).columns
    for number, card in enumerate(every_card(load(folder), today)):
        print(("\n" + "#" * 20 + "\n\n") * bool(number) + plain_text(card, width, choices=False), end="")
    return 0
