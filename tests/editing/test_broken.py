"""The classic slips: what an editor is told about each of the broken files in ``broken/``, word for word.

``broken/drug/NAME.yaml`` stands in for a drug of the small knowledge, ``broken/drug/NAME.txt`` is what its editor
reads. To add one: save the file, then  python -m tests.editing.breaking NAME  prints what is said of it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.editing.breaking import BROKEN, FIXTURES, STANDS_FOR, content, expected, told

JARGON = re.compile(
    r"\b(mappings?|scalars?|tokens?|NoneType|nodes?|sequences?|pars(e|er|ed|ing)|YAML|anchors?|alias(es)?|strings?|integers?|"
    r"boolean|float|dict|tuple|null value|regex|syntax|exceptions?|traceback|block|flow|indent(ation)?|None|True|False|"
    r"document start|stream)\b",
    re.I,
)


@pytest.mark.parametrize("fixture", FIXTURES)
def test_what_the_editor_is_told(fixture: str, tmp_path: Path) -> None:
    """Each broken file is refused with where, what and the way out; nothing else is said."""
    assert told(tmp_path / "knowledge", fixture) == expected(fixture)


def test_there_are_many_of_them() -> None:
    """At least 70 slips are held word for word, and no message is without its file."""
    assert len(FIXTURES) >= 200
    assert sorted(p.with_suffix("") for p in BROKEN.glob("*/*.txt")) == [BROKEN / f for f in FIXTURES]


@pytest.mark.parametrize("fixture", FIXTURES)
def test_every_message_has_a_way_out_and_no_jargon(fixture: str) -> None:
    """A volunteer who never programmed understands each word; what was typed is not our word."""
    lines = expected(fixture).splitlines()
    assert lines, "a broken file is never taken in silence"
    assert len(lines) % 2 == 0
    for what, hint in zip(lines[::2], lines[1::2], strict=True):
        assert re.fullmatch(r"knowledge/[\w./-]+:\d+:\d+: error: .+", what)
        assert re.fullmatch(r"    hint: .{8,}", hint)
        ours = re.sub(r"'[^']*'|\.yaml", "", f"{what.split(': error: ')[1]} {hint}")
        assert not JARGON.search(ours), ours


@pytest.mark.parametrize("fixture", FIXTURES)
def test_the_place_is_in_the_broken_file(fixture: str) -> None:
    """The first message names the broken file, and a line and column that it has."""
    path, line, column = expected(fixture).split(": error: ")[0].rsplit(":", 2)
    assert path == f"knowledge/{STANDS_FOR[fixture.split('/')[0]]}"
    rows = content(fixture).decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")
    assert int(line) <= len(rows)
    if "utf-16" not in fixture:
        assert int(column) <= len(rows[int(line) - 1]) + 1
