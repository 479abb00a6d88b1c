"""What the parser's complaint means in the words of an editor: the classic slips, each with its own way out."""

from __future__ import annotations

import re

from bot.editing.notes import cut
from bot.editing.rows import JOINED, JOINED_HINT, first_slip
from bot.editing.values import QUOTE_IT, field_of
from bot.problems import Place, Problem


def explain(path: str, lines: list[str], row: int, column: int, complaint: str) -> Problem:
    """Turn a parser's complaint at ``row`` and ``column`` (both from 0) into a sentence with a way out."""
    slip = first_slip(path, lines)
    if slip and slip.place.line <= row + 2:
        return slip
    shown = lines[row] if row < len(lines) else ""
    place = Place(path, row + 1, column + 1)
    if "escape" in complaint:
        what = "a '\\' in double quotes has a special meaning"
        return Problem(place, what, "Use single quotes for this text, or write '\\\\' for one '\\'.")
    if "tab" in complaint or "\\t" in complaint or "\t" in shown[: column + 1]:
        return Problem(
            place, "a tab stands where spaces belong", "Use two spaces for each step to the right, never the tab key."
        )
    if "mapping values" in complaint:
        what = "there is a colon inside this text, or the text of the line above is not finished"
        return Problem(place, what, QUOTE_IT)
    if shown.strip():
        what = f"this line does not fit to the lines above it: '{cut(shown)}'"
        hint = "Compare it with the template: is it in the same column as its neighbours? Does the line above end as it should?"
        return Problem(place, what, hint)
    what = "the file ends in the middle of something"
    return Problem(place, what, "Look at the last lines: is a quotation mark or a bracket never closed?")


def joined(path: str, lines: list[str], first: int, start: int, last: int) -> Problem | None:
    """What is wrong with a text without quotes that goes on over several lines; None if it is on one line.

    YAML joins such lines in silence, and then a point of a list without its ``- `` becomes part of the point before.
    """
    begin = lines[first][start:]
    if re.match(r"-[^\s\d-]", begin) and not lines[first][:start].strip():
        what = "there is no space between '-' and the text"
        return Problem(Place(path, first + 1, start + 1), what, f"Write: - {cut(begin[1:], 40)}")
    following = next((n for n in range(first + 1, last + 1) if lines[n].strip()), None)
    if following is None:
        return None
    rest = lines[following].strip()
    place = Place(path, following + 1, len(lines[following]) - len(lines[following].lstrip()) + 1)
    if rest.startswith("- "):
        what = f"a list begins here, but line {first + 1} has a text already"
        return Problem(
            place, what, "Move the text of that line into the list, as a point of its own with '- ' before it."
        )
    if re.match(r"-\S", rest):
        return Problem(place, "there is no space between '-' and the text", f"Write: - {cut(rest[1:], 40)}")
    slip = first_slip(path, lines[first : following + 1], first)
    return slip if slip and slip.place == place else Problem(place, JOINED, JOINED_HINT)


def no_comma(path: str, lines: list[str], first: int, last: int) -> Problem | None:
    """What is wrong with a text between brackets that goes on over several lines; None if it is on one line."""
    following = next((n for n in range(first + 1, last + 1) if lines[n].strip()), None)
    if following is None:
        return None
    place = Place(path, following + 1, len(lines[following]) - len(lines[following].lstrip()) + 1)
    return Problem(place, JOINED, f"Put a comma at the end of line {first + 1}, between the two.")


_FIELD_IN_TEXT = re.compile(r"([a-z]+(_[a-z]+)+|[a-z]+(?=: [>|]-?$)):( |$)")


def in_long_text(path: str, lines: list[str], first: int, last: int) -> Problem | None:
    """What is wrong with a text after ``>-`` that holds a line which was never meant for readers."""
    for number in range(first + 1, min(last, len(lines))):
        rest = lines[number].strip()
        place = Place(path, number + 1, len(lines[number]) - len(lines[number].lstrip()) + 1)
        if re.match(r"#( |$)", rest):
            what = "a line of this long text begins with '#': here this is no note, and readers would see it"
            return Problem(place, what, "Move the note above the field name.")
        if _FIELD_IN_TEXT.match(rest):
            what = f"'{cut(rest.split(':')[0], 40)}:' looks like a field, but it stands inside a long text"
            return Problem(place, what, "Move the line to the left, into the column of the other field names.")
    return None


def note_behind(path: str, lines: list[str], row: int, column: int, value: str) -> Problem | None:
    """What is wrong if ``#`` cuts off the end of a text in silence; ``row`` and ``column`` are where the text ended."""
    behind = lines[row][column:] if row < len(lines) else ""
    found = re.match(r"\s*#", behind)
    if found is None:
        return None
    place = Place(path, row + 1, column + found.end())
    if not value:
        what = "the text begins with '#', so it is taken for a note and is not read"
        return Problem(place, what, f'Put the text in double quotes: "{cut(behind.strip(), 40)}"')
    what = "the rest of this line, from '#' on, is taken for a note and is not read"
    return Problem(place, what, "Put the whole text in double quotes. A real note goes on a line of its own.")


def swallowed(path: str, lines: list[str], first: int, start: int, last: int) -> Problem | None:
    """What is wrong if a quoted text runs on over the fields below it, because its mark is closed only there."""
    for number in range(first + 1, last + 1):
        text = lines[number].strip() if number < len(lines) else ""
        name = field_of(text) if text else None
        if text.startswith("- ") or (name and name.is_plausible):
            mark = lines[first][start]
            what = "a quotation mark is opened on this line and never closed"
            return Problem(Place(path, first + 1, start + 1), what, f"Add the missing {mark} at the end of the text.")
    return None
