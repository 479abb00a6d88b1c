"""``python -m bot ask``: the same answers as in Discord, as text, without a token."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot import __version__
from bot.answers.answer import Answer
from bot.answers.as_json import as_json
from bot.answers.compose import answer
from bot.answers.host import Host
from bot.answers.plain_text import plain_text
from bot.answers.question import Question, Topic
from bot.names.catalogue import Catalogue
from bot.problems import UserError
from bot.terminal.loading import load_what_is_good

ASKABLE = (
    Topic.TRIAL, Topic.DRUG, Topic.WORD, Topic.FIND, Topic.COMPARE, Topic.QUESTIONS, Topic.PEOPLE, Topic.HELP,
    Topic.ABOUT, Topic.APPOINTMENT, Topic.EXPLAIN,
)  # fmt: skip


def question_of(words: Sequence[str]) -> Question:
    """``/trial lenvatinib``, as separate words or as one; without a slash it is read like a direct message."""
    text = " ".join(words).strip()
    if not text.startswith("/"):
        return Question(Topic.ANYTHING, text)
    command, _, rest = text.partition(" ")
    topic = next((t for t in ASKABLE if command.casefold() == f"/{t.value}"), None)
    if topic is None:
        known = ", ".join(f"/{t.value}" for t in ASKABLE)
        raise UserError(
            f"there is no command {command[:40]}", f"commands: {known}   example: python -m bot ask /trial lenvatinib"
        )
    return Question(topic, rest.strip())


def said(question: Question, catalogue: Catalogue, today: date, keeper: str = "") -> Answer:
    """The answer in a terminal, which keeps nothing and shares nothing.

    ``/explain`` with the id of an entry explains the hard words on its card, as the button under it does.
    """
    if question.topic is Topic.EXPLAIN and catalogue.known.entry(question.asked):
        question = Question(Topic.EXPLAIN, entry=question.asked)
    return answer(question, catalogue, today, Host(keeper=keeper, version=__version__))


def ask(
    words: Sequence[str], folder: Path, today: date, in_json: bool, text: Path | None = None, keeper: str = ""
) -> int:
    """Print the answer to one question, or the words in the file ``text``; 0 if something was found, 1 if not."""
    question = question_of(words) if text is None else Question(Topic.EXPLAIN, _read(text))
    given = said(question, load_what_is_good(folder), today, keeper)
    print(
        as_json(given) if in_json else plain_text(given, shutil.get_terminal_size((100, 40)).columns),
        end="\n" if in_json else "",
    )
    return 0 if given.found else 1


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not text"
        raise UserError(f"{file} cannot be read ({reason})", "ask --explain needs a text file in UTF-8") from None
