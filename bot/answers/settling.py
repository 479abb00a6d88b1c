"""Questions that depend on nothing but entries and declared names, however they were typed: their answers can be kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.answers.filters import read_filters
from bot.answers.people import place_of
from bot.answers.question import Question, Topic
from bot.answers.questions_card import about_what
from bot.names.catalogue import Catalogue
from bot.names.find import Sure

Settled = tuple[Question, str]
_TYPED_NAMES = {Topic.TRIAL, Topic.DRUG}


def settled(question: Question, catalogue: Catalogue) -> Settled | None:
    """The question by ids, and the declared name by which it was asked; None if what was typed matters beyond that."""
    asked = question.asked
    if not asked:
        return question, ""
    bare = replace(question, asked="")
    if question.topic in _TYPED_NAMES:
        found = catalogue.declared(asked)
        return (replace(bare, entry=found.entity), found.name) if found else None
    if question.topic is Topic.QUESTIONS and (about := about_what(asked)):
        return replace(bare, entry=about), ""
    if question.topic is Topic.PEOPLE and (place := place_of(asked, catalogue.known)):
        return replace(bare, entry=place), ""
    return None


def settled_search(typed: Mapping[str, str], catalogue: Catalogue) -> Question | None:
    """A search by ids; None if a filter is unclear or was guessed."""
    read = read_filters(typed, catalogue)
    return None if read.unclear or read.guessed else Question(Topic.FIND, entry=read.filters.as_entry())


def settled_pair(first: str, second: str, catalogue: Catalogue) -> Question | None:
    """A comparison by ids; None unless both are declared names."""
    found: list[Sure | None] = [catalogue.declared(name) for name in (first, second)]
    ids = [sure.entity for sure in found if sure]
    return Question(Topic.COMPARE, entry="~".join(ids)) if len(ids) == 2 else None
