"""Words that people looked for and did not find: counted in memory, shown to moderators only once enough asked.

A word is counted by a fingerprint that only this process can make; the word itself is kept from the asking on that
makes it frequent enough. Never who, where or when; digits, mentions and anything long are dropped, rare words are
pushed out by others, and all is gone at a restart.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections import OrderedDict

from bot.answers.host import Store
from bot.names.fold import fold

LEAST = 5
MOST_WORDS = 500
LONGEST = 30
STORE = Store(
    "Words people did not find",
    f"how often the same word was looked for, in memory until the next restart; which word it was, only from {LEAST} times on",
)


class Unfound:
    """Counts folded words; forgets the ones not asked for again for the longest time."""

    def __init__(self, on: bool) -> None:
        self.on = on
        self._key = secrets.token_bytes(16)
        self._counts: OrderedDict[bytes, int] = OrderedDict()
        self._words: dict[bytes, str] = {}

    def count(self, typed: str) -> None:
        """Count one asking, if it is a short text of letters only."""
        if not self.on or len(typed) > LONGEST or re.search(r"[\d@<>#:/]", typed):
            return
        word = fold(typed)
        if not re.fullmatch(r"[^\W\d_]{3,}( [^\W\d_]{3,})?", word):
            return
        mark = hmac.new(self._key, word.encode(), hashlib.sha256).digest()[:12]
        self._counts[mark] = self._counts.pop(mark, 0) + 1
        if self._counts[mark] >= LEAST:
            self._words[mark] = word
        while len(self._counts) > MOST_WORDS:
            gone, _ = self._counts.popitem(last=False)
            self._words.pop(gone, None)

    def shown(self) -> dict[str, int]:
        """The words that at least ``LEAST`` askings had."""
        return {word: self._counts[mark] for mark, word in self._words.items()}
