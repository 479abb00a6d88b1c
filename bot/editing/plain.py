"""The plain-language meter: how hard a text is to read, by the Flesch-Kincaid school grade.

The grade is 0.39 x words a sentence + 11.8 x syllables a word - 15.59 (Kincaid and others, 1975). Names that a
text cannot do without (drugs, trials, glossary words, numbers) count as one short word each.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|\d[\d.,:/%-]*")
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|\n")
_GROUPS = re.compile(r"[aeiouy]+")
LONG_WORD_SYLLABLES = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text reads. ``grade`` is a US school grade; ``longest`` is words in its longest sentence."""

    grade: float
    longest: int
    long_words: tuple[str, ...]


def syllables(word: str) -> int:
    """About how many syllables an English word has; at least one."""
    word = word.casefold().replace("’", "'")
    if "-" in word:
        return sum(syllables(part) for part in word.split("-") if part)
    count = len(_GROUPS.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee", "ie", "ye")) and count > 1:
        count -= 1
    if word.endswith("ed") and len(word) > 3 and word[-3] not in "td" and count > 1:
        count -= 1
    if word.endswith("es") and len(word) > 3 and word[-3] not in "scxzh" and word[-4:] != "ches" and count > 1:
        count -= 1
    return max(1, count)


def measure(text: str, free_words: Collection[str] = ()) -> Reading:
    """Grade a text; words of ``free_words`` (in small letters) and numbers count as one syllable."""
    grade_words = grade_syllables = sentences = longest = 0
    long_words: dict[str, None] = {}
    for sentence in _SENTENCE_END.split(text):
        words = _WORD.findall(sentence)
        if not words:
            continue
        sentences += 1
        longest = max(longest, len(words))
        grade_words += len(words)
        for word in words:
            bare = word.casefold().strip("'’-")
            if word[0].isdigit() or word.isupper() or is_free(bare, free_words):
                grade_syllables += 1
                continue
            count = syllables(word)
            grade_syllables += count
            if count >= LONG_WORD_SYLLABLES:
                long_words[bare] = None
    if not grade_words:
        return Reading(0.0, 0, ())
    grade = 0.39 * grade_words / sentences + 11.8 * grade_syllables / grade_words - 15.59
    return Reading(round(grade, 1), longest, tuple(long_words))


def is_free(word: str, free_words: Collection[str]) -> bool:
    """True for a free word, also in the plural or the genitive."""
    return word in free_words or word.removesuffix("s") in free_words or word.removesuffix("'s") in free_words
