"""An answer's parts as Discord's text markup. Everything is escaped: no text can ping, format or fake a link."""

from __future__ import annotations

import re

from bot.answers.answer import Line, Part, Reference, Section

_URL = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)\]}'\"]")
_MARKUP = re.compile(r"([\\*_~`|<>@\[\]])")
_SUSPECT = re.compile(r"[\\*_~`|<>@\[\]]|https?://|^\s*(?:[#+-]|\d+[.)]\s)", re.M)
_LINE_START = re.compile(r"^(\s*)([#+-]|\d+[.)](?=\s))", re.M)


def escape(text: str) -> str:
    """Text with every sign of Discord's markup made harmless; web addresses stay whole and show no preview."""
    if not _SUSPECT.search(text):
        return text  # most texts: this is asked for every line of every answer
    pieces, last = [], 0
    for url in _URL.finditer(text):
        pieces += [_escape(text[last : url.start()]), f"<{url.group()}>"]
        last = url.end()
    pieces.append(_escape(text[last:]))
    return "".join(pieces)


def _escape(text: str) -> str:
    return _LINE_START.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", text))


def title(text: str) -> str:
    """The first line of a page."""
    return f"## {escape(text)}"


def heading(section: Section) -> str:
    """A section's heading, or nothing."""
    return f"### {escape(section.heading)}" if section.heading else ""


def part(piece: Part) -> str:
    """One line, point or source."""
    if isinstance(piece, Reference):
        text = escape(piece.text)
        return f"{piece.number}\\. [{text}](<{piece.url}>)" if piece.url else f"{piece.number}\\. {text}"
    return line(piece)


def line(piece: Line) -> str:
    """A line with its label in bold and the numbers of its sources behind it."""
    label = f"**{escape(piece.label)}:** " if piece.label else ""
    marks = f" [{', '.join(map(str, piece.cites))}]" if piece.cites else ""
    return f"{'- ' if piece.point else ''}{label}{escape(piece.text)}{marks}".rstrip()
