"""Files on disk to texts: the only room of ``editing`` that touches the disk."""

from __future__ import annotations

import errno
import gc
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from bot.editing.encoding import decode
from bot.editing.reading import read_knowledge
from bot.editing.sheets import FILES, FOLDERS
from bot.editing.yamlfile import MOST_CHARACTERS
from bot.names.catalogue import Catalogue, catalogue
from bot.problems import Place, Problem, UserError

MOST_BYTES = MOST_CHARACTERS * 2
MOST_FILES = 3_000
MOST_BYTES_OF_ALL = 30_000_000
_NOT_KNOWLEDGE = ("README.md",)


def read_folder(folder: Path, shown_as: str | None = None) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Read every file of a knowledge folder as text, by its path within the folder.

    Never follows a link, never opens anything but a regular file, never reads more than ``MOST_BYTES`` of one, nor
    more than ``MOST_FILES`` and ``MOST_BYTES_OF_ALL`` together. What could not be read is a problem; the other files
    are returned all the same. ``shown_as`` is the folder's name in problems. Raises UserError if there is no such
    folder, or if it may not be looked into.
    """
    if not folder.is_dir():
        raise UserError(
            f"there is no knowledge folder at {folder}",
            "set STRIPES_KNOWLEDGE to the folder with drugs/, trials/ and disclaimer.yaml",
        )
    shown = shown_as if shown_as is not None else folder.name
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    left = MOST_BYTES_OF_ALL
    try:
        paths = list(islice(_candidates(folder), MOST_FILES + 1))
    except OSError as error:
        raise UserError(f"the knowledge folder {folder} cannot be read ({error.strerror})", _MAY_READ) from None
    if len(paths) > MOST_FILES:
        what = f"there are more than {MOST_FILES:,} files; the rest is not read"
        problems.append(Problem(Place(shown), what, "Is this the right folder?"))
    for path in paths[:MOST_FILES]:
        relative = _printable(path.relative_to(folder).as_posix())
        place = Place(f"{shown}/{relative}")
        content = _read_file(path, place) if left > 0 else _too_much(place)
        text = content if isinstance(content, Problem) else decode(content, place)
        if isinstance(content, bytes):
            left -= len(content)
        if isinstance(text, Problem):
            problems.append(text)
        else:
            texts[relative] = text
    return texts, tuple(problems)


_MAY_READ = "check who may read it: the bot's user needs to (chmod a+rX)"


def _printable(name: str) -> str:
    """A file name that can be shown on any screen: what cannot be printed is a '?'."""
    return "".join(sign if sign.isprintable() else "?" for sign in name.encode("utf-8", "replace").decode("utf-8"))


def _too_much(place: Place) -> Problem:
    what = f"not read: all files together hold more than {MOST_BYTES_OF_ALL // 1_000_000} MB"
    return Problem(place, what, "Knowledge is text. Was something else put into this folder?")


def _candidates(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name in _NOT_KNOWLEDGE or path.name.endswith("~"):
            continue
        if path.name in FOLDERS and path.is_dir() and not path.is_symlink() and os.access(path, os.R_OK | os.X_OK):
            yield from (p for p in sorted(path.iterdir()) if not p.name.startswith(".") and not p.name.endswith("~"))
        elif path.name in FOLDERS or path.name in FILES or path.suffix in (".yaml", ".yml", ".txt"):
            yield path


def _read_file(path: Path, place: Place) -> bytes | Problem:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if path.is_symlink():
            return Problem(place, "this is a link to another file", "Put a real file here, not a link.")
        if error.errno == errno.ENXIO:
            return _not_a_file(place)
        what = f"the {'folder' if path.name in FOLDERS else 'file'} cannot be opened ({error.strerror})"
        return Problem(place, what, "Check who may read it: the bot's user needs to (chmod a+rX).")
    try:
        about = os.fstat(descriptor)
        if stat.S_ISDIR(about.st_mode):
            return Problem(place, "this is a folder, but a file is wanted", "Move its files one step up, or remove it.")
        if not stat.S_ISREG(about.st_mode):
            return _not_a_file(place)
        if about.st_size > MOST_BYTES:
            what = f"the file is very large ({about.st_size:,} bytes; the limit is {MOST_BYTES:,})"
            return Problem(place, what, "One entry a file. Was something else pasted in?")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        return Problem(place, f"the file cannot be read ({error.strerror})", "Try again; if it stays, check the disk.")
    finally:
        os.close(descriptor)


def _not_a_file(place: Place) -> Problem:
    return Problem(place, "this is not a file with text", "Put a text file here, or remove it.")


def load(folder: Path) -> Catalogue:
    """Read a knowledge folder, ready to be asked. Raises UserError, with the first problems, if it cannot be used."""
    with no_garbage_collection():
        texts, unreadable = read_folder(folder)
        read = read_knowledge(texts, folder.name, unreadable)
        known = catalogue(read.knowledge) if read.knowledge else None
    if known is None:
        first = "\n".join(str(problem) for problem in read.problems[:5])
        raise UserError(
            f"the knowledge in {folder} cannot be used: {len(read.problems)} problem(s)\n{first}",
            "python -m bot check   shows all of them, each with the way out",
        )
    return known


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Reading makes many small objects that all stay: looking for garbage among them takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
