"""Answers kept ready for the day: the same cards are asked for again and again, and making one takes longest.

Only ids of entries and declared names are keys, and only whole answers from the knowledge are kept: nothing that
anybody typed is in here, nor who asked. The least lately used answers make room for others.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from bot.answers.answer import Answer

MOST = 256


@dataclass(slots=True)
class Kept:
    """An answer, and the parts of its pages as Discord takes them, by page number, as far as they were shown."""

    answer: Answer
    parts: dict[int, list[Any]] = field(default_factory=dict)


class Ready:
    """At most ``most`` answers, each with the pages that somebody has seen."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._same: dict[int, Kept] = {}

    def answer(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer under this key, made now if it is not there."""
        kept = self._kept.get(key)
        if kept is None:
            kept = Kept(make())
            self._kept[key] = self._same[id(kept.answer)] = kept
            while len(self._kept) > self._most:
                _, gone = self._kept.popitem(last=False)
                del self._same[id(gone.answer)]
        else:
            self._kept.move_to_end(key)
        return kept.answer

    def parts(self, answer: Answer, make: Callable[[Answer], list[Any]]) -> list[Any]:
        """What Discord takes for the page that ``answer`` asks for; kept if the answer is."""
        kept = self._same.get(id(answer))
        if kept is None:
            return make(answer)
        number = answer.question.page
        if number not in kept.parts:
            kept.parts[number] = make(answer)
        return kept.parts[number]
