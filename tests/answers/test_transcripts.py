"""Questions and whole answers as text, for a clinician to read.

Each file in ``transcripts`` is a question on its first line and then the answer, word for word, as ``python -m bot ask``
prints it on the day 2026-11-22. Before the question may stand another day, ``[on 2027-06-01]``, or ``[in Discord]``:
then the answer has what only a host can add. A file that begins with ``--explain`` holds a text, a line of ``---``, and
what is explained of it.

After a change of knowledge or wording:  UPDATE_TRANSCRIPTS=1 pytest tests/answers/test_transcripts.py
and read the difference before it is committed.
"""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest

from bot import __version__
from bot.answers.answer import Answer
from bot.answers.compose import answer
from bot.answers.host import Host
from bot.answers.plain_text import plain_text
from bot.answers.question import Question, Topic
from bot.chat.client import STORES
from bot.names.catalogue import Catalogue
from bot.terminal.ask import question_of, said
from tests.conftest import TODAY

FOLDER = Path(__file__).parent / "transcripts"
FILES = sorted(FOLDER.glob("*.txt"))
END = "\n---\n"
HOST = Host("The patients' group of Exampletown", __version__, reports=True, shares=True, stores=STORES)


def first_part(text: str) -> str:
    """The question: the first line, or a whole text to explain."""
    return text.partition(END)[0] + END if text.startswith("--explain") else text.partition("\n")[0]


def answer_to(asked: str, known: Catalogue) -> Answer:
    if asked.startswith("--explain"):
        return said(Question(Topic.EXPLAIN, asked.removeprefix("--explain\n").removesuffix(END)), known, TODAY)
    day = re.match(r"\[on (\S+)\] ", asked)
    if asked.startswith("[in Discord] "):
        return answer(question_of([asked.partition("] ")[2]]), known, TODAY, HOST)
    return said(
        question_of([asked.partition("] ")[2] if day else asked]), known, date.fromisoformat(day[1]) if day else TODAY
    )


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_the_answer_is_as_read(file: Path, real: Catalogue) -> None:
    """The answer to the question at the top is the rest of the file."""
    asked = first_part(file.read_text(encoding="utf-8"))
    text = plain_text(answer_to(asked, real)).replace(real.known.version, "4f2a1c")
    if os.environ.get("UPDATE_TRANSCRIPTS"):
        file.write_text(f"{asked}\n\n{text}", encoding="utf-8")
    assert file.read_text(encoding="utf-8") == f"{asked}\n\n{text}"


def test_there_are_enough_situations() -> None:
    """Every command, and what goes wrong with it, can be read by somebody who does not program."""
    assert len(FILES) >= 45
    asked = "\n".join(first_part(f.read_text(encoding="utf-8")) for f in FILES)
    for topic in ("trial", "drug", "word", "find", "compare", "questions", "people", "help", "about", "appointment"):
        assert f"/{topic}" in asked, topic
