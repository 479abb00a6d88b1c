"""Which texts of a knowledge folder are hard to read: advice for editors, worst first, never an error."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.editing.plain import Reading, measure
from bot.editing.sheets import Kind, Sheet, is_template
from bot.facts.drug import Drug
from bot.facts.guide import Word
from bot.facts.trial import Trial
from bot.problems import Place, Problem, Weight

AIM = 8.0
MOST = 10.0
_ITEM = re.compile(r"\[\d+\]$")


@dataclass(frozen=True, slots=True)
class Graded:
    """One patient-facing text (the points of a list count as one) and how it reads."""

    at: str
    place: Place
    reading: Reading


def free_words(sheets: Mapping[str, Sheet]) -> frozenset[str]:
    """Words that count as easy: the names of drugs and trials, and the words that the glossary explains."""
    names: list[str] = []
    for sheet in sheets.values():
        if isinstance(sheet.value, Drug):
            names += [sheet.value.name, *(n.text for n in sheet.value.names)]
        elif isinstance(sheet.value, Trial):
            names += [
                sheet.value.name,
                *sheet.value.names,
                *sheet.value.other_drugs,
                *(c.name for c in sheet.value.countries),
            ]
        elif sheet.kind is Kind.WORDS:
            for word in sheet.value:
                if isinstance(word, Word):
                    names += [word.term, *word.short_forms, *word.other_names]
    return frozenset(part for name in names for part in re.findall(r"[a-z][a-z'-]{2,}", name.casefold()))


def grade_all(sheets: Mapping[str, Sheet], free: Collection[str]) -> list[Graded]:
    """Grade every sourced text and the disclaimer, hardest first."""
    graded = []
    for sheet in sheets.values():
        if is_template(sheet.path):
            continue
        for at, place, text in _texts(sheet):
            graded.append(Graded(at, place, measure(text, free)))
    return sorted(graded, key=lambda g: -g.reading.grade)


def _texts(sheet: Sheet) -> Iterator[tuple[str, Place, str]]:
    if sheet.kind is Kind.DISCLAIMER:
        yield from sheet.notes.texts
        return
    lists: defaultdict[str, list[tuple[Place, str]]] = defaultdict(list)
    for at, place, claim in sheet.notes.claims:
        lists[_ITEM.sub("", at)].append((place, claim.text))
    for at, said in lists.items():
        yield at, said[0][0], "\n".join(text for _, text in said)


def advice(graded: Iterable[Graded]) -> Iterator[Problem]:
    """A hint for each text above the aim, worst first."""
    for text in graded:
        if text.reading.grade <= AIM:
            continue
        words = f" Long words: {', '.join(text.reading.long_words[:6])}." if text.reading.long_words else ""
        yield Problem(
            text.place,
            f"'{text.at}' reads like school year {text.reading.grade:.1f} (aim: {AIM:.0f}, at most {MOST:.0f})",
            f"Longest sentence: {text.reading.longest} words. Make two of it.{words}",
            Weight.ADVICE,
        )
