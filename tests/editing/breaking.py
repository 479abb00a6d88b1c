"""The broken files: each stands in for one file of the small knowledge, and is read from a real folder."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bot.editing.library import read_folder
from bot.editing.reading import read_knowledge
from tests.small_knowledge import write_knowledge

BROKEN = Path(__file__).resolve().parent / "broken"
STANDS_FOR = {
    "drug": "drugs/zebranib.yaml",
    "trial": "trials/stripe-1.yaml",
    "words": "words/made-up.yaml",
    "disclaimer": "disclaimer.yaml",
}
FIXTURES = sorted(path.relative_to(BROKEN).with_suffix("").as_posix() for path in BROKEN.glob("*/*.yaml"))


def content(fixture: str) -> bytes:
    """The bytes of a broken file."""
    return (BROKEN / f"{fixture}.yaml").read_bytes()


def expected(fixture: str) -> str:
    """What the editor of a broken file is told, word for word."""
    return (BROKEN / f"{fixture}.txt").read_text(encoding="utf-8")


def told(folder: Path, fixture: str) -> str:
    """What the editor is told if a broken file stands in the small knowledge, written to ``folder``."""
    write_knowledge(folder)
    path = folder / STANDS_FOR[fixture.split("/")[0]]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content(fixture))
    texts, unreadable = read_folder(folder, "knowledge")
    return "".join(f"{problem}\n" for problem in read_knowledge(texts, "knowledge", unreadable).problems)


def main() -> None:
    """Print what is said of the broken files whose names are given, to be read by a person and then kept."""
    for name in sys.argv[1:]:
        for fixture in (f for f in FIXTURES if f.endswith(f"/{name}")):
            with tempfile.TemporaryDirectory() as folder:
                print(told(Path(folder), fixture), end="")


if __name__ == "__main__":
    main()
