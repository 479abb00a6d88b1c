"""A clinical trial: what it asked, its status with its date, and what it found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from bot.facts.claims import Claim, Provenance, RoughDate, Source


class TrialStatus(Enum):
    """Whether a trial takes new people. There is no default: an unknown word is a load error."""

    OPEN = "open"
    NOT_YET_OPEN = "not yet open"
    BY_INVITATION = "by invitation"
    CLOSED_TO_NEW = "running but closed to new people"
    FINISHED = "finished"
    STOPPED = "stopped"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"

    @property
    def is_over(self) -> bool:
        """True if nothing about joining can change any more, so that no recheck is due."""
        return self in (TrialStatus.FINISHED, TrialStatus.STOPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A status that never travels alone.

    checked       the day of the register copy that was read; None if that copy carries no date.
    note          what a reader must know about the status; required where ``checked`` is None.
    recheck_by    the day after which the status must not be spoken of as today's; None only if it is over.
    """

    word: TrialStatus
    checked: date | None
    recheck_by: date | None
    source: str
    note: Claim | None = None

    def __post_init__(self) -> None:
        if self.checked is None and self.note is None:
            raise ValueError("a status without a day needs 'status_note' to say what is known about its age")
        if self.recheck_by is None and not self.word.is_over:
            raise ValueError(f"a trial that is '{self.word.value}' needs 'recheck_by'")
        if self.checked is None and self.word in (TrialStatus.OPEN, TrialStatus.BY_INVITATION):
            raise ValueError("a trial cannot be called open without the day this was checked")
        if self.checked and self.recheck_by and self.recheck_by < self.checked:
            raise ValueError("'recheck_by' lies before 'status_checked'")

    def is_current(self, today: date) -> bool:
        """True while the status may be spoken of as today's."""
        if self.word.is_over:
            return True
        return self.checked is not None and self.recheck_by is not None and today <= self.recheck_by


class NetKind(Enum):
    """The kinds of tumour or illness a trial is about, in the words people browse by."""

    PANCREAS = "pancreatic NET"
    GUT = "gut NET (stomach or bowel)"
    LUNG = "lung NET"
    THYMUS = "thymus NET"
    OTHER_PLACE = "NET from another or unknown place"
    NEC = "neuroendocrine carcinoma (NEC)"
    PHEO_PARA = "pheochromocytoma or paraganglioma"
    CARCINOID_SYNDROME = "carcinoid syndrome"


class Measure(Enum):
    """What a reported number measures, as editors write it."""

    RESPONSE_RATE = "response rate"
    LENGTH_OF_RESPONSE = "length of response"
    TIME_WITHOUT_GROWTH = "time without growth"
    SHARE_WITHOUT_GROWTH = "share without growth"
    SURVIVAL_TIME = "survival time"
    SHARE_ALIVE = "share alive"
    HAZARD_GROWTH = "hazard ratio for growth or death"
    HAZARD_DEATH = "hazard ratio for death"
    DISEASE_CONTROL = "disease control rate"
    TIME_TO_GROWTH = "time to growth"
    OTHER = "other"


class Unit(Enum):
    """The unit of a reported number."""

    PERCENT = "percent"
    MONTHS = "months"
    WEEKS = "weeks"
    DAYS = "days"
    RATIO = "ratio"
    PER_DAY = "per day"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Interval:
    """The two ends of an interval as printed; ``high`` is None where the source says it was not reached."""

    low: Decimal
    high: Decimal | None
    percent: int = 95

    def __post_init__(self) -> None:
        if self.high is not None and self.high < self.low:
            raise ValueError("an interval runs from the smaller to the larger number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One number that a trial reported, for one group of its patients.

    value         in ``unit``, as printed in the source, never recomputed or rounded by us; None: not reached.
    interval      confidence interval in ``unit``; None if not printed.
    patients      people the number is about: those treated, not those enrolled; None if not printed.
    compared_with the other group, or None if there was no comparison group.
    compared_value, compared_interval   the same measure in that group; None if not printed. A value that was
                  not reached there is ``compared_not_reached``.
    what          the plain name of the measure when ``measure`` is OTHER.
    at            the point in time of a share ("12 months").
    """

    measure: Measure
    group: str
    value: Decimal | None
    unit: Unit
    source: str
    interval: Interval | None = None
    patients: int | None = None
    compared_with: str | None = None
    compared_value: Decimal | None = None
    compared_interval: Interval | None = None
    compared_not_reached: bool = False
    what: str | None = None
    at: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if not self.group.strip():
            raise ValueError("a result needs the group of people it is about")
        if (self.measure is Measure.OTHER) != (self.what is not None):
            raise ValueError("'what' names the measure, and goes with 'measure: other' only")
        if self.compared_with is None and (self.compared_value is not None or self.compared_interval is not None):
            raise ValueError("a compared value needs 'compared_with'")
        is_share = self.unit is Unit.PERCENT and self.measure is not Measure.OTHER
        if is_share and self.value is not None and not 0 <= self.value <= 100:
            raise ValueError("a share of people lies between 0 and 100 percent")
        if self.measure in (Measure.HAZARD_GROWTH, Measure.HAZARD_DEATH) and self.compared_with is None:
            raise ValueError("a hazard ratio compares two groups: say with which ('compared_with')")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterId:
    """The number under which a trial stands in one register, or the sponsor's own code for it."""

    register: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country of the trial; ``sites`` says whether hospitals there take people: None if not known."""

    name: str
    sites: TrialStatus | None = None
    count: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """How many people; planned, enrolled and treated are three different numbers. None: not printed."""

    source: str
    planned: int | None = None
    enrolled: int | None = None
    treated: int | None = None
    note: Claim | None = None

    def __post_init__(self) -> None:
        if self.planned is None and self.enrolled is None and self.treated is None:
            raise ValueError("give at least one of 'planned', 'enrolled' and 'treated'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """When the trial ran; a date that lies ahead or was only planned is marked so. None: not printed."""

    source: str
    start: RoughDate | None = None
    end: RoughDate | None = None
    start_is_planned: bool = False
    end_is_planned: bool = False
    note: Claim | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A paper or talk about the trial; ``url`` is None if we know no address fit to link to."""

    citation: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A clinical trial as the record knows it. Empty tuples and None mean: the record does not say.

    facts_from    ids of the sources that carry its names, numbers, medicines, phase and countries.
    drugs         ids of drug entries.
    other_drugs   medicines of the trial that have no entry; each stands in the list of names not covered.
    """

    id: str
    name: str
    title: str
    names: tuple[str, ...]
    ids: tuple[RegisterId, ...]
    register_url: str | None
    facts_from: tuple[str, ...]
    drugs: tuple[str, ...]
    other_drugs: tuple[str, ...]
    kinds: tuple[NetKind, ...]
    phase: str | None
    status: Status
    sources: tuple[Source, ...]
    provenance: Provenance
    in_one_sentence: Claim
    why: Claim | None
    design: Claim | None
    taking_part: Claim | None
    who_for: tuple[Claim, ...]
    who_not_for: tuple[Claim, ...]
    countries: tuple[Country, ...]
    where_note: Claim | None
    sponsor: Claim | None
    people: People | None
    dates: Dates | None
    results: tuple[Result, ...]
    results_note: Claim | None
    side_effects: tuple[Claim, ...]
    caveats: tuple[Claim, ...]
    publications: tuple[Publication, ...]
    featured: bool = False

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError(f"{self.id}: an entry needs at least one source")
        if not self.drugs and not self.other_drugs:
            raise ValueError(f"{self.id}: a trial needs 'drugs' or 'other_drugs'")
        if not self.kinds:
            raise ValueError(f"{self.id}: a trial needs at least one kind of NET")

    @property
    def nct(self) -> str | None:
        """The ClinicalTrials.gov number, or None if the record has none."""
        return next((i.id for i in self.ids if i.register == "ClinicalTrials.gov"), None)
