"""What the parser's complaint means in the words of an editor: the classic slips, each with its own way out."""

from __future__ import annotations

import re

from bot.problems import Place, Problem

_QUOTED_TEXT_HINT = "Put the whole text in double quotes, or start it on the next line after '>-'."


def explain(path: str, text: str, line: int, column: int, complaint: str) -> Problem:
    """Turn a parser's complaint at ``line`` and ``column`` (both from 0) into a sentence with a way out."""
    lines = text.splitlines()
    shown = lines[line] if line < len(lines) else ""
    previous = next((row for row in reversed(lines[:line]) if row.strip()), "")
    place = Place(path, line + 1, column + 1)

    tab = _line_with_tab(lines)
    if tab is not None and ("\\t" in complaint or "tab" in complaint or "\t" in (lines[line : line + 1] or [""])[0]):
        return Problem(
            Place(path, tab + 1, lines[tab].index("\t") + 1),
            "the line begins with a tab",
            "Use two spaces for each step to the right, never the tab key.",
        )
    if "quoted scalar" in complaint or "end of stream" in complaint:
        start = _open_quote(lines)
        return Problem(
            Place(path, start + 1, 1),
            "a quotation mark is opened on this line and never closed",
            'Add the missing " at the end of the text.',
        )
    if "mapping values are not allowed" in complaint:
        if _unclosed_text(shown):
            return Problem(place, "there is a colon inside this text", _QUOTED_TEXT_HINT)
        return Problem(
            place,
            "a field begins where a text is still going on",
            "Look at the line above: is its text finished, and does this line begin in the same column as its neighbours?",
        )
    if "cannot start any token" in complaint:
        sign = shown[column : column + 1]
        return Problem(
            place,
            f"a value begins with '{sign}', which has a special meaning there",
            f'Put the value in double quotes: "{sign}...".',
        )
    if "could not find expected ':'" in complaint:
        where = _line_without_colon(lines, line)
        return Problem(
            Place(path, where + 1, 1),
            "this line has no ': ' after the field name",
            "Write 'field: value', with a space after the colon.",
        )
    if "expected <block end>" in complaint or "did not find expected" in complaint or "block" in complaint:
        return Problem(
            place,
            "this line is not as far to the right as the lines it belongs to",
            f"Begin it in the same column as its neighbours (the line before is: '{previous.strip()[:40]}').",
        )
    return Problem(place, f"this line could not be read: '{shown.strip()[:60]}'", _QUOTED_TEXT_HINT)


def _line_with_tab(lines: list[str]) -> int | None:
    return next((n for n, row in enumerate(lines) if re.match(r" *\t", row)), None)


def _open_quote(lines: list[str]) -> int:
    for number, row in enumerate(lines):
        value = re.sub(r"^\s*(-\s+)?([\w-]+:\s+)?", "", row)
        for mark in "\"'":
            if value.startswith(mark) and value.count(mark) % 2:
                return number
    return max(0, len(lines) - 1)


def _unclosed_text(row: str) -> bool:
    return bool(re.match(r"\s*(-\s+)?[\w-]+: .*: ", row) or re.match(r"\s*- [^:]*: .*: ", row))


def _line_without_colon(lines: list[str], line: int) -> int:
    for number in range(min(line, len(lines) - 1), -1, -1):
        row = lines[number]
        if row.strip() and not row.lstrip().startswith(("#", "-")) and not re.search(r":(\s|$)", row):
            return number
    return line
