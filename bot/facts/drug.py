"""A medicine, or a set of medicines given together (a regimen)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.facts.claims import Claim, Provenance, RoughDate, Source


class DrugKind(Enum):
    """The kind of treatment, in the words people browse by."""

    TARGETED = "targeted therapy"
    SOMATOSTATIN = "somatostatin analogue"
    RADIOLIGAND = "radioligand therapy"
    CHEMOTHERAPY = "chemotherapy"
    IMMUNOTHERAPY = "immunotherapy"
    SYMPTOM = "symptom control"
    IMAGING = "imaging agent"


class NameKind(Enum):
    """Why a name leads to an entry; shown in autocomplete behind the name."""

    GENERIC = "generic name"
    BRAND = "brand"
    CODE = "research code"
    ABBREVIATION = "short name"
    PEOPLE_SAY = "what people say"
    MISSPELLING = "common misspelling"
    TRIAL = "trial name"
    REGISTER_ID = "register number"
    SHARED = "name of several"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name of an entry; ``region`` and ``note`` are for brands and may be None."""

    text: str
    kind: NameKind
    region: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A regulator's yes for one use. ``date_note`` says what the date stands for if not the approval itself."""

    regulator: str
    for_whom: str
    date: RoughDate
    source: str
    date_note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drug:
    """A medicine as the record knows it. Empty tuples and None mean: the record does not say.

    approvals_for_nets  empty means that no approval for a NET was found, and the card says so outright.
    names_from          ids of the sources that carry the names.
    parts               ids of the medicines a regimen is made of; empty for a single medicine.
    featured            offered by autocomplete when nothing is typed yet.
    """

    id: str
    name: str
    kind: DrugKind
    names: tuple[Name, ...]
    names_from: tuple[str, ...]
    sources: tuple[Source, ...]
    provenance: Provenance
    in_one_sentence: Claim
    drug_class: Claim
    how_it_works: Claim
    given_as: Claim | None
    approvals_for_nets: tuple[Approval, ...]
    approval_note: Claim | None
    other_uses: tuple[Claim, ...]
    side_effects: tuple[Claim, ...]
    serious_warnings: tuple[Claim, ...]
    caveats: tuple[Claim, ...]
    say_it: Claim | None = None
    parts: tuple[str, ...] = ()
    featured: bool = False

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a drug needs a name")
        if not self.sources:
            raise ValueError(f"{self.id}: an entry needs at least one source")
