"""All texts to knowledge: every file read, every rule asked, and one Knowledge or every problem at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.editing.checks import check
from bot.editing.folder import Folder
from bot.editing.sheets import Kind, Sheet, disclaimer_of, is_template, read_sheet
from bot.facts.drug import Drug
from bot.facts.guide import StatusMeanings
from bot.facts.knowledge import Knowledge
from bot.facts.trial import Trial
from bot.problems import Place, Problem

_NEEDED = {
    "disclaimer.yaml": "It holds the text that every answer ends with: text: >- ...",
    "statuses.yaml": "It holds a plain meaning for every status word.",
    "not-covered.txt": "It holds the names of real medicines that have no entry here, one a line.",
}


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading a folder: knowledge only if there is no error; the sheets and problems in any case."""

    knowledge: Knowledge | None
    sheets: Mapping[str, Sheet]
    problems: tuple[Problem, ...]


ReadSheet = Callable[[str, str, str], tuple[Sheet | None, tuple[Problem, ...]]]


def read_knowledge(
    texts: Mapping[str, str],
    shown_as: str = "knowledge",
    unreadable: Sequence[Problem] = (),
    read: ReadSheet = read_sheet,
) -> Read:
    """Read all files of a knowledge folder; ``shown_as`` is the folder's name in problems.

    unreadable   what was wrong with files that are there but gave no text: so that nobody calls them missing.
    read         reads one file; somebody who reads the folder again and again can hand in one that remembers.
    """
    sheets: dict[str, Sheet] = {}
    problems: list[Problem] = list(unreadable)
    there = {*texts, *(p.place.path.removeprefix(f"{shown_as}/") for p in unreadable)}
    for path in sorted(texts):
        sheet, found = read(path, texts[path], f"{shown_as}/{path}")
        problems.extend(found)
        if sheet:
            sheets[path] = sheet
    for path, hint in _NEEDED.items():
        if path not in there:
            problems.append(Problem(Place(f"{shown_as}/{path}"), "this file is missing", hint))
    problems.extend(check(Folder(sheets, frozenset(there))))
    if problems:
        return Read(None, sheets, tuple(sorted(problems, key=lambda p: p.place)))
    return Read(assemble(sheets), sheets, ())


def assemble(sheets: Mapping[str, Sheet]) -> Knowledge:
    """Put sheets without problems together. Raises ValueError if a needed one is missing."""
    live = [s for s in sheets.values() if not is_template(s.path)]
    disclaimer = disclaimer_of(sheets)
    statuses = next((s.value for s in live if isinstance(s.value, StatusMeanings)), None)
    if disclaimer is None or statuses is None:
        raise ValueError("there is no knowledge without a disclaimer and the meanings of status words")
    one = {s.kind: s.value for s in live}
    digest = hashlib.sha256("\n".join(f"{p} {s.version}" for p, s in sorted(sheets.items())).encode())
    return Knowledge(
        disclaimer=disclaimer,
        drugs=MappingProxyType({s.id: s.value for s in live if isinstance(s.value, Drug)}),
        trials=MappingProxyType({s.id: s.value for s in live if isinstance(s.value, Trial)}),
        words=MappingProxyType({w.id: w for s in live if s.kind is Kind.WORDS for w in s.value}),
        statuses=statuses,
        version=digest.hexdigest()[:6],
        shared_names=one.get(Kind.SHARED_NAMES, ()),
        not_covered=one.get(Kind.NOT_COVERED, ()),
        everyday_words=one.get(Kind.EVERYDAY_WORDS, ()),
        questions=one.get(Kind.QUESTIONS),
        registers=one.get(Kind.REGISTERS),
        organisations=one.get(Kind.ORGANISATIONS),
    )
