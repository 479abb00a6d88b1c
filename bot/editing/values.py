"""What can be wrong with the value on one line: quotation marks, brackets, colons, signs with a meaning of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.editing.notes import cut

QUOTE_IT = "Put the whole text in double quotes, or start it on the next line after '>-'."
_QUOTED = {'"': re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"'), "'": re.compile(r"'[^']*(?:''[^']*)*'")}
_COLON = re.compile(r":([ \t]+|$)")
_COLON_IN_BRACKETS = re.compile(r":([\s,\]}]|$)")
_BEHIND_QUOTE = re.compile(r"\s*([,:\]}]|$)")
_CLOSE = {"[": "]", "{": "}"}
_BLOCK = re.compile(r"[|>]([+-]?[1-9]?|[1-9][+-])(\s+#.*)?")
_WORD = re.compile(r"[^\W\d][\w-]*( [\w-]+){0,2}|[\w-]+")


class Slip(Exception):
    """A slip found: line and column (both from 0), what is wrong, and the way out."""

    def __init__(self, row: int, column: int, what: str, hint: str) -> None:
        super().__init__(what)
        self.row, self.column, self.what, self.hint = row, column, what, hint


@dataclass(frozen=True, slots=True)
class FieldName:
    """The field name at the start of a line, and where its value begins."""

    name: str
    end: int

    @property
    def is_plausible(self) -> bool:
        """True for a name such as our files have; a sentence with a colon in it has none."""
        return len(self.name) <= 41 and (" " not in self.name or bool(_WORD.fullmatch(self.name.strip("\"'"))))


def field_of(rest: str) -> FieldName | None:
    """The field that begins a line without its indent; None if the line has no name with ': ' behind it."""
    if rest[0] in "\"'":
        close = closing(rest, 0)
        found = re.match(r"\s*:([ \t]+|$)", rest[close + 1 :]) if close > 0 else None
        return FieldName(rest[: close + 1], close + 1 + found.end()) if found else None
    if rest[0] in "[{]}>|*&!%@`,:":
        return None
    found = _COLON.search(rest)
    if found is None or "#" in rest[: found.start()]:
        return None
    return FieldName(rest[: found.start()].rstrip(), found.end())


def closing(line: str, at: int) -> int:
    """Where the quotation mark at ``at`` is closed on this line; -1 if it is not."""
    found = _QUOTED[line[at]].match(line, at)
    return found.end() - 1 if found else -1


def quoted_end(lines: list[str], row: int, at: int) -> int:
    """The line on which the quoted value at ``at`` ends. Raises Slip if it ends too early or never."""
    line = lines[row].rstrip()
    close = closing(line, at)
    if close < 0:
        last = _last_line_of_quoted(lines, row, line[at])
        if last is None:
            mark = line[at]
            what = "a quotation mark is opened on this line and never closed"
            raise Slip(row, at, what, f"Add the missing {mark} at the end of the text.")
        return last
    behind_quote(row, close, line, line[close + 1 :])
    return row


def behind_quote(row: int, close: int, line: str, behind: str) -> None:
    """Raise Slip if there is more text behind the quotation mark at ``close``."""
    if not behind.strip() or re.match(r"\s+#", behind):
        return
    if line[close] == "'" and behind[0].isalpha():
        what = "the apostrophe in this text ends it too early, because the text is in single quotes"
        raise Slip(row, close, what, 'Put the text in double quotes instead: "...".')
    what = "the quoted text ends at this quotation mark, but there is more behind it"
    hint = "Quote the whole text, with “ ” for quotation marks inside it; or start it on the next line after '>-'."
    raise Slip(row, close, what, hint)


def _last_line_of_quoted(lines: list[str], row: int, mark: str) -> int | None:
    for number in range(row + 1, min(row + 40, len(lines))):
        text = lines[number].strip()
        if not text:
            continue
        name = field_of(text)
        if text.startswith("- ") or (name and name.is_plausible):
            return None
        if closing(mark + text, 0) > 0:
            return number if text.endswith(mark) else None
    return None


def block_header(row: int, at: int, value: str) -> None:
    """Raise Slip unless ``>`` or ``|`` stands alone, as the sign that a text begins on the next line."""
    if _BLOCK.fullmatch(value):
        return
    if found := re.match(r"([|>][+-]?)\s+(?=\S)", value):
        what = f"there is text behind '{found[1]}' on the same line"
        hint = f"Begin the text on the next line, two spaces further to the right. If '{value[0]}' belongs to the text, put the text in double quotes."
        raise Slip(row, at + found.end(), what, hint)
    raise special(row, at, value)


def special(row: int, at: int, value: str) -> Slip:
    """The slip of a value that begins with a sign that has a meaning of its own."""
    what = f"a value begins with '{value[0]}', which has a special meaning there"
    return Slip(row, at, what, quote_hint(value))


def quote_hint(value: str) -> str:
    """The way out for a text that must stand in quotes."""
    return f'Put the text in double quotes: "{cut(value, 40)}"' if '"' not in value else QUOTE_IT


def value_sign(row: int, at: int, value: str) -> None:
    """Raise Slip if a value begins with a sign that it must not begin with."""
    if value[0] in "@`%*&!,]}" or re.match(r"\?(\s|$)", value):
        raise special(row, at, value)
    if re.match(r"-(\s|$)", value):
        what = "a list begins on the same line as its field name"
        raise Slip(row, at, what, "Begin the '- ' on the next line, two spaces further to the right.")


def plain_slip(row: int, at: int, value: str) -> None:
    """Raise Slip if a text without quotes has a colon in it."""
    text = re.split(r"\s#", value, maxsplit=1)[0]
    if colon := re.search(r":(?=\s|$)", text):
        hint = QUOTE_IT
        if text[0] in "“”„‘’«»":
            hint = 'Only straight quotation marks protect a colon: "...". Curly ones are shown to the reader.'
        raise Slip(row, at + colon.start(), "there is a colon inside this text", hint)


@dataclass(slots=True)
class _Open:
    """A bracket that is open, and what came since its last comma."""

    sign: str
    row: int
    column: int
    colons: int = 0
    words: bool = False


def flow_end(lines: list[str], row: int, at: int, parent: int) -> int:
    """The line on which the value in brackets at ``at`` ends. Raises Slip if it does not end as it should."""
    stack: list[_Open] = []
    begin = at
    for number in range(row, len(lines)):
        line = lines[number].rstrip()
        indent = len(line) - len(line.lstrip())
        if number > row and line.strip() and indent <= parent and not line.lstrip().startswith(("]", "}")):
            break
        if _flow_line(line, number, begin, stack):
            return number
        begin = 0
    last = stack[-1]
    what = f"a '{last.sign}' is opened here and never closed"
    raise Slip(last.row, last.column, what, f"Add the missing '{_CLOSE[last.sign]}'.")


def _flow_line(line: str, row: int, begin: int, stack: list[_Open]) -> bool:
    """Go along one line inside brackets; True if the last one was closed on it."""
    place = begin
    while place < len(line):
        sign = line[place]
        top = stack[-1] if stack else None
        if top and not top.words and sign in "\"'":
            close = closing(line, place)
            if close < 0:
                what = "a quotation mark is opened on this line and never closed"
                raise Slip(row, place, what, f"Add the missing {sign} at the end of the text.")
            if not _BEHIND_QUOTE.match(line, close + 1):
                behind_quote(row, close, line, line[close + 1 :])
            place, top.words = close, True
        elif sign in "[{":
            if top and top.words:
                what = f"a text with '{sign}' in it stands between {{ }} or [ ]"
                raise Slip(row, place, what, 'Put this text in double quotes: "...".')
            stack.append(_Open(sign, row, place))
        elif sign in "]}":
            if top is None or _CLOSE[top.sign] != sign:
                what = f"'{sign}' stands here, but '{_CLOSE[top.sign] if top else ''}' is needed to close the bracket"
                raise Slip(row, place, what, "Round, square and curly brackets go in pairs of the same kind.")
            closed = stack.pop()
            if not stack:
                return _behind_bracket(line, row, place, closed)
            stack[-1].words = True
        elif sign == "," and top:
            top.colons, top.words = 0, False
        elif sign == ":" and top and _COLON_IN_BRACKETS.match(line, place):
            top.colons += 1
            if top.colons > 1:
                raise Slip(row, place, "there is a colon inside this text", 'Put this text in double quotes: "...".')
            top.words = False
        elif sign == "#" and line[place - 1 : place].isspace():
            return False
        elif top and not sign.isspace():
            if not top.words and sign in "@`%*&!|>":
                raise special(row, place, line[place:])
            if not top.words and line.startswith("- ", place):
                raise Slip(row, place, "a '- ' stands between brackets", "Delete it: a comma parts the values there.")
            top.words = True
        place += 1
    return False


def _behind_bracket(line: str, row: int, close: int, first: _Open) -> bool:
    behind = line[close + 1 :].strip()
    if behind.startswith(("]", "}")):
        what = f"there is one '{behind[0]}' too many"
        raise Slip(row, line.index(behind, close + 1), what, "Delete it.")
    if behind and not behind.startswith("#"):
        what = "a text must not begin with a bracket: it is taken for a list"
        raise Slip(first.row, first.column, what, QUOTE_IT)
    return True
