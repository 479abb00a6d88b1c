"""Rules about what a file says and how files fit together: one rule a function, its reason in the docstring."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import timedelta

from bot.editing.checks_words import word_names_are_unique, words_point_to_words
from bot.editing.folder import Folder, place_of
from bot.editing.sheets import Kind, Sheet, is_template
from bot.facts.claims import Source
from bot.facts.trial import Trial
from bot.names.catalogue import names_of
from bot.names.fold import fold
from bot.names.index import collisions
from bot.problems import Place, Problem

Rule = Callable[[Folder], Iterator[Problem]]

NCT = re.compile(r"NCT\d{8}")
_NCT_LIKE = re.compile(r"\bNCT[\s-]?\d+\b", re.I)
_PROMOTIONAL = re.compile(
    r"\b(breakthrough|miracle|wonder drug|game[- ]chang\w+|revolution\w+|promising|exciting|"
    r"new hope|ground-?breaking|best treatment|safe and effective|without side effects|free of side effects|guarantee\w*|"
    r"cure[sd]?|curing|life-?saving|amazing|unprecedented)\b",
    re.I,
)
_PROMOTIONAL_STEMS = (
    "break", "miracle", "wonder", "chang", "revol", "promis", "excit", "hope", "best", "safe", "without side", "free of",
    "guarant", "cur", "saving", "amaz", "unpreced",
)  # fmt: skip
_DOSE_STEMS = ("mg", "mcg", "µg", "gram", "gbq", "mbq", "mci", "iu")
_DOSE = re.compile(r"\b\d+([.,]\d+)?\s?(mg|mcg|µg|microgram\w*|milligram\w*|GBq|MBq|mCi|IU)\b", re.I)
_REGISTER_RECHECK = timedelta(days=90)


def _texts_with(sheet: Sheet, stems: tuple[str, ...]) -> Iterator[tuple[str, Place, str]]:
    """The texts of a sheet in which a stem stands; quick, so that the slow patterns see few texts."""
    whole = "\n".join(text for _, _, text in sheet.notes.texts).casefold()
    present = tuple(stem for stem in stems if stem in whole)
    if present:
        for at, place, text in sheet.notes.texts:
            small = text.casefold()
            if any(stem in small for stem in present):
                yield at, place, text


def sources_exist(folder: Folder) -> Iterator[Problem]:
    """A source id that leads nowhere is a claim without a source."""
    for sheet in folder.sheets.values():
        known = {s.id for s in sources_of(sheet)}
        for place, source in sheet.notes.cited:
            if source not in known:
                ids = ", ".join(sorted(known)) or "none yet"
                yield Problem(place, f"there is no source '{source}' in this file", f"Sources here: {ids}.")


def sources_are_used(folder: Folder) -> Iterator[Problem]:
    """A source that nothing points to tells a reader nothing, and hides that a claim lost it."""
    for sheet in folder.sheets.values():
        cited = {source for _, source in sheet.notes.cited}
        for source in sources_of(sheet):
            if source.id not in cited:
                yield Problem(
                    place_of(sheet, f"sources.{source.id}"),
                    f"no text names the source '{source.id}'",
                    f"Put [{source.id}] behind the text that is from it, or delete the source.",
                )


def sources_of(sheet: Sheet) -> tuple[Source, ...]:
    """The sources of a sheet, whatever it holds."""
    value = sheet.value[0] if isinstance(sheet.value, tuple) and sheet.value else sheet.value
    found = getattr(value, "sources", ())
    return tuple(s for s in found if isinstance(s, Source))


def entries_exist(folder: Folder) -> Iterator[Problem]:
    """A drug or trial that is named and does not exist would be a button to nowhere."""
    drugs = folder.ids("drugs")
    everything = drugs | folder.ids("trials")
    for sheet in folder.sheets.values():
        for at, place, entry in sheet.notes.pointed:
            wanted = everything if sheet.kind is Kind.SHARED_NAMES else drugs
            if entry not in wanted:
                what = "entry" if wanted is everything else "drug entry"
                yield Problem(
                    place,
                    f"there is no {what} '{entry}'",
                    f"Is there a file knowledge/drugs/{entry}.yaml? For a medicine without an entry use 'other_drugs'."
                    if at.startswith("drugs")
                    else f"The id is a file's name without '.yaml'. Check the spelling of '{entry}'.",
                )


def other_drugs_are_declared(folder: Folder) -> Iterator[Problem]:
    """A trial's medicine without an entry must stand in the list of medicines we do not cover, or it is guessed at."""
    listed = {fold(n) for s in folder.sheets.values() if s.kind is Kind.NOT_COVERED for n in s.value}
    for sheet in folder.sheets.values():
        if isinstance(sheet.value, Trial):
            for number, name in enumerate(sheet.value.other_drugs):
                if fold(name) not in listed:
                    yield Problem(
                        place_of(sheet, f"other_drugs[{number}]"),
                        f"'{name}' is neither an entry nor in the list of medicines not covered",
                        f"Add the line '{name}' to knowledge/not-covered.txt.",
                    )


def register_numbers_are_right(folder: Folder) -> Iterator[Problem]:
    """A wrong digit in a register number sends a patient to another trial."""
    seen: dict[str, Sheet] = {}
    for sheet in folder.sheets.values():
        if not isinstance(sheet.value, Trial) or is_template(sheet.path):
            continue
        for number, register_id in enumerate(sheet.value.ids):
            place = place_of(sheet, f"ids[{number}].id")
            if register_id.register == "ClinicalTrials.gov" and not NCT.fullmatch(register_id.id):
                yield Problem(
                    place, f"'{register_id.id}' is not an NCT number", "NCT and exactly 8 digits: NCT02678780."
                )
            folded = fold(register_id.id)
            if folded in seen and seen[folded] is not sheet:
                yield Problem(
                    place,
                    f"'{register_id.id}' stands in {seen[folded].path} too",
                    "A number belongs to one trial only. Check both in the register.",
                )
            seen.setdefault(folded, sheet)
        url = sheet.value.register_url
        if url and (found := _NCT_LIKE.search(url)) and found.group().upper() != sheet.value.nct:
            yield Problem(
                place_of(sheet, "register_url"),
                f"the address leads to {found.group()}, but the trial's number is {sheet.value.nct}",
                "Use the page of this trial.",
            )


def numbers_in_texts_are_whole(folder: Folder) -> Iterator[Problem]:
    """A register number with a digit too few or too many, anywhere in a text, cannot be looked up."""
    for sheet in folder.sheets.values():
        for at, place, text in _texts_with(sheet, ("nct",)):
            if at.startswith("ids["):
                continue
            for found in _NCT_LIKE.finditer(text):
                if not NCT.fullmatch(found.group().upper()):
                    yield Problem(
                        place, f"'{found.group()}' is not an NCT number", "NCT and exactly 8 digits, no space."
                    )


def entries_have_their_own_id(folder: Folder) -> Iterator[Problem]:
    """A drug and a trial under one id could not be told apart by a button."""
    trials = {s.id: s for s in folder.sheets.values() if s.kind is Kind.TRIAL and not is_template(s.path)}
    for sheet in folder.sheets.values():
        if sheet.kind is Kind.DRUG and sheet.id in trials:
            yield Problem(place_of(sheet, ""), f"a trial has the id '{sheet.id}' too", "Rename one of the two files.")


def names_are_unique(folder: Folder) -> Iterator[Problem]:
    """Two entries under one name would let a patient read about the wrong drug."""
    entries = {s.id: s for s in folder.sheets.values() if s.entry is not None and not is_template(s.path)}
    shared = {n.text: n.means for s in folder.sheets.values() if s.kind is Kind.SHARED_NAMES for n in s.value}
    names = {i: names_of(s.entry) for i, s in entries.items() if s.entry is not None}
    for collision in collisions(names, shared):
        sheet = entries[sorted(collision.entities)[-1]]
        owners = " and ".join(sorted(collision.entities))
        folded = fold(collision.name)
        place = next((p for _, p, text in sheet.notes.texts if fold(text) == folded), place_of(sheet, "name"))
        yield Problem(
            place,
            f"the name '{collision.name}' belongs to {owners}",
            "Take it out of one entry, or declare it in knowledge/shared-names.yaml if it really means both.",
        )


def others_are_not_ours(folder: Folder) -> Iterator[Problem]:
    """A name of ours on the list of other medicines would be both answered and refused."""
    ours = {
        fold(name): sheet.id
        for sheet in folder.sheets.values()
        if sheet.entry is not None and not is_template(sheet.path)
        for name in names_of(sheet.entry)
    }
    for sheet in folder.sheets.values():
        if sheet.kind is Kind.NOT_COVERED:
            for name in sheet.value:
                if fold(name) in ours:
                    yield Problem(
                        place_of(sheet, name),
                        f"'{name}' is a name of the entry '{ours[fold(name)]}'",
                        "Delete its line here, or take the name out of the entry.",
                    )


def no_promotion(folder: Folder) -> Iterator[Problem]:
    """A word that praises or promises makes a frightened reader hope for what nobody has shown."""
    for sheet in folder.sheets.values():
        for at, place, text in _texts_with(sheet, _PROMOTIONAL_STEMS):
            if at.startswith(("sources.", "publications")) or "misspelling" in at:
                continue
            found = _PROMOTIONAL.search(text)
            if found:
                yield Problem(
                    place,
                    f"'{found.group()}' praises or promises",
                    "Say what was measured, in which people, and against what.",
                )


def no_doses(folder: Folder) -> Iterator[Problem]:
    """How much of a medicine to take is never the bot's to say."""
    for sheet in folder.sheets.values():
        if sheet.entry is None:
            continue
        for at, place, text in _texts_with(sheet, _DOSE_STEMS):
            if at.startswith(("sources.", "publications", "names")):
                continue
            found = _DOSE.search(text)
            if found:
                yield Problem(
                    place,
                    f"'{found.group()}' is a dose",
                    "Leave amounts of medicine out; nothing here says how much to take.",
                )


def rechecks_are_timely(folder: Folder) -> Iterator[Problem]:
    """An open trial that nobody looks at for more than 90 days must not be shown as today's truth."""
    for sheet in folder.sheets.values():
        if isinstance(sheet.value, Trial):
            status = sheet.value.status
            if status.checked and status.recheck_by and not status.word.is_over:
                latest = status.checked + _REGISTER_RECHECK
                if status.recheck_by > latest:
                    yield Problem(
                        place_of(sheet, "recheck_by"),
                        f"'recheck_by' is more than 90 days after 'status_checked' ({status.checked})",
                        f"Write {latest} at the latest.",
                    )


RULES: tuple[Rule, ...] = (
    sources_exist,
    sources_are_used,
    entries_exist,
    other_drugs_are_declared,
    register_numbers_are_right,
    numbers_in_texts_are_whole,
    entries_have_their_own_id,
    names_are_unique,
    others_are_not_ours,
    words_point_to_words,
    word_names_are_unique,
    no_promotion,
    no_doses,
    rechecks_are_timely,
)


def check(folder: Folder, rules: Collection[Rule] = RULES) -> tuple[Problem, ...]:
    """All problems of all sheets by all rules, in the order of their places."""
    found = [problem for rule in rules for problem in rule(folder)]
    return tuple(sorted(set(found), key=lambda p: (p.place, p.what)))
