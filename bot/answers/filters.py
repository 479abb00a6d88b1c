"""What a search for trials asks for. The filters describe trials; nothing here is about a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from bot.answers.places import COUNTRIES, place_called, slug
from bot.facts.drug import Drug, DrugKind
from bot.facts.knowledge import Knowledge
from bot.facts.trial import NetKind, Trial, TrialStatus
from bot.names.catalogue import Catalogue
from bot.names.find import Sure
from bot.names.fold import fold

T = TypeVar("T")
FIELDS = ("kind", "treatment", "country", "status")
_CALLED = {"drug": "treatment", "medicine": "treatment", "net": "kind", "place": "country"}
_FIELD = re.compile(r"(?:^|\s+)(kind|treatment|country|status|drug|medicine|net|place)\s*[:=]\s*", re.I)
_AROUND = re.compile(
    r"^\s*(?:all\s+)?(?:(?:trials?|stud(?:y|ies))\b\s*)?(?:(?:in|for|with|of|about|on|that are)\b)?", re.I
)


@dataclass(frozen=True, slots=True)
class Filters:
    """Each filter is None where it does not matter. ``treatment`` is a kind of treatment or the id of a drug."""

    kind: NetKind | None = None
    treatment: DrugKind | str | None = None
    country: str | None = None
    status: TrialStatus | None = None

    def as_entry(self) -> str:
        """The filters as an id that rides in a button."""
        treatment = self.treatment.name.lower() if isinstance(self.treatment, DrugKind) else self.treatment
        parts = (_code(self.kind), treatment or "", slug(self.country or ""), _code(self.status))
        return ".".join(parts)

    def in_words(self, known: Knowledge) -> tuple[str, ...]:
        """The filters as a reader would say them."""
        treatment = self.treatment.value if isinstance(self.treatment, DrugKind) else None
        if isinstance(self.treatment, str):
            treatment = known.drugs[self.treatment].name if self.treatment in known.drugs else self.treatment
        words = (
            self.kind.value if self.kind else None,
            treatment,
            self.country,
            self.status.value if self.status else None,
        )
        return tuple(w for w in words if w)

    def fits_kind(self, trial: Trial) -> bool:
        """True if the trial is about the kind of NET."""
        return self.kind is None or self.kind in trial.kinds

    def fits_treatment(self, trial: Trial, known: Knowledge) -> bool:
        """True if the trial uses the drug, or a drug of that kind."""
        if self.treatment is None:
            return True
        if isinstance(self.treatment, str):
            return self.treatment in trial.drugs
        return any(known.drugs[d].kind is self.treatment for d in trial.drugs if d in known.drugs)

    def fits_country(self, trial: Trial) -> bool:
        """True if the trial names the country."""
        return self.country is None or any(c.name == self.country for c in trial.countries)

    def fits_status(self, trial: Trial) -> bool:
        """True if that was the trial's status when somebody last looked."""
        return self.status is None or trial.status.word is self.status


def from_entry(entry: str, known: Knowledge) -> Filters | None:
    """The filters in a button's id; None if it is not one, or names what is no longer in the list."""
    parts = entry.split(".")
    if len(parts) != len(FIELDS):
        return None
    kind, treatment, country, status = parts
    try:
        return Filters(
            NetKind[kind.upper()] if kind else None,
            _treatment(treatment, known) if treatment else None,
            next(c for c in (*countries(known), *COUNTRIES) if slug(c) == country) if country else None,
            TrialStatus[status.upper()] if status else None,
        )
    except (KeyError, StopIteration):
        return None


def _treatment(code: str, known: Knowledge) -> DrugKind | str:
    return code if code in known.drugs else DrugKind[code.upper()]


def _code(member: Enum | None) -> str:
    return member.name.lower() if member else ""


def countries(known: Knowledge) -> tuple[str, ...]:
    """Every country that a trial names, by the alphabet."""
    return tuple(sorted({c.name for t in known.trials.values() for c in t.countries}))


def options(field: str, known: Knowledge) -> dict[str, str]:
    """What a filter can be, from what the knowledge holds: label to what is sent back."""
    used = known.trials.values()
    if field == "kind":
        kinds = {k for t in used for k in t.kinds}
        return {k.value: k.name.lower() for k in NetKind if k in kinds}
    if field == "status":
        words = {t.status.word for t in used}
        return {s.value: s.name.lower() for s in TrialStatus if s in words}
    if field == "country":
        return {c: slug(c) for c in countries(known)}
    drugs = sorted((known.drugs[d] for d in {d for t in used for d in t.drugs} if d in known.drugs), key=_by_name)
    kinds_used = {d.kind for d in drugs}
    labels = {f"any {k.value}": k.name.lower() for k in DrugKind if k in kinds_used}
    return labels | {d.name: d.id for d in drugs}


def _by_name(drug: Drug) -> str:
    return drug.name.casefold()


def complete(field: str, typed: str, known: Knowledge, limit: int = 25) -> list[tuple[str, str]]:
    """What to offer for a filter while somebody types: what it is sent back as, and its label."""
    wanted = fold(typed)
    every = options(field, known)
    begins = [(value, label) for label, value in every.items() if fold(label).startswith(wanted)]
    inside = [(value, label) for label, value in every.items() if wanted in fold(label)]
    return list(dict.fromkeys([*begins, *inside]))[:limit]


@dataclass(frozen=True, slots=True)
class Read:
    """What was made of typed filters.

    unclear  those that could not be understood, by field.
    guessed  the drug that was guessed, and how it was typed; None if nothing was guessed.
    """

    filters: Filters
    unclear: Mapping[str, str]
    guessed: tuple[str, str] | None = None


def in_fields(text: str, known: Knowledge) -> dict[str, str]:
    """A search in one line by its fields: ``country:Norway status:open``, or words that fit only one field."""
    parts = _FIELD.split(text.strip())
    typed = {_CALLED.get(f.casefold(), f.casefold()): v.strip() for f, v in zip(parts[1::2], parts[2::2], strict=True)}
    free = _AROUND.sub("", parts[0]).strip()
    if free:
        fitting = [f for f in ("status", "kind") if _pick(options(f, known), free)]
        fitting += ["country"] if _place(free, known) else []
        typed.setdefault(fitting[0] if fitting else "treatment", free)
    return typed


def read_filters(typed: Mapping[str, str], catalogue: Catalogue) -> Read:
    """The filters that were typed or picked."""
    known = catalogue.known
    read: dict[str, str] = {}
    unclear: dict[str, str] = {}
    guessed = None
    for field in FIELDS:
        text = typed.get(field, "").strip()
        if not text:
            continue
        value = _place(text, known) if field == "country" else _pick(options(field, known), text)
        if value is None and field == "treatment":
            found = catalogue.find(text)
            if isinstance(found, Sure) and found.entity in known.drugs:
                value = found.entity
                guessed = None if found.exact else (known.drugs[value].name, text)
        if value is None:
            unclear[field] = text
        else:
            read[field] = value
    entry = ".".join(read.get(field, "") for field in FIELDS)
    return Read(from_entry(entry, known) or Filters(), unclear, guessed)


def _place(typed: str, known: Knowledge) -> str | None:
    """The slug of a country, also of one that no trial in the list names: that is worth an answer."""
    place = place_called(typed)
    named = _pick(options("country", known), place)
    return named or next((slug(c) for c in COUNTRIES if slug(c) == slug(place)), None)


def _pick(every: Mapping[str, str], typed: str) -> str | None:
    """The one option that is meant: sent back as it was offered, the same name, or the only one that fits."""
    wanted = fold(typed)
    exact = {
        value for label, value in every.items() if typed == value or fold(label) == wanted or fold(value) == wanted
    }
    if exact:
        return next(iter(exact)) if len(exact) == 1 else None
    return _only(value for label, value in every.items() if len(wanted) >= 3 and wanted in fold(label))


def _only(values: Iterable[str]) -> str | None:
    found = set(values)
    return next(iter(found)) if len(found) == 1 else None
