"""``python -m bot check``: everything that is wrong with a knowledge folder, at once, with the way out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.editing.library import read_folder
from bot.editing.meter import Graded, advice, free_words, grade_all
from bot.editing.reading import read_knowledge
from bot.editing.sheets import Sheet


def check(folder: Path, plain: bool) -> int:
    """Print the problems of a folder; 0 if there is no error, 1 otherwise. ``plain`` adds the reading meter."""
    shown = str(folder) if not folder.is_absolute() else folder.name
    texts, unreadable = read_folder(folder, shown)
    read = read_knowledge(texts, shown)
    problems = sorted((*unreadable, *read.problems), key=lambda p: p.place)
    for problem in problems:
        print(problem)
    if plain:
        _print_meter(read.sheets)
    errors = len(problems)
    files = f"{len(texts)} file{'s' if len(texts) != 1 else ''}"
    if errors:
        print(f"\n{errors} error{'s' if errors != 1 else ''} in {files}. Nothing of a file with an error goes live.")
        return 1
    print(f"No errors in {files}.")
    return 0


def _print_meter(sheets: Mapping[str, Sheet]) -> None:
    graded: list[Graded] = grade_all(sheets, free_words(sheets))
    for problem in advice(graded):
        print(problem)
    grades = sorted(g.reading.grade for g in graded)
    if grades:
        over = sum(grade > 10 for grade in grades)
        print(
            f"\nReading grade of {len(grades)} texts: median {grades[len(grades) // 2]}, worst {grades[-1]}, {over} above 10."
        )
