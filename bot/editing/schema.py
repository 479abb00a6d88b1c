"""The fields of a drug file and of a trial file: their shapes, their limits, and what they are for.

To add a field: the dataclass in ``facts``, one line here, and its composer in ``answers``.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bot.editing.shapes import (
    ID,
    ById,
    Claimed,
    Count,
    Day,
    Either,
    EntryId,
    Field,
    ListOf,
    Matching,
    Number,
    OneOf,
    Record,
    RoughDay,
    Shape,
    SourceId,
    Words,
    YesNo,
)
from bot.facts.claims import Provenance, Review, Source
from bot.facts.drug import Approval, Drug, DrugKind, Name, NameKind
from bot.facts.trial import (
    Country,
    Dates,
    Interval,
    Measure,
    NetKind,
    People,
    Publication,
    RegisterId,
    Result,
    Status,
    Trial,
    TrialStatus,
    Unit,
)

SOURCE_ID = SourceId()
ENTRY_ID = EntryId()
WEB = Matching(r"https?://\S{4,400}", "a web address", "Begin with https:// and leave no spaces.", 400)
RECHECK_AFTER = timedelta(days=90)


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

    def read(self, node: Any, at: str, notes: Any) -> Name:
        if hasattr(node, "rows"):
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


class _IntervalShape:
    """Two ends of an interval as printed: ``0.12 to 0.42``, ``17.1 to not reached``, ``90 %: 67.5 to 89.9``."""

    form = Matching(
        r"(\d\d ?%: )?-?\d+(\.\d+)? to (-?\d+(\.\d+)?|not reached)",
        "an interval",
        "Write the two ends as printed: 0.12 to 0.42 (or: 17.1 to not reached, or: 90 %: 67.5 to 89.9)",
    )

    def read(self, node: Any, at: str, notes: Any) -> Interval:
        text = self.form.read(node, at, notes)
        percent, _, ends = text.rpartition("%: ")
        low, _, high = ends.partition(" to ")
        try:
            return Interval(
                Number().read(_with(node, low), at, notes),
                None if high == "not reached" else Number().read(_with(node, high), at, notes),
                int(percent) if percent else 95,
            )
        except ValueError as error:
            raise notes.wrong(node.place, str(error), self.form.hint) from None

    def json_schema(self) -> dict[str, Any]:
        return self.form.json_schema()


def _with(node: Any, value: str) -> Any:
    return type(node)(value, node.place, node.quoted)


class _NotReached:
    """Stands for 'not reached' until the result is built."""


_NOT_REACHED = _NotReached()


def _result(**v: Any) -> Result:
    if v["value"] is _NOT_REACHED:
        v["value"] = None
    if v["compared_value"] is _NOT_REACHED:
        v["compared_value"], v["compared_not_reached"] = None, True
    return Result(**v)


RESULT = Record(
    {
        "measure": Field(OneOf(Measure), "what was measured"),
        "what": Field(Words(120), "for 'measure: other' only: its plain name", False),
        "at": Field(Words(30), "the point in time of a share: 12 months", False),
        "group": Field(Words(140), "which people the number is about, with their treatment"),
        "value": Field(Either("not reached", _NOT_REACHED, Number()), "the number as printed, or 'not reached'"),
        "unit": Field(OneOf(Unit), "the unit"),
        "interval": Field(_IntervalShape(), "confidence interval as printed", False),
        "patients": Field(Count(), "how many people the number is about", False),
        "compared_with": Field(
            Either("no comparison group", None, Words(140)), "the other group, or 'no comparison group'"
        ),
        "compared_value": Field(Either("not reached", _NOT_REACHED, Number()), "the number in the other group", False),
        "compared_interval": Field(_IntervalShape(), "its interval", False),
        "note": Field(Words(200), "what a reader must know about this number", False),
        "source": Field(SOURCE_ID, "id of a source"),
    },
    _result,
)


class _CountryItem:
    """A country's name alone, or with what is known about its hospitals."""

    full = Record(
        {
            "country": Field(Words(60), "the country, in English"),
            "sites": Field(OneOf(TrialStatus), "whether hospitals there take people", False),
            "count": Field(Count(), "how many hospitals", False),
            "note": Field(Words(160), "a city, a hospital", False),
        },
        lambda **v: Country(name=v.pop("country"), **v),
    )

    def read(self, node: Any, at: str, notes: Any) -> Country:
        if hasattr(node, "rows"):
            return self.full.read(node, at, notes)
        return Country(name=Words(60).read(node, at, notes))

    def json_schema(self) -> dict[str, Any]:
        return {"anyOf": [Words(60).json_schema(), self.full.json_schema()]}


REGISTER_ID = Record(
    {
        "register": Field(Words(60), "ClinicalTrials.gov, EudraCT, EU CT, ISRCTN, sponsor code, ..."),
        "id": Field(Words(60), "the number in that register"),
    },
    RegisterId,
)
PEOPLE = Record(
    {
        "planned": Field(Count(), "how many were planned", False),
        "enrolled": Field(Count(), "how many joined", False),
        "treated": Field(Count(), "how many were treated", False),
        "note": Field(Claimed(400), "why numbers differ", False),
        "source": Field(SOURCE_ID, "id of a source"),
    },
    People,
)
DATES = Record(
    {
        "start": Field(RoughDay(), "when the first people joined", False),
        "start_is_planned": Field(YesNo(), "yes if it was only planned", False, False),
        "end": Field(RoughDay(), "when it ended or is planned to end", False),
        "end_is_planned": Field(YesNo(), "yes if it was only planned", False, False),
        "note": Field(Claimed(300), "what else to know about the dates", False),
        "source": Field(SOURCE_ID, "id of a source"),
    },
    Dates,
)
PUBLICATION = Record(
    {
        "citation": Field(Words(250), "first author, title or meeting, journal, year"),
        "url": Field(WEB, "its address, best the DOI", False),
    },
    lambda **v: Publication(citation=v["citation"], url=v["url"]),
)


def _status(v: dict[str, Any]) -> Status:
    checked: date | None = v.pop("status_checked")
    return Status(
        word=v.pop("status"),
        checked=checked,
        recheck_by=v.pop("recheck_by"),
        source=v.pop("status_source"),
        note=v.pop("status_note"),
    )


def trial(entry_id: str, version: str) -> Record[Trial]:
    """The shape of ``knowledge/trials/<id>.yaml``."""

    def build(**v: Any) -> Trial:
        v["provenance"] = provenance(version, v)
        v["status"] = _status(v)
        v["kinds"] = v.pop("kinds_of_net")
        return Trial(id=entry_id, **v)

    return Record(
        {
            "name": Field(Words(60), "the trial's short name, or its register number if it has none"),
            "title": Field(Words(160), "what it is about, in plain words"),
            "names": Field(ListOf(Words(60)), "other names and spellings people type", False, ()),
            "ids": Field(ListOf(REGISTER_ID), "its numbers in all registers", False, ()),
            "register_url": Field(WEB, "its page in the register", False),
            "featured": Field(YesNo(), "yes: offered when nothing is typed yet", False, False),
            "drugs": Field(ListOf(ENTRY_ID), "ids of drug entries", False, ()),
            "other_drugs": Field(ListOf(Words(60)), "its medicines that have no entry here", False, ()),
            "kinds_of_net": Field(ListOf(OneOf(NetKind)), "what kinds of tumour it is about"),
            "phase": Field(Words(40), "1, 1/2, 2, 3 ...", False),
            "status": Field(OneOf(TrialStatus), "whether it takes new people"),
            "status_checked": Field(Either("unknown", None, Day()), "the day of the register copy that was read"),
            "recheck_by": Field(Day(), "90 days later; not needed when the trial is over", False),
            "status_source": Field(SOURCE_ID, "id of a source"),
            "status_note": Field(Claimed(400), "what a reader must know about the status", False),
            "in_one_sentence": Field(Claimed(300), "the trial in one sentence"),
            "why": Field(Claimed(500), "why it is done", False),
            "design": Field(Claimed(500), "how it is set up, in plain words", False),
            "taking_part": Field(Claimed(500), "what taking part means", False),
            "who_for": claims(300, "who it is for, one point a line"),
            "who_not_for": claims(300, "who it is not for, one point a line"),
            "countries": Field(ListOf(_CountryItem()), "where it runs", False, ()),
            "where_note": Field(Claimed(400), "what else is known about where", False),
            "sponsor": Field(Claimed(200), "who runs it", False),
            "people": Field(PEOPLE, "how many people", False),
            "dates": Field(DATES, "when", False),
            "results": Field(ListOf(RESULT), "what it found, the main number first", False, ()),
            "results_note": Field(Claimed(500), "what a reader must know about the results", False),
            "side_effects": claims(300, "side effects reported in this trial, with deaths and serious harms"),
            "caveats": claims(600, "what a reader might have met wrongly, and what is not sure"),
            "publications": Field(ListOf(PUBLICATION), "papers and talks", False, ()),
            **ABOUT_THE_FILE,
            "sources": SOURCES,
        },
        build,
    )
