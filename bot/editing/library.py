"""Files on disk to texts: the only room of ``editing`` that touches the disk."""

from __future__ import annotations

import gc
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.editing.reading import read_knowledge
from bot.editing.sheets import FILES, FOLDERS
from bot.editing.yamlfile import MOST_CHARACTERS
from bot.names.catalogue import Catalogue, catalogue
from bot.problems import Place, Problem, UserError

MOST_BYTES = MOST_CHARACTERS * 2
_NOT_KNOWLEDGE = ("README.md",)


def read_folder(folder: Path, shown_as: str | None = None) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Read every file of a knowledge folder as text, by its path within the folder.

    Never follows a link, never opens anything but a regular file, never reads more than ``MOST_BYTES`` of one.
    What could not be read is a problem; the other files are returned all the same. ``shown_as`` is the folder's
    name in problems. Raises UserError if there is no such folder.
    """
    if not folder.is_dir():
        raise UserError(
            f"there is no knowledge folder at {folder}",
            "set STRIPES_KNOWLEDGE to the folder with drugs/, trials/ and disclaimer.yaml",
        )
    shown = shown_as if shown_as is not None else folder.name
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path in _candidates(folder):
        relative = path.relative_to(folder).as_posix()
        place = Place(f"{shown}/{relative}")
        text = _read_file(path, place)
        if isinstance(text, Problem):
            problems.append(text)
        else:
            texts[relative] = text
    return texts, tuple(problems)


def _candidates(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name in _NOT_KNOWLEDGE or path.name.endswith("~"):
            continue
        if path.name in FOLDERS and path.is_dir() and not path.is_symlink():
            yield from (p for p in sorted(path.iterdir()) if not p.name.startswith(".") and not p.name.endswith("~"))
        elif path.name in FILES or path.suffix in (".yaml", ".yml", ".txt"):
            yield path


def _read_file(path: Path, place: Place) -> str | Problem:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if path.is_symlink():
            return Problem(place, "this is a link to another file", "Put a real file here, not a link.")
        return Problem(place, f"the file cannot be opened ({error.strerror})", "Check who may read the file.")
    with os.fdopen(descriptor, "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            return Problem(place, "this is not a file with text", "Put a text file here, or remove it.")
        if about.st_size > MOST_BYTES:
            return Problem(
                place,
                f"the file is very large ({about.st_size:,} bytes; the limit is {MOST_BYTES:,})",
                "One entry a file. Was something else pasted in?",
            )
        try:
            content = file.read(MOST_BYTES + 1)
        except OSError as error:
            return Problem(place, f"the file cannot be read ({error.strerror})", "Is it a folder?")
    if not content.strip():
        return Problem(place, "the file is empty", "Start from the template, or delete the file.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Problem(
            Place(place.path, line),
            "the file is not saved as UTF-8 text",
            "In the editor choose 'Save with encoding' and then UTF-8.",
        )


def load(folder: Path) -> Catalogue:
    """Read a knowledge folder, ready to be asked. Raises UserError, with the first problems, if it cannot be used."""
    with _no_garbage_collection():
        texts, unreadable = read_folder(folder)
        read = read_knowledge(texts, folder.name)
        known = catalogue(read.knowledge) if read.knowledge else None
    problems = (*unreadable, *read.problems)
    if known is None or problems:
        first = "\n".join(str(problem) for problem in problems[:5])
        raise UserError(
            f"the knowledge in {folder} cannot be used: {len(problems)} problem(s)\n{first}",
            "python -m bot check   shows all of them, each with the way out",
        )
    return known


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Reading makes many small objects that all stay: looking for garbage among them takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
