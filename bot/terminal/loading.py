"""The knowledge for one question in the terminal: a broken file takes no other answer away."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.editing.holding import Reader, settle
from bot.editing.library import no_garbage_collection, read_folder
from bot.names.catalogue import Catalogue, catalogue
from bot.problems import UserError


def load_what_is_good(folder: Path) -> Catalogue:
    """All entries without mistakes; the others are named on stderr. Raises UserError if nothing is usable."""
    with no_garbage_collection():
        texts, unreadable = read_folder(folder)
        outcome = settle(texts, unreadable, {}, folder.name, Reader())
    if outcome.knowledge is None:
        first = "\n".join(str(problem) for problem in outcome.problems[:5])
        raise UserError(
            f"the knowledge in {folder} cannot be used: {len(outcome.problems)} problem(s)\n{first}",
            "python -m bot check   shows all of them, each with the way out",
        )
    if outcome.problems:
        left_out = ", ".join(outcome.left_out)
        print(
            f"note: {len(outcome.problems)} mistake(s) in the knowledge files; left out: {left_out or 'nothing'}\n"
            " hint: python -m bot check   shows all of them, each with the way out",
            file=sys.stderr,
        )
    return catalogue(outcome.knowledge)
