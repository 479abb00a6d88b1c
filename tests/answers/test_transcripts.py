"""Questions and whole answers as text, for a clinician to read.

Each file in ``transcripts`` is a question on its first line and then the answer, word for word, as it is printed on
the day 2026-11-22. After a change of knowledge or wording:  UPDATE_TRANSCRIPTS=1 pytest tests/answers/test_transcripts.py
and read the difference before it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.answers.compose import answer
from bot.answers.plain_text import plain_text
from bot.names.catalogue import Catalogue
from bot.terminal.ask import question_of
from tests.conftest import TODAY

FOLDER = Path(__file__).parent / "transcripts"
FILES = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_the_answer_is_as_read(file: Path, real: Catalogue) -> None:
    """The answer to the question on the first line is the rest of the file."""
    asked = file.read_text(encoding="utf-8").splitlines()[0]
    said = plain_text(answer(question_of([asked]), real, TODAY))
    if os.environ.get("UPDATE_TRANSCRIPTS"):
        file.write_text(f"{asked}\n\n{said}", encoding="utf-8")
    assert file.read_text(encoding="utf-8") == f"{asked}\n\n{said}"
