"""The tables of this folder, read: names, typings, and the two lists of the knowledge folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.names.index import Index, build

DATA = Path(__file__).parent / "data"
KNOWLEDGE = Path(__file__).parents[2] / "knowledge"


@dataclass(frozen=True, slots=True)
class Typing:
    """One line of the table of typings."""

    line: int
    typed: str
    outcome: str
    entries: tuple[str, ...]


def lines(path: Path) -> Iterator[str]:
    """The lines of a list that are not empty, without comments."""
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.split("#")[0].strip()
        if text:
            yield text


def names() -> dict[str, list[str]]:
    """Entry to its names."""
    rows = (line.split(": ", 1) for line in lines(DATA / "names.txt") if ": " in line)
    return {entry: [name.strip() for name in spelt.split(";")] for entry, spelt in rows}


def shared() -> dict[str, list[str]]:
    """Nickname to the entries it may mean."""
    rows = (line.split(" = ", 1) for line in lines(DATA / "names.txt") if " = " in line)
    return {nickname: [entry.strip() for entry in entries.split(",")] for nickname, entries in rows}


def not_covered() -> list[str]:
    """The other medicines of the knowledge folder."""
    return list(lines(KNOWLEDGE / "not-covered.txt"))


def everyday() -> list[str]:
    """The ordinary words of the knowledge folder."""
    return list(lines(KNOWLEDGE / "everyday-words.txt"))


def typings() -> list[Typing]:
    """The table of typings."""
    table = []
    for number, line in enumerate((DATA / "typings.txt").read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        typed, outcome, *rest = line.split(" | ") if " | " in line else line.rstrip(" |").split(" | ")
        entries = tuple(entry.strip() for entry in ",".join(rest).split(",") if entry.strip())
        table.append(Typing(number, typed, outcome.strip(" |"), entries))
    return table


def index() -> Index:
    """The index that the tests of this folder ask."""
    return build(names(), not_covered(), shared=shared(), everyday=everyday())
