"""Hostile knowledge files are refused with a problem: in bounded work, without a signal, without a hang.

All is read in a process of its own, because what is tested here once killed the process that read it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.editing.notes import MOST_PROBLEMS
from bot.editing.yamlfile import MOST_NODES
from tests.conftest import ROOT
from tests.hostile.bombs import BOMBS
from tests.small_knowledge import write_knowledge

Said = dict[str, tuple[float, int, list[str]]]


@pytest.fixture(scope="module")
def said() -> Said:
    """What was said of each bomb; those after one that kills the process are missing."""
    child = subprocess.run(
        [sys.executable, "-m", "tests.hostile.bombs"], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    rows = [json.loads(line) for line in child.stdout.splitlines()]
    assert child.returncode == 0, (
        f"died of {child.returncode} after {rows[-1][0] if rows else 'nothing'}\n{child.stderr}"
    )
    return {name: (seconds, events, problems) for name, seconds, events, problems in rows}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_in_bounded_work(bomb: str, said: Said) -> None:
    """There is a problem for the editor, not more than a person reads, and the parser was stopped in time.

    The floor is 100 ms each (measured by ``python -m tests.hostile.bombs`` on a quiet machine: below 40 ms). Here only
    a hang fails, because the machine may be busy.
    """
    seconds, events, problems = said[bomb]
    assert problems
    assert len(problems) <= 2 * MOST_PROBLEMS + 2
    assert all(len(problem) < 1_500 for problem in problems)
    assert events <= 3 * MOST_NODES
    assert seconds < 5


@pytest.fixture
def folder() -> Iterator[Path]:
    """A knowledge folder that any user of this machine may enter."""
    above = Path(tempfile.mkdtemp(prefix="hostile-"))
    above.chmod(0o755)
    yield write_knowledge(above / "knowledge")
    shutil.rmtree(above)


# As root nothing is forbidden; the rights are given up once the program has been loaded from root's own folders.
_AS_A_STRANGER = """
import os, sys
import bot.__main__, bot.terminal.main
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
sys.exit(bot.__main__.start())
"""


def checked(folder: Path, *words: str, stranger: bool = False) -> tuple[int, str]:
    """Exit code and output of ``python -m bot check`` on a folder; ``stranger``: as a user without rights."""
    start = ["-c", _AS_A_STRANGER] if stranger else ["-m", "bot"]
    child = subprocess.run(
        [sys.executable, "-B", *start, "check", *words, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert child.returncode in (0, 1), child.stderr
    assert "Traceback" not in child.stderr
    return child.returncode, child.stdout + child.stderr


def test_what_is_no_file_is_not_opened(folder: Path) -> None:
    """A pipe nobody writes to, a device without end, a way out of the folder, a folder: each one line, no hang."""
    drugs = folder / "drugs"
    os.mkfifo(drugs / "pipe.yaml")
    (drugs / "zero.yaml").symlink_to("/dev/zero")
    (drugs / "outside.yaml").symlink_to("/etc/passwd")
    (drugs / "loop.yaml").symlink_to("loop.yaml")
    (drugs / "dir.yaml").mkdir()
    (folder / "words").symlink_to("/etc")
    (drugs / "twenty.yaml").write_bytes(b"a" * 20_000_000)
    (drugs / "nul.yaml").write_bytes(b"name: a\0b\n")
    code, said = checked(folder)
    assert code == 1
    assert "root:" not in said
    lines = [line.removeprefix("knowledge/") for line in said.splitlines() if ": error: " in line]
    assert lines == [
        "drugs/dir.yaml:1:1: error: this is a folder, but a file is wanted",
        "drugs/loop.yaml:1:1: error: this is a link to another file",
        "drugs/nul.yaml:1:8: error: an invisible control character (U+0000)",
        "drugs/outside.yaml:1:1: error: this is a link to another file",
        "drugs/pipe.yaml:1:1: error: this is not a file with text",
        "drugs/twenty.yaml:1:1: error: the file is very large (20,000,000 bytes; the limit is 400,000)",
        "drugs/zero.yaml:1:1: error: this is a link to another file",
        "words:1:1: error: this is a link to another file",
    ]


def test_a_device_in_the_place_of_a_file_is_not_read(folder: Path) -> None:
    """A real device node, as a careless mount makes it, is refused without being read."""
    try:
        os.mknod(folder / "drugs" / "zero.yaml", 0o20666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only root may make a device")
    code, said = checked(folder)
    assert code == 1
    assert "drugs/zero.yaml:1:1: error: " in said


def test_a_file_that_may_not_be_read_is_a_problem(folder: Path) -> None:
    """Wrong rights on one file take that file away, with a word about rights, and nothing else."""
    (folder / "trials" / "stripe-1.yaml").chmod(0)
    code, said = checked(folder, stranger=True)
    assert code == 1
    assert [line for line in said.splitlines() if "error" in line][:1] == [
        "knowledge/trials/stripe-1.yaml:1:1: error: the file cannot be opened (Permission denied)"
    ]
    assert "hint: Check who may read it" in said


@pytest.mark.parametrize("room", ["drugs", "."])
def test_a_folder_that_may_not_be_entered_is_a_problem(room: str, folder: Path) -> None:
    """Wrong rights on a folder are named too; there is no traceback."""
    (folder / room).chmod(0)
    try:
        code, said = checked(folder, stranger=True)
    finally:
        (folder / room).chmod(0o755)
    assert code == 1
    if room == "drugs":
        assert "knowledge/drugs:1:1: error: the folder cannot be opened (Permission denied)" in said


def test_many_files_are_not_all_read(folder: Path) -> None:
    """A folder of thousands of files is the wrong folder; the memory of a small machine does not pay for it."""
    for number in range(3_100):
        (folder / "drugs" / f"d{number}.yaml").touch()
    code, said = checked(folder)
    assert code == 1
    assert "there are more than 3,000 files; the rest is not read" in said


def test_annotations_cannot_be_forged(folder: Path) -> None:
    """What an editor typed stands in an annotation as text; it never begins a command of its own."""
    evil = "name: a\n::error file=x::owned: 1\n%0A::notice::x: 2\n'\\r::warning::y': 3\n"
    (folder / "drugs" / "zebranib.yaml").write_text(evil, encoding="utf-8")
    (folder / "drugs" / "a%0A::error::b,c.yaml").write_text(evil, encoding="utf-8")
    code, said = checked(folder, "--format", "github")
    assert code == 1
    commands = [line for line in said.splitlines() if line.startswith("::")]
    assert commands
    for line in commands:
        assert line.startswith(("::error file=knowledge/", "::notice file=knowledge/"))
        properties = line.removeprefix("::").split("::")[0]
        assert properties.count(",") == 2
