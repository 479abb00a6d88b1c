"""``python -m bot check``: everything that is wrong with a knowledge folder, at once, with the way out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.editing.library import read_folder
from bot.editing.meter import MOST, advice, free_words, grade_all
from bot.editing.reading import read_knowledge
from bot.editing.sheets import Sheet
from bot.names.catalogue import catalogue
from bot.terminal.annotations import annotation
from bot.terminal.cards import card_problems

MOST_ADVICE = 5


def check(folder: Path, plain: bool, today: date, for_github: bool = False) -> int:
    """Print the problems of a folder, then the texts that are hard to read; 0 if there is no error, 1 otherwise.

    ``plain`` lists every hard text, not only the hardest ones. Advice never is an error. ``for_github`` prints what
    GitHub shows beside the lines of a change.
    """
    shown = str(folder) if not folder.is_absolute() else folder.name
    texts, unreadable = read_folder(folder, shown)
    read = read_knowledge(texts, shown, unreadable)
    misfits = card_problems(catalogue(read.knowledge), read.sheets, shown, today) if read.knowledge else ()
    problems = sorted((*read.problems, *misfits), key=lambda p: p.place)
    for problem in problems:
        print(annotation(problem) if for_github else problem)
    _print_meter(read.sheets, None if plain else MOST_ADVICE, for_github)
    errors = len(problems)
    files = f"{len(texts)} file{'s' if len(texts) != 1 else ''}"
    if errors:
        print(f"\n{errors} error{'s' if errors != 1 else ''} in {files}. Nothing of a file with an error goes live.")
        return 1
    print(f"No errors in {files}.")
    return 0


def _print_meter(sheets: Mapping[str, Sheet], most: int | None, for_github: bool) -> None:
    graded = grade_all(sheets, free_words(sheets))
    hints = list(advice(graded))
    for hint in hints[:most]:
        print(annotation(hint) if for_github else hint)
    if most is not None and len(hints) > most:
        print(f"... and {len(hints) - most} more texts that are hard to read: python -m bot check --plain")
    grades = sorted(g.reading.grade for g in graded)
    if grades:
        middle, worst, over = grades[len(grades) // 2], grades[-1], sum(grade > MOST for grade in grades)
        print(f"Reading grade of {len(grades)} texts: median {middle}, worst {worst}, {over} above {MOST:.0f}.")
