"""One file checked as if it stood in the folder: its mistakes, or the knowledge with it, before anything is live."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.editing.reading import read_knowledge
from bot.editing.sheets import FOLDERS, kind_of
from bot.names.catalogue import Catalogue, catalogue
from bot.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Preview:
    """What the check of one file found; ``catalogue`` only without mistakes, ``entry`` only for a drug or a trial."""

    path: str
    problems: tuple[Problem, ...]
    catalogue: Catalogue | None
    entry: str | None


def preview(name: str, text: str, live: Mapping[str, str], shown: str) -> Preview:
    """Check ``text`` as the file that ``name`` means, among the texts that are live."""
    path = _path(name, text, live)
    if kind_of(path) is None:
        hint = "Write the folder too: drugs/new-one or trials/new-one, in small letters, digits and '-'."
        return Preview(
            path,
            (Problem(Place(f"{shown}/{path}"), f"'{name[:60]}' is not the name of a file here", hint),),
            None,
            None,
        )
    read = read_knowledge({**live, path: text}, shown)
    if read.knowledge is None:
        own = tuple(p for p in read.problems if p.place.path == f"{shown}/{path}")
        return Preview(path, own or read.problems, None, None)
    entry = path.rsplit("/", 1)[-1].removesuffix(".yaml")
    return Preview(path, (), catalogue(read.knowledge), entry if read.knowledge.entry(entry) else None)


def _path(name: str, text: str, live: Mapping[str, str]) -> str:
    """The path that a moderator means: of a live file, with its folder, or by what the text says."""
    plain = name.strip().strip("/").removeprefix("knowledge/").casefold()
    if plain in live or plain.endswith((".yaml", ".txt")):
        return plain
    for path in live:
        if path.removesuffix(".yaml") == plain or path.rsplit("/", 1)[-1].removesuffix(".yaml") == plain:
            return path
    if plain.split("/")[0] in FOLDERS:
        return f"{plain}.yaml"
    return f"{'trials' if re.search(r'^status:', text, re.M) else 'drugs'}/{plain}.yaml"
