"""Whatever stands in a file, it is read or refused: with a place in the file, in plain words, never with a crash."""

from __future__ import annotations

import random

import pytest

from bot.editing.encoding import decode
from bot.editing.sheets import read_sheet
from bot.problems import Place, Problem
from tests.conftest import KNOWLEDGE
from tests.editing.test_broken import JARGON

SIGNS = ["\t", " ", ":", "#", "@", "`", "*", "&", "!", "|", ">", "%", "[", "]", "{", "}", '"', "'", ",", "-", "?", "“", "’", "—",
         "\u00a0", "\u200b", "\\", "\n", "<", "=", "~", "- ", ": ", "  ", "\n  ", " #", ">-", "\r", "\x85", "é", "🦓"]  # fmt: skip
FILES = ["trials/_template.yaml", "drugs/_template.yaml", "words/results-words.yaml"]


def slipped(text: str, chance: random.Random) -> str:
    """The text with one to three slips of the hand."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        how, at = chance.randrange(6), chance.randrange(len(text))
        if how == 0:
            text = text[:at] + text[at + 1 :]
        elif how <= 2:
            text = text[:at] + chance.choice(SIGNS) + text[at:]
        else:
            rows = text.split("\n")
            row = chance.randrange(len(rows))
            if how == 3:
                rows[row] = " " * chance.randint(1, 3) + rows[row]
            elif how == 4:
                rows[row] = rows[row][chance.randint(1, 4) :]
            else:
                rows.insert(row, chance.choice(rows))
            text = "\n".join(rows)
    return text


@pytest.mark.parametrize("seed", range(6))
def test_slips_of_the_hand_get_a_sentence(seed: int) -> None:
    """40 slipped files a seed: each problem has a place in the file, a way out, and no word of a programmer."""
    chance = random.Random(seed)  # slips, not secrets
    for _ in range(40):
        path = chance.choice(FILES)
        text = slipped((KNOWLEDGE / path).read_text(encoding="utf-8"), chance)
        sheet, problems = read_sheet(path, text)
        assert (sheet is None) == bool(problems)
        rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for problem in problems:
            assert 1 <= problem.place.line <= len(rows)
            assert 1 <= problem.place.column <= len(rows[problem.place.line - 1]) + 1
            assert problem.hint
            assert not JARGON.search(problem.what.split("'")[0])


@pytest.mark.parametrize("seed", range(4))
def test_any_bytes_are_text_or_a_problem(seed: int) -> None:
    """Bytes of any kind become text or one problem; a file cut anywhere does, too."""
    chance = random.Random(seed)
    whole = (KNOWLEDGE / FILES[1]).read_bytes() + "é日本🦓".encode()
    for _ in range(100):
        piece = chance.choice(
            (chance.randbytes(60), whole[: chance.randrange(len(whole))], whole + chance.randbytes(3))
        )
        text = decode(piece, Place("f"))
        assert isinstance(text, str | Problem)
        if isinstance(text, str):
            read_sheet("drugs/zebranib.yaml", text)
