"""``python -m bot schema``: what editor programs need to complete and check the knowledge files while one types."""

from __future__ import annotations

from pathlib import Path

from bot.editing.json_schemas import FOLDER, schemas
from bot.problems import UserError


def schema(knowledge: Path, write: bool) -> int:
    """Compare the schema files with the shapes the bot reads with; 1 if one differs. ``write`` brings them up to date."""
    if not knowledge.is_dir():
        raise UserError(f"there is no knowledge folder at {knowledge}", "set STRIPES_KNOWLEDGE to the folder")
    folder = knowledge / FOLDER
    old = []
    for name, text in schemas().items():
        path = folder / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        old.append(name)
        if write:
            folder.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"written: {path}")
        else:
            print(f"out of date: {path}")
    if not old:
        print(f"All schema files in {folder} are up to date.")
    elif not write:
        print("Bring them up to date with: python -m bot schema --write")
    return 1 if old and not write else 0
