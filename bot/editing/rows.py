"""The first slip of a file that cannot be read, looked for line by line in the way these files are written.

Asked only after a complaint, because a parser names the place where it gave up and not the place where the editor
slipped: a missing quotation mark is noticed many lines further down. What stands behind a colon is in ``values``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.editing.notes import cut
from bot.editing.values import Slip, block_header, field_of, flow_end, plain_slip, quoted_end, value_sign
from bot.problems import Place, Problem

_DASH = re.compile(r"-([ \t]+|$)")
_BULLET = re.compile(r"[•·‣▪◦●○*–—−‐]\s*(?=\S)")
_NO_SPACE = re.compile(r"([A-Za-z_][\w-]*):(?=[^\s/:])(.*)")
_OTHER_COLON = re.compile(r"([A-Za-z_][\w-]*)\s*([=：；;])\s*(.*)")
_STRAY_SIGN = re.compile(r"([^\w\s#-])\s*(?=[A-Za-z_][\w-]*\s*:(\s|$))")
_NAME_ONLY = re.compile(r"[a-z]+(_[a-z]+)+(\s|$)|[a-z-]+\s*$|[a-z]+\s+([A-Z0-9\[{\"'>|]|\S+\s*$)")
_ODD_SPACE = re.compile(r"[^\S \t\n]")


@dataclass(slots=True)
class _Step:
    """One step to the right that is still open: its column, and the latest line that began there."""

    column: int
    listing: bool
    row: int
    open: bool = False


@dataclass(slots=True)
class _Above:
    """A text after ``>-``: where it was announced, and the column its lines begin in (None: it has none)."""

    row: int
    column: int | None
    parent: int


def first_slip(path: str, lines: list[str], before: int = 0) -> Problem | None:
    """The first slip in ``lines``, with ``before`` lines above them; None if every line looks fine to us."""
    walk = _Walk(lines)
    try:
        row = 0
        while row < len(lines):
            row = walk.line(row)
    except Slip as slip:
        return Problem(Place(path, before + slip.row + 1, slip.column + 1), slip.what, slip.hint)
    return None


def _odd_space(row: int, column: int) -> Slip:
    what = "a special space (such as web pages have) stands where an ordinary space belongs"
    return Slip(row, column, what, "Delete it and press the space bar.")


class _Walk:
    """Goes down the lines and keeps in mind how far to the right each group of lines stands."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.steps: list[_Step] = []
        self.above: _Above | None = None

    def line(self, row: int) -> int:
        """Look at one line; the number of the next one to look at. Raises Slip."""
        line = self.lines[row].rstrip()
        rest = line.lstrip()
        if not rest or rest.startswith("#"):
            if odd := _ODD_SPACE.search(self.lines[row][: len(self.lines[row]) - len(rest)]):
                raise _odd_space(row, odd.start())
            return row + 1
        column = len(line) - len(rest)
        self._foreign(row, column, line)
        dash = None
        while found := _DASH.match(rest):
            dash = column
            self._step(row, column, listing=True)
            self.steps[-1].open = True
            column, rest = column + found.end(), rest[found.end() :]
        if not rest or rest.startswith("#"):
            return row + 1
        found_field = field_of(rest)
        if found_field and (dash is not None or found_field.is_plausible):
            self._step(row, column, listing=False)
            return self._value(row, column + found_field.end, column)
        if dash is not None:
            self.steps[-1].open = False
            return self._value(row, column, dash)
        raise self._stray(row, column, rest)

    def _foreign(self, row: int, column: int, line: str) -> None:
        lead = line[:column]
        if "\t" in lead:
            what = "the line begins with a tab"
            raise Slip(row, lead.index("\t"), what, "Use two spaces for each step to the right, never the tab key.")
        if odd := _ODD_SPACE.search(line[: column + 60]):
            before = line[: odd.start()]
            if not before.strip(" -") or re.fullmatch(r"[ -]*[\w-]+\s*:", before):
                raise _odd_space(row, odd.start())
        if line.startswith("```"):
            raise Slip(row, 0, "the line begins with ```", "That belongs to a chat, not to the file. Delete the line.")
        if re.match(r"(<<<<<<<|>>>>>>>|=======)( |$)", line):
            what = "two people changed this place, and both texts are still here"
            hint = "Keep the right text, delete the other, and delete the lines with <<<<<<<, ======= and >>>>>>>."
            raise Slip(row, 0, what, hint)
        if line.startswith("%"):
            raise Slip(row, 0, "the line begins with '%', which has a special meaning there", "Delete the line.")

    def _step(self, row: int, column: int, listing: bool) -> None:
        """Take note that a line begins in ``column``; raises Slip if no line above prepares for that."""
        gone: list[_Step] = []
        while self.steps and self.steps[-1].column > column:
            gone.append(self.steps.pop())
        if not self.steps:
            if gone:
                first = gone[-1]
                what = "the first field does not begin at the left edge, but a later one does"
                first_row = next(n for n, line in enumerate(self.lines) if line.strip() and line.strip()[0] != "#")
                raise Slip(first_row, 0, what, f"Delete the {first.column} space(s) in front of it.")
            self.steps.append(_Step(column, listing, row))
            return
        top = self.steps[-1]
        if listing and not top.listing and gone and gone[0].open:
            above = gone[0]
            hint = f"Begin it in column {above.column + 3}, below '{cut(self.lines[above.row], 40)}' (line {above.row + 1})."
            raise Slip(row, column, "this line begins too far to the left", hint)
        if top.column == column:
            self._beside(top, bool(gone), row, column, listing)
        elif top.open and not gone:
            self.steps.append(_Step(column, listing, row))
        else:
            raise self._askew([*self.steps, *gone], row, column, listing)
        self.steps[-1].row, self.steps[-1].open = row, False

    def _beside(self, top: _Step, deeper: bool, row: int, column: int, listing: bool) -> None:
        if top.listing == listing:
            return
        if listing and top.open and not deeper:
            self.steps.append(_Step(column, True, row))
        elif listing:
            what = "a '- ' begins here, but the lines beside it are fields, not points of a list"
            raise Slip(row, column, what, "Delete the '- ', or move the line below the field that it belongs to.")
        elif len(self.steps) > 1 and self.steps[-2].column == column and not self.steps[-2].listing:
            self.steps.pop()
        else:
            raise self._no_dash(row, column)

    def _no_dash(self, row: int, column: int) -> Slip:
        what = "this line has no '- ' in front, but the points beside it have one"
        return Slip(row, column, what, f"Write: - {cut(self.lines[row], 40)}")

    def _askew(self, steps: list[_Step], row: int, column: int, listing: bool) -> Slip:
        near = min(steps, key=lambda s: (abs(s.column - column), s.listing != listing, -s.column))
        away = abs(near.column - column)
        side = "right" if column > near.column else "left"
        what = f"this line begins {away} space{'s' if away > 1 else ''} too far to the {side}"
        return Slip(row, column, what, self._below(near))

    def _below(self, step: _Step) -> str:
        line = self.lines[step.row][step.column :]
        return f"Begin it in column {step.column + 1}, exactly below '{cut(line, 40)}' (line {step.row + 1})."

    def _value(self, row: int, at: int, parent: int) -> int:
        """Look at what stands behind a colon or a dash; the number of the next line to look at."""
        self.above = None
        line = self.lines[row].rstrip()
        value = line[at:]
        if not value or value.startswith("#"):
            self.steps[-1].open = True
            return row + 1
        if value[0] in "\"'":
            return quoted_end(self.lines, row, at) + 1
        if value[0] in "[{":
            return flow_end(self.lines, row, at, parent) + 1
        if value[0] in "|>":
            block_header(row, at, value)
            return self._block(row, parent)
        value_sign(row, at, value)
        plain_slip(row, at, value)
        return row + 1

    def _block(self, start: int, parent: int) -> int:
        """The lines of a text after ``>-``; the number of the first line behind it."""
        self.above = _Above(start, None, parent)
        row = start + 1
        while row < len(self.lines):
            line = self.lines[row]
            if not line.strip():
                row += 1
                continue
            column = len(line) - len(line.lstrip(" "))
            base = self.above.column
            if line[column] == "\t" and (base is None or column < base):
                what = "the line begins with a tab"
                raise Slip(row, column, what, "Use two spaces for each step to the right, never the tab key.")
            if column <= parent:
                break
            if base is None:
                self.above.column = column
            elif column < base and line[column] != "#":
                away = base - column
                what = f"this line begins {away} space{'s' if away > 1 else ''} too far to the left"
                raise Slip(row, column, what, f"Begin it in column {base + 1}, like the first line of this text.")
            row += 1
        return row

    def _stray(self, row: int, column: int, rest: str) -> Slip:
        """What is wrong with a line that is neither a field nor a point of a list."""
        if rest.startswith("-"):
            what = "there is no space between '-' and the text"
            return Slip(row, column, what, f"Write: - {cut(rest.lstrip('-'), 40)}")
        if bullet := _BULLET.match(rest):
            what = f"a point of a list begins with '{rest[0]}'"
            return Slip(row, column, what, f"Use a hyphen and a space: - {cut(rest[bullet.end() :], 40)}")
        if found := _NO_SPACE.match(rest):
            what = "there is no space after the colon"
            return Slip(row, column + found.start(2), what, f"Write: {found[1]}: {cut(found[2], 40)}")
        if (found := _OTHER_COLON.match(rest)) and (not self.above or self.above.column is None):
            what = f"'{found[2]}' stands where a colon belongs"
            return Slip(row, column + found.start(2), what, f"Write: {found[1]}: {cut(found[3], 40)}")
        if self.above is not None:
            begin = self.above.column if self.above.column is not None else self.above.parent + 2
            what = "this line does not begin below the text that it belongs to"
            hint = f"Begin it in column {begin + 1}, further to the right than line {self.above.row + 1}."
            return Slip(row, column, what, hint)
        if any(s.listing and s.column == column for s in self.steps):
            return self._no_dash(row, column)
        if self.steps and column > self.steps[-1].column and not self.steps[-1].open:
            return Slip(row, column, JOINED, JOINED_HINT)
        if sign := _STRAY_SIGN.match(rest):
            what = f"there is a '{sign[1]}' in front of the field name"
            return Slip(row, column, what, f"Delete it: {cut(rest[sign.end(1) :], 40)}")
        if _NAME_ONLY.match(rest):
            what = "this line has no ': ' after the field name"
            return Slip(row, column, what, "Write 'field: value', with a space after the colon.")
        what = "this line is neither a field, nor a point of a list, nor a note"
        hint = "A field has a name and ': ', a point begins with '- ', a note with '#'. Or does the line above end too early?"
        return Slip(row, column, what, hint)


JOINED = "this line would become part of the text above it"
JOINED_HINT = (
    "A new point begins with '- ', a new field with its name and ': '. A long text begins on the line below '>-'."
)
