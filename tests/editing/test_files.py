"""What can stand where a knowledge file should be: each is named for what it is, and nothing else is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.editing.library import load, read_folder
from bot.editing.reading import read_knowledge
from bot.editing.yamlfile import MOST_CHARACTERS
from bot.problems import UserError
from tests.small_knowledge import DRUG, write_knowledge


def told(folder: Path) -> str:
    """What the editor is told about a folder."""
    texts, unreadable = read_folder(folder, "knowledge")
    return "\n".join(str(problem) for problem in read_knowledge(texts, "knowledge", unreadable).problems)


def _folder(path: Path) -> None:
    path.mkdir()


def _link(path: Path) -> None:
    path.symlink_to("/etc/hostname")


def _dead_link(path: Path) -> None:
    path.symlink_to("nowhere.yaml")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _copy(path: Path) -> None:
    path.write_text(DRUG, encoding="utf-8")


def _huge(path: Path) -> None:
    path.write_bytes(b"a" * (MOST_CHARACTERS * 2 + 1))


IN_THE_PLACE = {
    "a folder": (
        _folder, "drugs/okapinib.yaml",
        "knowledge/drugs/okapinib.yaml:1:1: error: this is a folder, but a file is wanted\n"
        "    hint: Move its files one step up, or remove it.",
    ),
    "a link": (
        _link, "drugs/okapinib.yaml",
        "knowledge/drugs/okapinib.yaml:1:1: error: this is a link to another file\n"
        "    hint: Put a real file here, not a link.",
    ),
    "a link to nowhere": (
        _dead_link, "trials/okapi-1.yaml",
        "knowledge/trials/okapi-1.yaml:1:1: error: this is a link to another file\n"
        "    hint: Put a real file here, not a link.",
    ),
    "a pipe": (
        _pipe, "drugs/okapinib.yaml",
        "knowledge/drugs/okapinib.yaml:1:1: error: this is not a file with text\n"
        "    hint: Put a text file here, or remove it.",
    ),
    "a huge file": (
        _huge, "drugs/okapinib.yaml",
        "knowledge/drugs/okapinib.yaml:1:1: error: the file is very large (400,001 bytes; the limit is 400,000)\n"
        "    hint: One entry a file. Was something else pasted in?",
    ),
    "an ending of three letters": (
        _copy, "drugs/okapinib.yml",
        "knowledge/drugs/okapinib.yml:1:1: error: the bot reads only files that end in '.yaml', and this one ends in '.yml'\n"
        "    hint: Rename it: okapinib.yaml",
    ),
    "an ending that the phone added": (
        _copy, "drugs/okapinib.yaml.txt",
        "knowledge/drugs/okapinib.yaml.txt:1:1: error: the bot reads only files that end in '.yaml', and this one ends in "
        "'.yaml.txt'\n    hint: Rename it: okapinib.yaml",
    ),
    "capital letters": (
        _copy, "drugs/Okapinib.yaml",
        "knowledge/drugs/Okapinib.yaml:1:1: error: 'Okapinib.yaml' is not a good file name\n"
        "    hint: Small letters, digits and '-' only, with '.yaml' at the end: the file's name is the entry's id. "
        "For example: okapinib.yaml",
    ),
    "a copy of the computer": (
        _copy, "trials/okapi 1 (2).yaml",
        "knowledge/trials/okapi 1 (2).yaml:1:1: error: 'okapi 1 (2).yaml' is not a good file name\n"
        "    hint: Small letters, digits and '-' only, with '.yaml' at the end: the file's name is the entry's id. "
        "For example: okapi-1.yaml",
    ),
    "an emoji in the name": (
        _copy, "drugs/\U0001f993.yaml",
        "knowledge/drugs/\U0001f993.yaml:1:1: error: '\U0001f993.yaml' is not a good file name\n"
        "    hint: Small letters, digits and '-' only, with '.yaml' at the end: the file's name is the entry's id.",
    ),
    "a line break in the name": (
        _copy, "drugs/oka\npi.yaml",
        "knowledge/drugs/oka?pi.yaml:1:1: error: 'oka?pi.yaml' is not a good file name\n"
        "    hint: Small letters, digits and '-' only, with '.yaml' at the end: the file's name is the entry's id. "
        "For example: oka-pi.yaml",
    ),
    "an unknown file": (
        _copy, "quesions.yaml",
        "knowledge/quesions.yaml:1:1: error: the bot does not know a file of this name\n"
        "    hint: Did you mean 'questions.yaml'?",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", IN_THE_PLACE)
def test_what_stands_in_the_place_of_a_file(case: str, tmp_path: Path) -> None:
    """One message says what it is; the other files are read all the same."""
    make, name, expected = IN_THE_PLACE[case]
    folder = write_knowledge(tmp_path / "knowledge")
    make(folder / name)
    assert told(folder) == expected


@pytest.mark.parametrize("room", ["drugs", "trials"])
def test_a_link_to_a_folder_is_not_followed(room: str, tmp_path: Path) -> None:
    """A folder outside must not be taken for our own, and must not be left out in silence."""
    folder = write_knowledge(tmp_path / "knowledge")
    (folder / room).rename(tmp_path / "outside")
    (folder / room).symlink_to(tmp_path / "outside")
    assert f"knowledge/{room}:1:1: error: this is a link to another file" in told(folder)


def test_a_file_that_gives_no_text_is_not_called_missing(tmp_path: Path) -> None:
    """The editor mends one thing, and is not sent looking for another."""
    folder = write_knowledge(tmp_path / "knowledge")
    (folder / "disclaimer.yaml").write_bytes("text: caf\xe9".encode("cp1252"))
    assert "missing" not in told(folder)
    with pytest.raises(UserError, match=r"1 problem\(s\)"):
        load(folder)


def test_a_name_that_is_no_text_can_be_shown(tmp_path: Path) -> None:
    """A file name in a foreign encoding does not stop the check from speaking."""
    folder = write_knowledge(tmp_path / "knowledge")
    Path(os.fsdecode(os.fsencode(folder / "drugs") + b"/caf\xe9.yaml")).write_text("a: b", encoding="utf-8")
    assert "knowledge/drugs/caf?.yaml:1:1: error: 'caf?.yaml' is not a good file name" in told(folder)


@pytest.mark.parametrize("name", [".hidden.yaml", "zebranib.yaml~", ".zebranib.yaml.swp"])
def test_what_editor_programs_leave_behind_is_no_problem(name: str, tmp_path: Path) -> None:
    """Hidden files and safety copies are not knowledge."""
    folder = write_knowledge(tmp_path / "knowledge")
    (folder / "drugs" / name).write_text("not: [knowledge", encoding="utf-8")
    assert told(folder) == ""
