"""What is asked, small enough to ride in a button."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

LONGEST_BUTTON = 100


class Topic(Enum):
    """What kind of answer is wanted; the value is the word one types for it, with a slash before it."""

    TRIAL = "trial"
    DRUG = "drug"
    WORD = "word"
    FIND = "find"
    QUESTIONS = "questions"
    COMPARE = "compare"
    PEOPLE = "people"
    HELP = "help"
    ABOUT = "about"
    EXPLAIN = "explain"
    APPOINTMENT = "appointment"
    ANYTHING = "anything"  # a direct message: a name, or a command without its slash
    NOT_MEANT = "not-meant"
    SHARE = "share"
    POST = "post"
    REMOVE = "remove"
    WRONG = "wrong"


_CODES = {
    Topic.TRIAL: "t", Topic.DRUG: "d", Topic.WORD: "w", Topic.FIND: "f", Topic.QUESTIONS: "k", Topic.COMPARE: "c",
    Topic.PEOPLE: "p", Topic.HELP: "h", Topic.ABOUT: "a", Topic.EXPLAIN: "e", Topic.APPOINTMENT: "m",
    Topic.ANYTHING: "y", Topic.NOT_MEANT: "n", Topic.SHARE: "s",
    Topic.POST: "x", Topic.REMOVE: "r", Topic.WRONG: "g",
}  # fmt: skip
_TOPICS = {code: topic for topic, code in _CODES.items()}
BUTTON_TEMPLATE = (
    r"(?P<how>[qp]):(?P<topic>[a-z]):(?P<entry>[a-z0-9_.~-]{0,85}):(?P<section>[a-z-]{0,20}):(?P<page>[0-9]{1,2})"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A topic with what was typed, or with the id of an entry that was picked.

    asked    free text as typed; empty when ``entry`` is given. Never kept, never put into a button.
    entry    the id of an entry; for some topics two ids with "~" between, or the filters of a search.
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
        custom_id = f"{how}:{_CODES[self.topic]}:{self.entry}:{self.section}:{self.page}"
        if len(custom_id) > LONGEST_BUTTON:
            raise ValueError(f"too long for a button: {custom_id}")
        return custom_id

    def about(self, topic: Topic) -> Question:
        """A question about the card that this one shows: to share it, or to say that something in it is wrong."""
        return Question(topic, entry=f"{_CODES[self.topic]}~{self.entry}", section=self.section, page=self.page)

    def inner(self) -> Question | None:
        """The question about a card that ``about`` was made from, or None."""
        code, _, entry = self.entry.partition("~")
        topic = _TOPICS.get(code)
        return replace(self, topic=topic, entry=entry, turns=False) if topic and entry else None


def from_button(custom_id: str) -> Question | None:
    """The question in a button, or None if the text is not one (an old or a foreign button)."""
    match = re.fullmatch(BUTTON_TEMPLATE, custom_id)
    topic = _TOPICS.get(match["topic"]) if match else None
    if match is None or topic is None:
        return None
    page = max(1, int(match["page"]))
    return Question(topic, entry=match["entry"], section=match["section"], page=page, turns=match["how"] == "p")
