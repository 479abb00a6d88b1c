"""The state folder: the last good copy of every file, and small notes. The second shell module of this room.

Every write is a new file that takes the old one's place in one step, so that a crash loses nothing.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from bot.editing.library import read_folder
from bot.problems import UserError

COPIES = "last-good"


def read_last_good(state: Path) -> dict[str, str]:
    """The texts that were live last, by path; nothing if none were kept. Damaged copies are left out."""
    folder = state / COPIES
    return read_folder(folder)[0] if folder.is_dir() else {}


def kept_since(state: Path) -> dict[str, date]:
    """The day on which each copy became the live text."""
    folder = state / COPIES
    days = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        with suppress(FileNotFoundError):  # another process of the same bot keeps its copies here too
            if path.is_file() and not path.name.startswith("."):
                days[path.relative_to(folder).as_posix()] = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    return days


def keep(state: Path, texts: Mapping[str, str], kept: dict[str, str]) -> None:
    """Keep ``texts`` as the last good ones. Raises OSError.

    ``kept`` is what the copies hold as far as we know. It follows every write, so that what could not be written is
    still known when the disk has room again; only what differs is written.
    """
    folder = state / COPIES
    for path, text in texts.items():
        target = folder / path
        if kept.get(path) != text or not target.exists():
            kept.pop(path, None)
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, text)
            kept[path] = text
    for path in [path for path in kept if path not in texts]:
        (folder / path).unlink(missing_ok=True)
        del kept[path]


def write_whole(target: Path, text: str) -> None:
    """Put a text in a file's place in one step: after a crash there is the old one or the new one. Raises OSError."""
    try:
        _write_beside(target, text)
    except FileNotFoundError:  # a process that started in this moment has swept the unfinished file away
        _write_beside(target, text)


def _write_beside(target: Path, text: str) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            with suppress(OSError):  # some network shares have no locks: then another process may have to write twice
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            file.write(text)
            file.flush()
            os.fsync(descriptor)
            Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def prepare(state: Path) -> None:
    """Make sure that the state folder can be written. Raises UserError if not."""
    try:
        state.mkdir(parents=True, exist_ok=True)
        _sweep(state)
        write_whole(state / ".can-write", "yes\n")
    except OSError as error:
        raise UserError(
            f"the state folder {state} cannot be written ({error.strerror})",
            "give the bot's user the right to write there, or leave STRIPES_STATE out",
        ) from None


def _sweep(state: Path) -> None:
    """Remove what a crash left unfinished; what another process of the same bot is writing now is locked, and stays."""
    for left in state.rglob(".new-*"):
        with suppress(FileNotFoundError), left.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            left.unlink(missing_ok=True)


def recall(state: Path, name: str) -> str:
    """A small note kept earlier, or an empty text."""
    try:
        return (state / name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def note(state: Path, name: str, text: str) -> None:
    """Keep a small note. Raises OSError."""
    write_whole(state / name, text + "\n")
