"""Words that people looked for and did not find: counted in memory, shown to moderators only once enough asked.

Only the bare word is counted, never who, where or when; digits, mentions and anything long are dropped, rare words
are pushed out by others, and all is gone at a restart.
"""

from __future__ import annotations

import re
from collections import OrderedDict

from bot.answers.host import Store
from bot.names.fold import fold

LEAST = 5
MOST_WORDS = 500
LONGEST = 30
STORE = Store(
    "Words people did not find",
    f"single words and how often they were looked for, in memory until the next restart, shown from {LEAST} times on",
)


class Unfound:
    """Counts folded words; forgets the ones not asked for again for the longest time."""

    def __init__(self, on: bool) -> None:
        self.on = on
        self._counts: OrderedDict[str, int] = OrderedDict()

    def count(self, typed: str) -> None:
        """Count one asking, if it is a short text of letters only."""
        if not self.on or len(typed) > LONGEST or re.search(r"[\d@<>#:/]", typed):
            return
        word = fold(typed)
        if not re.fullmatch(r"[^\W\d_]{3,}( [^\W\d_]{3,})?", word):
            return
        self._counts[word] = self._counts.pop(word, 0) + 1
        while len(self._counts) > MOST_WORDS:
            self._counts.popitem(last=False)

    def shown(self) -> dict[str, int]:
        """The words that at least ``LEAST`` askings had."""
        return {word: count for word, count in self._counts.items() if count >= LEAST}
