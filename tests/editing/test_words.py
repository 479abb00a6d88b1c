"""Glossary files: a name that means two words is a mistake to mend, never a crash."""

from __future__ import annotations

from bot.editing.reading import read_knowledge
from tests.small_knowledge import FILES

WORDS = """\
group: made-up words
words:
  stripe:
    term: stripe
    short_forms: [STR]
    meaning: A long mark. [guide]
  strap:
    term: strap
    short_forms: [{short}]
    meaning: A long band. [guide]
compiled: 2026-11-01
review: not yet
sources:
  guide: {{title: A guide, seen: 2026-11-01}}
"""


def test_two_words_under_one_name() -> None:
    """The message names both words, and stands at one of them."""
    read = read_knowledge({**FILES, "words/made-up.yaml": WORDS.format(short="STR")})
    assert read.knowledge is None
    assert [str(p) for p in read.problems] == [
        "knowledge/words/made-up.yaml:3:3: error: the name 'STR' belongs to the words strap and stripe\n"
        "    hint: Take it out of one of them."
    ]


def test_words_with_names_of_their_own_are_fine() -> None:
    """Without the clash the same file goes live."""
    read = read_knowledge({**FILES, "words/made-up.yaml": WORDS.format(short="STP")})
    assert read.problems == () and read.knowledge is not None and set(read.knowledge.words) == {"stripe", "strap"}
