"""Editor programs check with the same rules as the bot: its schema files agree with its reader."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from bot.editing.json_schemas import FOLDER, first_line, schema_of, schemas
from bot.editing.sheets import read_sheet
from tests.conftest import KNOWLEDGE
from tests.editing.breaking import FIXTURES, STANDS_FOR, content
from tests.small_knowledge import FILES

PATHS = sorted(p.relative_to(KNOWLEDGE).as_posix() for p in KNOWLEDGE.rglob("*.yaml"))
VALIDATORS = {name: Draft7Validator(json.loads(text)) for name, text in schemas().items()}


class _AsEditorsRead(yaml.CSafeLoader):
    """Reads as editor programs do (YAML 1.2): dates, yes and no stay text; only true and false are no text."""


_AsEditorsRead.yaml_implicit_resolvers = {
    sign: [(tag, form) for tag, form in resolvers if not tag.endswith((":timestamp", ":bool", ":merge", ":value"))]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_AsEditorsRead.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false", re.I), list("tTfF"))


def complaints(path: str, text: str) -> list[str]:
    """What an editor program says of a file. Raises yaml.YAMLError if it cannot read the file at all."""
    loaded: Any = yaml.load(text, Loader=_AsEditorsRead)  # a SafeLoader with fewer rules
    name = schema_of(path)
    assert name is not None
    return [error.message for error in VALIDATORS[name].iter_errors(loaded)]


def test_the_schema_files_are_up_to_date() -> None:
    """What the repository holds is what the shapes say; else: python -m bot schema --write."""
    assert {p.name: p.read_text(encoding="utf-8") for p in (KNOWLEDGE / FOLDER).iterdir()} == schemas()


@pytest.mark.parametrize("name", schemas())
def test_a_schema_is_one(name: str) -> None:
    """Each file is a JSON Schema that programs take, and tells what each field is for."""
    schema = json.loads(schemas()[name])
    Draft7Validator.check_schema(schema)
    assert all(field["description"] for field in schema["properties"].values())
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("path", PATHS)
def test_every_file_names_its_schema(path: str) -> None:
    """VS Code finds the schema of a file, and of a copy of the template, by the first line."""
    assert (KNOWLEDGE / path).read_text(encoding="utf-8").splitlines()[0] == first_line(path)


@pytest.mark.parametrize("path", PATHS)
def test_schema_and_reader_agree_on_what_is_right(path: str) -> None:
    """An entry or a template that the bot takes has no red line in the editor."""
    text = (KNOWLEDGE / path).read_text(encoding="utf-8")
    assert read_sheet(path, text)[1] == ()
    assert complaints(path, text) == []


@pytest.mark.parametrize("path", [p for p in FILES if p.endswith(".yaml")])
def test_schema_and_reader_agree_on_the_small_knowledge(path: str) -> None:
    """The files that the broken ones were made of are right for both."""
    assert complaints(path, FILES[path]) == []


# Right for a schema, wrong for the bot; by what it takes to see it.
ONLY_THE_BOT_KNOWS = {
    "a look at the other files": [
        "drug/source-mark-of-no-source", "trial/drug-that-does-not-exist", "words/see-also-of-no-word",
    ],
    "a look at other fields of the file": [
        "trial/open-without-a-day", "trial/recheck-before-check", "trial/recheck-missing", "trial/share-above-everybody",
        "trial/register-number-too-short",
    ],
    "a calendar, or the size of numbers": ["drug/day-that-does-not-exist", "trial/interval-the-wrong-way-round"],
    "a sense of words": ["trial/praise", "disclaimer/disclaimer-too-short"],
    "a look at single letters": [
        "drug/curly-quotes-around-a-name", "drug/curly-single-quotes-around-a-name", "drug/low-quotes-around-a-name",
        "drug/emoji-in-a-name", "drug/emoji-in-a-text", "drug/invisible-sign-written-with-a-backslash",
        "drug/letters-of-a-wrong-encoding", "drug/soft-hyphen-in-a-name", "drug/writing-turned-round",
        "drug/zero-width-space-in-a-name", "trial/flag-for-a-country", "drug/no-space-after-colon-in-a-list-point",
    ],
    "a look at the lines as they were typed": [
        "drug/comma-missing-between-lines", "drug/duplicate-field", "drug/duplicate-source", "drug/three-of-a-field",
        "drug/text-begins-with-ampersand", "drug/text-goes-on-without-a-sign",
    ],
}  # fmt: skip
UNSEEN = {fixture for fixtures in ONLY_THE_BOT_KNOWS.values() for fixture in fixtures}


def _loads(fixture: str) -> bool:
    try:
        yaml.load(content(fixture).decode("utf-8-sig"), Loader=_AsEditorsRead)
    except (yaml.YAMLError, UnicodeDecodeError):
        return False
    return True


READABLE = [fixture for fixture in FIXTURES if _loads(fixture)]


@pytest.mark.parametrize("fixture", READABLE)
def test_schema_and_reader_agree_on_what_is_broken(fixture: str) -> None:
    """Where a schema can tell, the editor shows a red line before the file is ever saved; where not, we know why."""
    found = complaints(STANDS_FOR[fixture.split("/")[0]], content(fixture).decode("utf-8-sig"))
    assert bool(found) != (fixture in UNSEEN), found


def test_the_schemas_tell_about_most_slips() -> None:
    """The red line in the editor is worth having; and the list above names no fixture that is gone."""
    assert len(READABLE) > 100
    assert set(READABLE) >= UNSEEN
    assert len(UNSEEN) < len(READABLE) / 3
