"""Bytes to text: what a file or an attachment holds, or why it is no text that can be read."""

from __future__ import annotations

import codecs
import re

from bot.problems import Place, Problem

_SAVE_AS = "Open it in the editor, choose 'Save with encoding' (Notepad: 'Save as', below: 'Encoding') and then UTF-8."
_FOREIGN = (
    (b"PK\x03\x04", "a Word document or a zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"{\\rtf", "a document of a word processor (RTF)"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a packed file"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
)
_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(content: bytes, place: Place) -> str | Problem:
    """The text of a file, without its byte order mark; a Problem at the first byte that is no text."""
    content = content.removeprefix(codecs.BOM_UTF8)
    if not content.strip():
        return Problem(place, "the file is empty", "Start from the template, or delete the file.")
    begins = content[:64].lstrip().lower()
    for sign, name in _FOREIGN:
        if begins.startswith(sign.lower()):
            return Problem(
                place,
                f"this is {name}, not a plain text",
                "Copy the text into a plain text file (an editor, not Word).",
            )
    head = content[:400]
    if content.startswith(_WIDE) or head.count(0) > len(head) // 4:
        return Problem(place, "the file is saved as UTF-16 ('Unicode'), not as UTF-8", _SAVE_AS)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(content, error, place)


def _not_utf8(content: bytes, error: UnicodeDecodeError, place: Place) -> Problem:
    before = re.split(r"\r\n?|\n", content[: error.start].decode("utf-8", "replace"))
    where = Place(place.path, len(before), len(before[-1]) + 1)
    if error.reason == "unexpected end of data":
        return Problem(
            where, "the file ends in the middle of a letter", "It was cut off while it was copied. Copy it again."
        )
    letter = content[error.start : error.start + 1].decode("cp1252", "replace")
    shown = f"the letter '{letter}'" if letter.isprintable() and letter != "\ufffd" else "a letter"
    return Problem(where, f"{shown} is not saved as UTF-8 (the file comes from an older Windows program)", _SAVE_AS)
