"""The fields of a trial file: their shapes, their limits, and what they are for.

To add a field: the dataclass in ``facts``, one line here, and its composer in ``answers``.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.editing.notes import Notes
from bot.editing.quantities import Count, Day, Number, RoughDay
from bot.editing.records import Either, Field, ListOf, Record
from bot.editing.schema import ABOUT_THE_FILE, ENTRY_ID, SOURCE_ID, SOURCES, WEB, claims, provenance
from bot.editing.shapes import Claimed, Matching, OneOf, Words, YesNo
from bot.editing.yamlfile import Node, Table, Text
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

STATUS = OneOf(
    TrialStatus,
    {
        "recruiting": TrialStatus.OPEN,
        "not yet recruiting": TrialStatus.NOT_YET_OPEN,
        "enrolling by invitation": TrialStatus.BY_INVITATION,
        "active not recruiting": TrialStatus.CLOSED_TO_NEW,
        "closed to new people": TrialStatus.CLOSED_TO_NEW,
        "completed": TrialStatus.FINISHED,
        "terminated": TrialStatus.STOPPED,
        "withdrawn": TrialStatus.STOPPED,
        "paused": TrialStatus.SUSPENDED,
        "unknown status": TrialStatus.UNKNOWN,
    },
)
"""The status words; those that registers use are not read, but the message says which of ours is meant."""


class _IntervalShape:
    """Two ends of an interval as printed: ``0.12 to 0.42``, ``17.1 to not reached``, ``90 %: 67.5 to 89.9``."""

    form = Matching(
        r"([0-9]{2} ?%: )?-?[0-9]+(\.[0-9]+)? to (-?[0-9]+(\.[0-9]+)?|not reached)",
        "an interval",
        "Write the two ends as printed: 0.12 to 0.42 (or: 17.1 to not reached, or: 90 %: 67.5 to 89.9)",
    )

    def read(self, node: Node, at: str, notes: Notes) -> Interval:
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


def _with(node: Node, value: str) -> Text:
    return Text(value, node.place)


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
            "sites": Field(STATUS, "whether hospitals there take people", False),
            "count": Field(Count(), "how many hospitals", False),
            "note": Field(Words(160), "a city, a hospital", False),
        },
        lambda **v: Country(name=v.pop("country"), **v),
    )

    def read(self, node: Node, at: str, notes: Notes) -> Country:
        if isinstance(node, Table):
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
            "facts_from": Field(
                ListOf(SOURCE_ID), "ids of the sources that carry its names, numbers, medicines, phase and countries"
            ),
            "featured": Field(YesNo(), "yes: offered when nothing is typed yet", False, False),
            "drugs": Field(ListOf(ENTRY_ID), "ids of drug entries", False, ()),
            "other_drugs": Field(ListOf(Words(60)), "its medicines that have no entry here", False, ()),
            "kinds_of_net": Field(ListOf(OneOf(NetKind)), "what kinds of tumour it is about"),
            "phase": Field(Words(40), "1, 1/2, 2, 3 ...", False),
            "status": Field(STATUS, "whether it takes new people"),
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
