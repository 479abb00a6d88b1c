"""A folder of knowledge as the rules see it: its sheets, its paths, and where in a file something stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from bot.editing.sheets import Sheet, is_template
from bot.problems import Place


@dataclass(frozen=True, slots=True)
class Folder:
    """The sheets that could be read, and the paths of all files, so that a broken file is not also called missing."""

    sheets: Mapping[str, Sheet]
    paths: frozenset[str]

    def ids(self, room: str) -> set[str]:
        """The ids of the entries in ``drugs`` or ``trials``, broken ones too."""
        files = (PurePosixPath(p) for p in self.paths if not is_template(p))
        return {f.stem for f in files if f.parent.name == room}


def place_of(sheet: Sheet, at: str) -> Place:
    """Where a field of a sheet stands; the beginning of the file if that is not known."""
    first = next(iter(sheet.notes.places.values()), Place(sheet.path))
    return sheet.notes.places.get(at, Place(first.path))
