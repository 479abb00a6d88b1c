"""What is asked, small enough to ride in a button."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class Topic(Enum):
    """What kind of answer is wanted; the value is the command's name."""

    TRIAL = "trial"
    DRUG = "drug"
    NOT_MEANT = "not-meant"


_CODES = {Topic.TRIAL: "t", Topic.DRUG: "d", Topic.NOT_MEANT: "n"}
_TOPICS = {code: topic for topic, code in _CODES.items()}
BUTTON_TEMPLATE = (
    r"(?P<how>[qp]):(?P<topic>[a-z]):(?P<entry>[a-z0-9_-]{0,60}):(?P<section>[a-z-]{0,20}):(?P<page>[0-9]{1,2})"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A topic with what was typed, or with the id of an entry that was picked.

    asked    free text as typed; empty when ``entry`` is given. Never kept, never put into a button.
    section  the part of a card that is wanted; empty for the whole card.
    page     counts from 1.
    turns    True if the answer takes the place of the page it was asked from.
    """

    topic: Topic
    asked: str = ""
    entry: str = ""
    section: str = ""
    page: int = 1
    turns: bool = False

    def as_button(self) -> str:
        """The question as a button's custom id, at most 100 characters; only ids, never what was typed."""
        how = "p" if self.turns else "q"
        return f"{how}:{_CODES[self.topic]}:{self.entry}:{self.section}:{self.page}"


def from_button(custom_id: str) -> Question | None:
    """The question in a button, or None if the text is not one (an old or a foreign button)."""
    match = re.fullmatch(BUTTON_TEMPLATE, custom_id)
    topic = _TOPICS.get(match["topic"]) if match else None
    if match is None or topic is None:
        return None
    page = max(1, int(match["page"]))
    return Question(topic, entry=match["entry"], section=match["section"], page=page, turns=match["how"] == "p")
