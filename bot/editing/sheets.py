"""Texts of files to sheets: one file, read by the shape that its folder and name call for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import PurePosixPath
from typing import Any

from bot.editing import schema_drug, schema_guide, schema_trial, yamlfile
from bot.editing.notes import Notes, TooMany, Unreadable, cut, did_you_mean
from bot.editing.shapes import Shape
from bot.editing.signs import odd_signs
from bot.facts.drug import Drug
from bot.facts.knowledge import Disclaimer
from bot.facts.trial import Trial
from bot.problems import Place, Problem


class Kind(Enum):
    """What a file is about; the value is how messages name it."""

    DRUG = "drug"
    TRIAL = "trial"
    WORDS = "words"
    DISCLAIMER = "disclaimer"
    STATUSES = "status meanings"
    QUESTIONS = "questions"
    REGISTERS = "registers"
    ORGANISATIONS = "organisations"
    SHARED_NAMES = "shared names"
    NOT_COVERED = "medicines not covered"
    EVERYDAY_WORDS = "everyday words"


FOLDERS = {"drugs": Kind.DRUG, "trials": Kind.TRIAL, "words": Kind.WORDS}
FILES = {
    "disclaimer.yaml": Kind.DISCLAIMER,
    "statuses.yaml": Kind.STATUSES,
    "questions.yaml": Kind.QUESTIONS,
    "registers.yaml": Kind.REGISTERS,
    "organisations.yaml": Kind.ORGANISATIONS,
    "shared-names.yaml": Kind.SHARED_NAMES,
    "not-covered.txt": Kind.NOT_COVERED,
    "everyday-words.txt": Kind.EVERYDAY_WORDS,
}
_GOOD_NAME = "[a-z0-9][a-z0-9-]{0,40}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file that could be read. ``value`` is what it holds; ``notes`` say what stands where in it."""

    path: str
    kind: Kind
    id: str
    value: Any
    version: str
    notes: Notes = field(default_factory=Notes, repr=False)

    @property
    def entry(self) -> Drug | Trial | None:
        """The drug or trial, if the sheet holds one."""
        return self.value if isinstance(self.value, Drug | Trial) else None


def version_of(text: str) -> str:
    """Six hex digits that change when the text does; line ends do not count."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8", "replace")).hexdigest()[:6]


def is_template(path: str) -> bool:
    """True for files to copy from, whose names begin with ``_``: they are read, but never become entries."""
    return PurePosixPath(path).name.startswith("_")


def kind_of(path: str) -> Kind | None:
    """What a file of the knowledge folder is about by its place and name; None if the bot does not know it."""
    parts = PurePosixPath(path).parts
    if len(parts) == 1:
        return FILES.get(parts[0])
    if len(parts) == 2 and re.fullmatch(rf"({_GOOD_NAME}|_[a-z0-9-]{{1,40}})\.yaml", parts[1]):
        return FOLDERS.get(parts[0])
    return None


def read_sheet(path: str, text: str, shown_as: str | None = None) -> tuple[Sheet | None, tuple[Problem, ...]]:
    """Read one file; ``path`` is relative to the knowledge folder, ``shown_as`` is how problems name it."""
    shown = shown_as or path
    kind = kind_of(path)
    name = PurePosixPath(path)
    if kind is None:
        return None, (_unknown_file(name, shown),)
    if kind in (Kind.NOT_COVERED, Kind.EVERYDAY_WORDS):
        return _read_list(shown, kind, text)
    table, slips = yamlfile.read(shown, text)
    if table is None:
        return None, slips
    notes = Notes()
    version = version_of(text)
    value: Any = None
    with suppress(Unreadable, TooMany):
        value = shape_of(kind, name.stem, version).read(table, "", notes)
    if slips or notes.problems:
        return None, (*slips, *notes.problems)
    return Sheet(path, kind, name.stem, value, version, notes), ()


def _unknown_file(name: PurePosixPath, shown: str) -> Problem:
    """What is wrong with the name of a file that the bot does not know."""
    folder = name.parts[0] if len(name.parts) == 2 else ""
    place = Place(shown)
    stem = re.sub(r"(?i)(\.(ya?ml|txt|md))+$", "", name.name)
    better = re.sub(r"[^a-z0-9]+", "-", re.sub(r"[ _-]*(copy|\(\d+\))$", "", stem.lower())).strip("-")[:41]
    if folder in FOLDERS and kind_of(f"{folder}/{stem}.yaml") and better and re.fullmatch(_GOOD_NAME, stem):
        what = f"the bot reads only files that end in '.yaml', and this one ends in '{name.name[len(stem) :]}'"
        return Problem(place, what, f"Rename it: {stem}.yaml")
    if folder in FOLDERS:
        hint = "Small letters, digits and '-' only, with '.yaml' at the end: the file's name is the entry's id."
        hint += f" For example: {better}.yaml" if better else ""
        return Problem(place, f"'{cut(name.name)}' is not a good file name", hint)
    near = did_you_mean(str(name), [*FILES, *(f"{known}/{name.name}" for known in FOLDERS)])
    return Problem(
        place, "the bot does not know a file of this name", near.strip() or "See 'Which file is what' in README.md."
    )


def shape_of(kind: Kind, entry_id: str, version: str) -> Shape[Any]:
    """How a YAML file of a kind is read."""
    shapes: Mapping[Kind, Shape[Any]] = {
        Kind.DISCLAIMER: schema_guide.DISCLAIMER,
        Kind.SHARED_NAMES: schema_guide.SHARED_NAMES,
    }
    if kind in shapes:
        return shapes[kind]
    if kind is Kind.DRUG:
        return schema_drug.drug(entry_id, version)
    if kind is Kind.TRIAL:
        return schema_trial.trial(entry_id, version)
    by_version: Mapping[Kind, Callable[[str], Shape[Any]]] = {
        Kind.WORDS: schema_guide.words_of_group,
        Kind.STATUSES: schema_guide.statuses,
        Kind.QUESTIONS: schema_guide.questions,
        Kind.REGISTERS: schema_guide.registers,
        Kind.ORGANISATIONS: schema_guide.organisations,
    }
    return by_version[kind](version)


def _read_list(shown: str, kind: Kind, text: str) -> tuple[Sheet | None, tuple[Problem, ...]]:
    """One name a line; ``#`` begins a comment."""
    names: list[str] = []
    problems = list(odd_signs(shown, text))
    for number, row in enumerate(text.splitlines(), 1):
        name = row.split("#", 1)[0].strip()
        if len(name) > 80 or not name.isprintable():
            problems.append(Problem(Place(shown, number), "this line is not a name", "One name a line, nothing else."))
        elif name:
            names.append(name)
    if not names and not problems:
        problems.append(Problem(Place(shown), "the list is empty", "One name a line. Was the file cut off?"))
    if problems:
        return None, tuple(problems)
    return Sheet(PurePosixPath(shown).name, kind, "", tuple(names), version_of(text)), ()


def disclaimer_of(sheets: Mapping[str, Sheet]) -> Disclaimer | None:
    """The disclaimer, if its file could be read."""
    sheet = sheets.get("disclaimer.yaml")
    return sheet.value if sheet and isinstance(sheet.value, Disclaimer) else None
