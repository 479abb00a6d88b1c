"""The fields of the other files: disclaimer, words, questions, status meanings, registers, organisations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.editing.quantities import RoughDay
from bot.editing.records import ById, Either, Field, ListOf, Record
from bot.editing.schema import ABOUT_THE_FILE, ENTRY_ID, SOURCES, WEB, claims, provenance
from bot.editing.shapes import ID, Claimed, OneOf, Words, YesNo
from bot.facts.claims import Provenance, Source
from bot.facts.guide import (
    Organisation,
    Organisations,
    QuestionGroup,
    Questions,
    Register,
    Registers,
    SharedName,
    StatusMeaning,
    StatusMeanings,
    Word,
)
from bot.facts.knowledge import LONGEST_DISCLAIMER, Disclaimer
from bot.facts.trial import TrialStatus

WORD_ID = r"[a-z0-9][a-z0-9_-]{0,40}"

DISCLAIMER = Record({"text": Field(Words(LONGEST_DISCLAIMER), "what every page ends with")}, Disclaimer)

SHARED_NAMES = Record(
    {
        "shared": Field(
            ListOf(
                Record(
                    {
                        "name": Field(Words(60), "what people say"),
                        "means": Field(ListOf(ENTRY_ID), "the entries it can mean"),
                    },
                    lambda **v: SharedName(text=v["name"], means=v["means"]),
                )
            ),
            "names that belong to several entries",
        )
    },
    lambda **v: tuple(v["shared"]),
)


def _whole_file(version: str, build: Callable[..., Any]) -> Callable[..., Any]:
    def built(**v: Any) -> Any:
        return build(provenance=provenance(version, v), **v)

    return built


def words_of_group(version: str) -> Record[tuple[Word, ...]]:
    """The shape of ``knowledge/words/<group>.yaml``: one group of glossary words."""

    def one(word_id: str) -> Record[Callable[[str, tuple[Source, ...], Provenance], Word]]:
        def build(**v: Any) -> Callable[[str, tuple[Source, ...], Provenance], Word]:
            return lambda group, sources, made: Word(id=word_id, group=group, sources=sources, provenance=made, **v)

        return Record(
            {
                "term": Field(Words(80), "the word as shown"),
                "short_forms": Field(ListOf(Words(30)), "abbreviations", False, ()),
                "other_names": Field(ListOf(Words(80)), "the same thing under another name", False, ()),
                "misspellings": Field(ListOf(Words(60)), "only to find it; never shown", False, ()),
                "meaning": Field(Claimed(400), "one to three short sentences"),
                "why_it_matters": Field(Claimed(300), "one or two short sentences", False),
                "example": Field(Claimed(300), "one sentence", False),
                "caveats": claims(400, "where sources disagree or readers go wrong"),
                "see_also": Field(ListOf(Words(41)), "ids of other words", False, ()),
            },
            build,
        )

    def build(**v: Any) -> tuple[Word, ...]:
        made = provenance(version, v)
        return tuple(word(v["group"], v["sources"], made) for word in v["words"])

    return Record(
        {
            "group": Field(Words(60), "what this group of words is about"),
            "words": Field(ById(WORD_ID, one), "the words, each under an id of its own"),
            **ABOUT_THE_FILE,
            "sources": SOURCES,
        },
        build,
    )


def questions(version: str) -> Record[Questions]:
    """The shape of ``knowledge/questions.yaml``."""
    group = Record(
        {
            "about": Field(Words(20), "trial or medicine"),
            "title": Field(Words(80), "the heading"),
            "questions": claims(200, "the questions, one a line", True),
        },
        QuestionGroup,
    )
    return Record(
        {"groups": Field(ListOf(group), "groups in the order shown"), **ABOUT_THE_FILE, "sources": SOURCES},
        _whole_file(version, Questions),
    )


def statuses(version: str) -> Record[StatusMeanings]:
    """The shape of ``knowledge/statuses.yaml``."""
    meaning = Record(
        {
            "status": Field(OneOf(TrialStatus), "the status word"),
            "meaning": Field(Claimed(300), "what it means for a patient"),
        },
        StatusMeaning,
    )
    return Record(
        {
            "meanings": Field(ListOf(meaning), "one for every status word"),
            "how_reliable": Field(Claimed(500), "how far a status can be trusted", False),
            **ABOUT_THE_FILE,
            "sources": SOURCES,
        },
        _whole_file(version, StatusMeanings),
    )


def registers(version: str) -> Record[Registers]:
    """The shape of ``knowledge/registers.yaml``."""
    register = Record(
        {
            "name": Field(Words(80), "its name"),
            "url": Field(WEB, "its address"),
            "what_it_is": Field(Claimed(300), "what it is, in plain words"),
            "good_for": Field(Words(120), "for whom it is useful"),
            "id_format": Field(Words(80), "what its numbers look like", False),
            "search_url": Field(WEB, "search address with {words} in it", False),
        },
        Register,
    )
    return Record(
        {
            "registers": Field(ListOf(register), "best first"),
            "dictionary": Field(register, "an official dictionary of medicines", False),
            **ABOUT_THE_FILE,
            "sources": SOURCES,
        },
        _whole_file(version, Registers),
    )


def organisations(version: str) -> Record[Organisations]:
    """The shape of ``knowledge/organisations.yaml``."""

    def one(organisation_id: str) -> Record[Organisation]:
        return Record(
            {
                "name": Field(Words(100), "its name"),
                "other_names": Field(ListOf(Words(80)), "short or older names", False, ()),
                "country": Field(Words(60), "the country, or International"),
                "line": Field(YesNo(), "yes: a telephone or chat line", False, False),
                "what_it_does": Field(Claimed(400), "what it does for people"),
                "url": Field(WEB, "its address", False),
                "languages": Field(ListOf(Words(60)), "languages", False, ()),
                "phone": Field(Words(40), "only a number that may be published", False),
                "free_call": Field(YesNo(), "yes if the call is free", False),
                "hours": Field(Words(120), "when", False),
                "as_of": Field(
                    Either("undated", None, RoughDay()), "how old the newest page read about it is, or 'undated'"
                ),
                "caveats": claims(300, "what to check before relying on it"),
            },
            lambda **v: Organisation(id=organisation_id, **v),
        )

    return Record(
        {
            "organisations": Field(ById(ID, one), "each under an id of its own"),
            **ABOUT_THE_FILE,
            "sources": SOURCES,
        },
        _whole_file(version, Organisations),
    )
