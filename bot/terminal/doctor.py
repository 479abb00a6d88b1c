"""``python -m bot doctor``: how everything around the bot stands, in words, and what to do about what is not fine."""

from __future__ import annotations

import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bot import __version__
from bot.editing.library import read_folder
from bot.editing.reading import read_knowledge
from bot.names.catalogue import Catalogue, catalogue
from bot.problems import Finding, Light, UserError
from bot.settings import Settings

Examine = Callable[[Settings, Catalogue | None], Sequence[Finding]]
MEGABYTE = 1024 * 1024
TOO_LITTLE, LITTLE = 50 * MEGABYTE, 500 * MEGABYTE
# What the bot is written for: the beginning of each version that works.
WORKS_WITH = {"discord.py": "2.7.", "rapidfuzz": "3.", "PyYAML": "6."}


def doctor(settings: Settings, wrong: Sequence[UserError], examine: Examine) -> int:
    """Print how everything stands; 0 if nothing is wrong, 1 otherwise. Changes nothing, posts nothing.

    ``wrong`` is what could not be read of the settings; ``examine`` looks at Discord.
    """
    lights = []
    for finding in _findings(settings, wrong, examine):
        lights.append(finding.light)
        print(f"{finding.light.value:<6} {finding.what}: {finding.says}")
        if finding.do:
            print(f"{'':<6} -> {finding.do}")
    to_mend, to_see = lights.count(Light.WRONG), lights.count(Light.LOOK)
    print(f"\n{len(lights) - to_mend - to_see} fine, {to_see} to look at, {to_mend} wrong.")
    return 1 if to_mend else 0


def _findings(settings: Settings, wrong: Sequence[UserError], examine: Examine) -> Iterator[Finding]:
    yield _versions()
    yield from (Finding("settings", Light.WRONG, error.what, error.hint) for error in wrong)
    if not wrong:
        yield Finding("settings", Light.FINE, "every name and value is understood")
    known, finding = _knowledge(settings.knowledge)
    yield finding
    yield _state(settings.state)
    yield _disk(settings.state or settings.knowledge)
    try:
        yield from examine(settings, known)
    except ImportError as missing:
        name = missing.name or "a library"
        yield Finding("Discord", Light.WRONG, f"{name} is not installed", "install Stripes again: pip install .")


def _versions() -> Finding:
    found, strange = [f"Stripes {__version__}", f"Python {platform.python_version()}"], []
    for name, beginning in WORKS_WITH.items():
        try:
            have = version(name)
        except PackageNotFoundError:
            return Finding("versions", Light.WRONG, f"{name} is not installed", "install Stripes again: pip install .")
        found.append(f"{name} {have}")
        if not have.startswith(beginning):
            strange.append(f"{name} {beginning}x")
    if strange:
        return Finding(
            "versions", Light.LOOK, ", ".join(found), f"Stripes is written for {', '.join(strange)}: install it again"
        )
    return Finding("versions", Light.FINE, ", ".join(found))


def _knowledge(folder: Path) -> tuple[Catalogue | None, Finding]:
    try:
        texts, unreadable = read_folder(folder)
    except UserError as error:
        return None, Finding("knowledge", Light.WRONG, error.what, error.hint)
    read = read_knowledge(texts, folder.name)
    problems = (*unreadable, *read.problems)
    known = catalogue(read.knowledge) if read.knowledge else None
    if problems or known is None:
        count = f"{len(problems)} mistake{'s' if len(problems) != 1 else ''} in {folder}"
        return known, Finding(
            "knowledge", Light.WRONG, count, "python -m bot check   shows all of them, each with the way out"
        )
    entries = f"{len(known.known.drugs)} drugs, {len(known.known.trials)} trials, {len(known.known.words)} words"
    return known, Finding("knowledge", Light.FINE, f"{entries}, text {known.known.version}, from {folder}")


def _state(folder: Path | None) -> Finding:
    what = "state folder"
    if folder is None:
        says = "none, so after a restart there is no good copy to fall back on while a knowledge file is wrong"
        return Finding(what, Light.LOOK, says, "set STRIPES_STATE to a folder that the bot may write to")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"can this be written?")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Finding(
            what, Light.WRONG, f"{folder} cannot be written to ({reason})", "mount it writable for the bot's user"
        )
    return Finding(what, Light.FINE, f"{folder} can be written to")


def _disk(folder: Path) -> Finding:
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Finding("disk", Light.LOOK, f"cannot be measured at {folder} ({error.strerror})")
    says = f"{free // MEGABYTE:,} MB free at {folder}"
    if free < LITTLE:
        return Finding("disk", Light.WRONG if free < TOO_LITTLE else Light.LOOK, says, "make room: old logs and images")
    return Finding("disk", Light.FINE, says)
