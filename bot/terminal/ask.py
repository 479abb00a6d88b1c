"""``python -m bot ask``: the same answers as in Discord, as text, without a token."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.answers.as_json import as_json
from bot.answers.compose import answer
from bot.answers.plain_text import plain_text
from bot.answers.question import Question, Topic
from bot.editing.library import load
from bot.problems import UserError

ASKABLE = (Topic.TRIAL, Topic.DRUG)


def question_of(words: Sequence[str]) -> Question:
    """``/trial lenvatinib``, as separate words or as one; without a command it is looked up as a drug or trial."""
    text = " ".join(words).strip()
    command, _, rest = text.partition(" ")
    topic = next((t for t in ASKABLE if command.casefold() in (f"/{t.value}", t.value)), None)
    if topic is None and command.startswith("/"):
        known = ", ".join(f"/{t.value}" for t in ASKABLE)
        raise UserError(
            f"there is no command {command[:40]}", f"commands: {known}   example: python -m bot ask /trial lenvatinib"
        )
    if topic is None:
        return Question(Topic.DRUG, text)
    return Question(topic, rest.strip())


def ask(words: Sequence[str], folder: Path, today: date, in_json: bool) -> int:
    """Print the answer to one question; 0 if something was found, 1 if not."""
    question = question_of(words)
    given = answer(question, load(folder), today)
    print(
        as_json(given) if in_json else plain_text(given, shutil.get_terminal_size((100, 40)).columns),
        end="\n" if in_json else "",
    )
    return 0 if given.found else 1
