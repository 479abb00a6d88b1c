"""The commands around the files: annotations for GitHub, and the schema files for editor programs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.editing.json_schemas import schemas
from bot.problems import Place, Problem, UserError, Weight
from bot.terminal.annotations import annotation
from bot.terminal.check import check
from bot.terminal.schema import schema
from tests.small_knowledge import DRUG, write_knowledge

Capture = pytest.CaptureFixture[str]


def test_an_error_stands_beside_its_line() -> None:
    """GitHub shows the problem, and the way out below it, at the line and column of the change."""
    problem = Problem(Place("knowledge/drugs/zebranib.yaml", 10, 11), "it is wrong", "Mend it.")
    assert annotation(problem) == (
        "::error file=knowledge/drugs/zebranib.yaml,line=10,col=11::it is wrong%0Ahint: Mend it."
    )


def test_advice_is_a_notice() -> None:
    """A hint never turns a change red."""
    assert annotation(Problem(Place("f", 2, 3), "it is long", "Cut it.", Weight.ADVICE)).startswith("::notice file=f,")


def test_signs_with_a_meaning_are_escaped() -> None:
    """By GitHub's rules: % and line ends everywhere; : and , in the place too."""
    problem = Problem(Place("a,b:c%d\n.yaml"), "50 %: a, b\r\n::error::x", "100 %")
    assert annotation(problem) == (
        "::error file=a%2Cb%3Ac%25d%0A.yaml,line=1,col=1::50 %25: a, b%0D%0A::error::x%0Ahint: 100 %25"
    )


def test_check_prints_annotations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """``check --format github`` names files as they lie in the repository."""
    folder = write_knowledge(tmp_path / "knowledge")
    (folder / "drugs" / "zebranib.yaml").write_text(DRUG.replace("class: A", "class:A"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert check(Path("knowledge"), False, date(2026, 11, 22), for_github=True) == 1
    assert capsys.readouterr().out.splitlines()[0] == (
        "::error file=knowledge/drugs/zebranib.yaml,line=8,col=7::there is no space after the colon%0A"
        "hint: Write: class: A made-up class. [label]"
    )


def test_schema_files_are_written_and_compared(tmp_path: Path, capsys: Capture) -> None:
    """Without --write it only looks, and says by its exit code if the files are old."""
    assert schema(tmp_path, write=False) == 1
    assert not (tmp_path / ".schema").exists()
    assert schema(tmp_path, write=True) == 0
    assert {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / ".schema").iterdir()} == schemas()
    assert schema(tmp_path, write=False) == 0
    (tmp_path / ".schema" / "drug.json").write_text("{}", encoding="utf-8")
    capsys.readouterr()
    assert schema(tmp_path, write=False) == 1
    assert capsys.readouterr().out.startswith(f"out of date: {tmp_path}/.schema/drug.json\n")


def test_schema_needs_a_folder(tmp_path: Path) -> None:
    """A wrong folder is the operator's slip: one line and a hint."""
    with pytest.raises(UserError, match="there is no knowledge folder"):
        schema(tmp_path / "nowhere", write=True)
