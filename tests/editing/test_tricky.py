"""What looks odd and is right: it is read byte for byte. And what stands twice: it is refused with both lines."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from bot.editing import yamlfile
from bot.editing.reading import read_knowledge
from bot.editing.sheets import read_sheet
from tests.small_knowledge import DRUG, FILES, TRIAL

# Plain values that other readers of such files turn into something else.
PLAIN = [
    "NO", "No", "no", "ON", "On", "off", "OFF", "Y", "y", "n", "N", "yes", "YES", "true", "True", "TRUE", "false",
    "1.10", "1.0", "01", "007", "0o17", "0x1F", "0b11", "1_000", "1e3", "1E5", "-0", "+1", ".5", "5.", "12:30", "12:30:45",
    "190:20:30", "2026-11-03", "2026-11-03 10:00:00", "2026-11-03T10:00:00Z", ".inf", "-.inf", ".nan", ".NaN", "1,000",
    "44.2 %", "3-4", "=", "a: b"[:1], "177Lu", "1/2", "<5", "5 > 3", "a'b", 'a"b', "it's", "a#b", "C# code", "a:b", "::a",
    "-5", "-.5", "--", "a - b", "a [b] c", "a {b} c", "a, b", "a & b", "a * b", "50 % | 60 %", "ÆØÅ", "日本", "naïve", "α-NET",
    "ﬁ", "é", "e\u0301", "½", "…", "\u00a0".join("ab"), "Ж", "ß", "İ", "𝔸",
]  # fmt: skip


@pytest.mark.parametrize("value", PLAIN)
def test_a_plain_value_stays_as_written(value: str) -> None:
    """NO stays Norway, 1.10 stays 1.10, a date stays the text of a date: nothing is turned into anything."""
    table, problems = yamlfile.read("f.yaml", f"name: {value}\n")
    assert problems == ()
    assert table is not None
    assert table.rows[0][1] == yamlfile.Text(value, table.rows[0][1].place)


@pytest.mark.parametrize(
    "value", [*PLAIN, "# note", "@", "a: b", "- a", "“a”", "[a", "|", ">-", "~", "", " a ", "*a", "&a", "!a"]
)
def test_a_quoted_value_stays_as_written(value: str) -> None:
    """In quotes every text is itself, in double and in single ones."""
    for quoted in (json.dumps(value, ensure_ascii=False), "'" + value.replace("'", "''") + "'"):
        table, problems = yamlfile.read("f.yaml", f"name: {quoted}\n")
        assert problems == ()
        assert table is not None
        node = table.rows[0][1]
        assert isinstance(node, yamlfile.Text)
        assert node.value == value
        assert node.quoted


def test_there_are_sixty_tricky_values() -> None:
    """The floor of the promise."""
    assert len(set(PLAIN)) >= 60


HARMLESS = {
    "a space before the colon": ("class: A made-up", "class : A made-up"),
    "many spaces after the colon": ("class: A made-up", "class:    A made-up"),
    "a field name in quotes": ("class: A made-up", '"class": A made-up'),
    "spaces at the end of a line": ("kind: targeted therapy", "kind: targeted therapy   "),
    "a note above": ("class: A made-up", "# a note\nclass: A made-up"),
    "an indented note": ("  code: [ZB100]", "      # a note\n  code: [ZB100]"),
    "a note behind a list": ("code: [ZB100]", "code: [ZB100] # a note"),
    "three dashes at the top": ("name: zebranib", "---\nname: zebranib"),
    "a list without steps to the right": ("  - feeling tired [label]", "- feeling tired [label]"),
    "a list far to the right": ("  - feeling tired [label]", "        - feeling tired [label]"),
    "a short list over two lines": ("code: [ZB100]", "code: [ZB100,\n    ZB200]"),
    "capital letters in a word from a list": ("kind: targeted therapy", "kind: Targeted Therapy"),
    "double quotes": ("It blocks a made-up signal. [label]", '"It blocks: a made-up signal. [label]"'),
    "a long text": ("It blocks a made-up signal. [label]", ">-\n  It blocks: a 'made-up'\n  \"signal\". # 1 [label]"),
    "a long text with | and a gap": (
        "It blocks a made-up signal. [label]",
        "|\n\n  It blocks.\n\n  A signal. [label]\n",
    ),
    "curly quotes inside a text": ("It blocks a made-up signal.", "It “blocks” a made-up signal."),
    "no line end at the end": ("    seen: 2026-11-01\n", "    seen: 2026-11-01"),
    "numbers as texts": ("kind: targeted therapy\n", "kind: targeted therapy\nsay_it: 1 2 3 [label]\n"),
}


@pytest.mark.parametrize("case", HARMLESS)
def test_what_is_odd_but_right_is_taken(case: str) -> None:
    """Nobody is bothered about a habit that cannot be misread."""
    old, new = HARMLESS[case]
    assert old in DRUG
    assert read_sheet("drugs/zebranib.yaml", DRUG.replace(old, new, 1))[1] == ()


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_of_windows_and_old_macs_are_taken(ends: str) -> None:
    """The same file with other line ends says the same, and its problems stand on the same lines."""
    assert read_sheet("drugs/zebranib.yaml", DRUG.replace("\n", ends))[1] == ()
    broken = DRUG.replace("class: A", "class:A")
    assert read_sheet("drugs/zebranib.yaml", broken.replace("\n", ends)) == read_sheet("drugs/zebranib.yaml", broken)


def test_a_byte_order_mark_is_taken() -> None:
    """Notepad puts an invisible mark in front of a file; it changes nothing, not even a column."""
    assert read_sheet("drugs/zebranib.yaml", "\ufeff" + DRUG)[1] == ()


def _twins() -> Iterator[tuple[str, str, str, int, int]]:
    """Every line with a field name in the small drug and trial, written once more below itself and at the end."""
    for path, text in (("drugs/zebranib.yaml", DRUG), ("trials/stripe-1.yaml", TRIAL)):
        rows = text.split("\n")
        for number, row in enumerate(rows):
            name = row.split(":")[0]
            if not row or row.startswith((" ", "-")):
                continue
            twin = f"{name}: again"
            if not rows[number + 1].startswith(" "):
                yield path, "\n".join([*rows[: number + 1], twin, *rows[number + 1 :]]), name, number + 1, number + 2
            yield path, text + twin + "\n", name, number + 1, len(rows)


TWINS = list(_twins())


def test_there_are_forty_twins() -> None:
    """The floor of the promise."""
    assert len(TWINS) >= 40


@pytest.mark.parametrize(("path", "text", "name", "first", "second"), TWINS)
def test_a_field_that_stands_twice_is_refused_with_both_lines(
    path: str, text: str, name: str, first: int, second: int
) -> None:
    """Which of two values is meant, only the editor can know; the message names both lines."""
    read = read_knowledge({**FILES, path: text})
    assert read.knowledge is None
    wanted = f"knowledge/{path}:{second}:1: error: '{name}' stands twice: here and on line {first}"
    assert any(str(problem).startswith(wanted) for problem in read.problems)
