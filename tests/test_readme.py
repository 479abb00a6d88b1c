"""README stays true: its commands exist, and the answer it shows is the one the program gives."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from bot.answers.compose import answer
from bot.answers.plain_text import plain_text
from bot.answers.question import Question, Topic
from bot.chat.commands import COMMANDS
from bot.names.catalogue import Catalogue
from tests.conftest import ROOT, TODAY

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_answer_shown_is_the_answer_given(real: Catalogue) -> None:
    """Every line of the sample stands in the real answer, in the same order."""
    sample = README.split("It prints (shortened here):")[1].split("```text\n")[1].split("```")[0]
    said = plain_text(answer(Question(Topic.TRIAL, "lenvatinib"), real, TODAY))
    at = 0
    for line in sample.splitlines():
        if line and line != "...":
            at = said.index(line, at)


def test_every_command_of_the_terminal_is_in_the_readme() -> None:
    """Whoever reads README knows all that can be typed."""
    shown = subprocess.run(
        [sys.executable, "-m", "bot", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    commands = re.findall(r"^    ([a-z]+) ", shown, re.M)
    assert {"run", "ask", "check"} <= set(commands)
    for command in commands:
        assert f"python -m bot {command}" in README, command


@pytest.mark.slow
def test_every_help_text_is_written_for_people() -> None:
    """Each command explains itself, and says what its exit code means where it has one."""
    for command in ("run", "ask", "check", "due", "schema", "doctor", "health"):
        done = subprocess.run(
            [sys.executable, "-m", "bot", command, "--help"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert len(done.stdout) > 200, command


def test_every_slash_command_is_in_the_readme() -> None:
    """The table of what people can do names every command."""
    for command in COMMANDS:
        assert f"/{command.name}" in README, command.name


def test_two_commands_for_a_newcomer() -> None:
    """Exactly one command runs the main job, and one passes the tests; .ci/run takes both from here."""
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for marker in ("main-job", "tests"):
        assert README.count(f"<!-- {marker} -->") == 1 and f"command_after {marker}" in ci
