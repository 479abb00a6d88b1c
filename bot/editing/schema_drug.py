"""The fields of a drug file: their shapes, their limits, and what they are for.

To add a field: the dataclass in ``facts``, one line here, and its composer in ``answers``.
"""

from __future__ import annotations

from typing import Any

from bot.editing.notes import Notes
from bot.editing.quantities import RoughDay
from bot.editing.records import Either, Field, ListOf, Record
from bot.editing.schema import ABOUT_THE_FILE, ENTRY_ID, SOURCE_ID, SOURCES, claims, provenance
from bot.editing.shapes import Claimed, OneOf, Shape, Words, YesNo
from bot.editing.yamlfile import Node, Table
from bot.facts.drug import Approval, Drug, DrugKind, Name, NameKind


def _named(kind: NameKind, **values: Any) -> Name:
    return Name(text=values["name"], kind=kind, region=values["region"], note=values["note"])


def _names(kind: NameKind) -> Shape[tuple[Name, ...]]:
    return ListOf(_NameItem(kind))


class _NameItem:
    """A name alone, or for a brand with its region and a note."""

    def __init__(self, kind: NameKind) -> None:
        self.kind = kind
        self.full = Record(
            {
                "name": Field(Words(60), "the name"),
                "region": Field(Words(80), "where it is sold under this name", False),
                "note": Field(Words(160), "what a reader should know about this name", False),
            },
            lambda **values: _named(kind, **values),
        )

    def read(self, node: Node, at: str, notes: Notes) -> Name:
        if isinstance(node, Table):
            return self.full.read(node, at, notes)
        return Name(text=Words(60).read(node, at, notes), kind=self.kind)

    def json_schema(self) -> dict[str, Any]:
        return {"anyOf": [Words(60).json_schema(), self.full.json_schema()]}


NAMES = Record(
    {
        "generic": Field(_names(NameKind.GENERIC), "generic names and spellings", False, ()),
        "brand": Field(_names(NameKind.BRAND), "brand names, with the region", False, ()),
        "code": Field(_names(NameKind.CODE), "research codes", False, ()),
        "abbreviation": Field(_names(NameKind.ABBREVIATION), "short names", False, ()),
        "people_say": Field(_names(NameKind.PEOPLE_SAY), "what people call it", False, ()),
        "misspelling": Field(_names(NameKind.MISSPELLING), "common misspellings; never shown", False, ()),
    },
    lambda **v: tuple(name for group in v.values() for name in group),
)

APPROVAL = Record(
    {
        "regulator": Field(Words(60), "FDA (USA), European Commission, ..."),
        "for": Field(Words(400), "for whom"),
        "date": Field(RoughDay(), "when"),
        "date_note": Field(Words(80), "what the date stands for, if not the approval", False),
        "source": Field(SOURCE_ID, "id of a source"),
    },
    lambda **v: Approval(for_whom=v.pop("for"), **v),
)


def drug(entry_id: str, version: str) -> Record[Drug]:
    """The shape of ``knowledge/drugs/<id>.yaml``."""

    def build(**v: Any) -> Drug:
        v["provenance"] = provenance(version, v)
        v["drug_class"] = v.pop("class")
        return Drug(id=entry_id, **v)

    return Record(
        {
            "name": Field(Words(60), "the name on the card"),
            "kind": Field(OneOf(DrugKind), "the kind of treatment"),
            "parts": Field(ListOf(ENTRY_ID), "for a regimen: the entries of its medicines", False, ()),
            "featured": Field(YesNo(), "yes: offered when nothing is typed yet", False, False),
            "names": Field(NAMES, "all other names", False, ()),
            "names_from": Field(ListOf(SOURCE_ID), "ids of the sources that carry the names"),
            "say_it": Field(Claimed(120), "how to say the name", False),
            "in_one_sentence": Field(Claimed(300), "what it is, in one sentence"),
            "class": Field(Claimed(200), "the class of medicine, plain word first"),
            "how_it_works": Field(Claimed(600), "how it works, in plain words"),
            "given_as": Field(Claimed(200), "tablet, injection, drip; never how much", False),
            "approvals_for_nets": Field(
                Either("none found", (), ListOf(APPROVAL)), "'none found', or one item for each approval for a NET"
            ),
            "approval_note": Field(Claimed(500), "what else to know about approval", False),
            "other_uses": claims(300, "what else it is approved for"),
            "side_effects": claims(200, "common side effects, one a line"),
            "serious_warnings": claims(250, "serious warnings, one a line"),
            "caveats": claims(600, "what a reader might have met wrongly, and what is not sure"),
            **ABOUT_THE_FILE,
            "sources": SOURCES,
        },
        build,
    )
