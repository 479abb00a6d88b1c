"""JSON Schema for editor programs, made from the same shapes that the bot reads with.

An editor program (such as VS Code with its YAML extension) finds the schema of a file by the file's first line. A
schema can tell about fields, lists and forms of single values; it knows nothing of other files, of two fields that
must fit together, of letters written large, and of signs that do not belong into a text: the check does.
"""

from __future__ import annotations

import json
from pathlib import PurePosixPath

from bot.editing.sheets import FOLDERS, Kind, kind_of, shape_of

FOLDER = ".schema"
_NAMES = {
    Kind.DRUG: "drug",
    Kind.TRIAL: "trial",
    Kind.WORDS: "words",
    Kind.DISCLAIMER: "disclaimer",
    Kind.STATUSES: "statuses",
    Kind.QUESTIONS: "questions",
    Kind.REGISTERS: "registers",
    Kind.ORGANISATIONS: "organisations",
    Kind.SHARED_NAMES: "shared-names",
}


def schema_of(path: str) -> str | None:
    """The name of the schema file for a file of the knowledge folder; None if it is no YAML file that we know."""
    kind = kind_of(path)
    return f"{_NAMES[kind]}.json" if kind in _NAMES else None


def first_line(path: str) -> str | None:
    """The first line that a file of the knowledge folder has, so that an editor program finds its schema."""
    name = schema_of(path)
    up = "../" if PurePosixPath(path).parts[0] in FOLDERS else ""
    return f"# yaml-language-server: $schema={up}{FOLDER}/{name}" if name else None


def schemas() -> dict[str, str]:
    """The text of every schema file, by its name in the folder ``.schema``."""
    return {f"{name}.json": _schema(kind) for kind, name in _NAMES.items()}


def _schema(kind: Kind) -> str:
    about = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": "Made by: python -m bot schema --write. Do not edit by hand.",
        "title": f"Stripes: {kind.value}",
    }
    return json.dumps({**about, **shape_of(kind, "id", "000000").json_schema()}, indent=1, ensure_ascii=False) + "\n"
