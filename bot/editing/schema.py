"""What the files have in common: sources, the fields about the file itself, lists of sourced texts."""

from __future__ import annotations

from typing import Any

from bot.editing.quantities import Day, RoughDay
from bot.editing.records import ById, Either, Field, ListOf, Record
from bot.editing.shapes import ID, Claimed, EntryId, Matching, SourceId, Words
from bot.facts.claims import Provenance, Review, Source

SOURCE_ID = SourceId()
ENTRY_ID = EntryId()
WEB = Matching(r"https?://\S{4,400}", "a web address", "Begin with https:// and leave no spaces.", 400)


def _source(source_id: str) -> Record[Source]:
    return Record(
        {
            "title": Field(Words(160), "what the source is called"),
            "url": Field(WEB, "a public page a patient can open; leave out if there is none to link to", False),
            "seen": Field(Day(), "the day somebody read it for this file"),
            "published": Field(RoughDay(), "the date the source itself carries", False),
            "read_through": Field(Words(120), "what was read instead of the source itself", False),
        },
        lambda **v: Source(id=source_id, url=v.pop("url"), **v),
    )


SOURCES = Field(ById(ID, _source), "where the facts are from, each under an id of its own")
REVIEW = Either(
    "not yet",
    None,
    Record({"by": Field(Words(60), "who read it"), "on": Field(Day(), "when")}, Review),
)
ABOUT_THE_FILE = {
    "compiled": Field(Day(), "the day this file was put together from its sources"),
    "review": Field(REVIEW, "'not yet', or who of the moderators read it and when"),
    "owner": Field(Words(60), "the moderator who looks after it", False),
}


def provenance(version: str, values: dict[str, Any]) -> Provenance:
    """Take the fields about the file itself out of ``values``."""
    return Provenance(
        compiled=values.pop("compiled"), review=values.pop("review"), owner=values.pop("owner"), version=version
    )


def claims(most: int, about: str, required: bool = False) -> Field:
    """A list of sourced texts; left out means that the record does not say."""
    return Field(ListOf(Claimed(most)), about, required, ())
