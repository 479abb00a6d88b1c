"""Signs that do not belong into a text: those nobody sees, those a wrong encoding left behind, and emoji."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.problems import Place, Problem

MOST_OF_A_KIND = 10

_BY_HAND = "Delete the character and type the place again by hand."
_FROM_THE_WEB = "Delete it; it often comes along when text is copied from a web page."
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff\ue000-\uf8ff]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\u2800\u3164\ufe00-\ufe0e"
    "\ufeff\uffa0\ufff9-\ufffc\U000e0000-\U000e0fff]"
)
_LEFT_OVER = re.compile("Ã[\u0080-\u00bf]|Â[\u00a0-\u00bf]|â€[\u0080-\u00bf™œ“”¦˜š›€¢]?|\ufffd")
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u2712\u2714-\u27bf\u2b00-\u2bff\u231a\u231b\u23e9-\u23fa\ufe0f\u20e3]"
)
_ACCENTS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3}")
_KINDS = (
    (_CONTROL, "an invisible control character", _BY_HAND),
    (_TURNING, "an invisible sign that turns the direction of writing", _FROM_THE_WEB),
    (_INVISIBLE, "an invisible character", _FROM_THE_WEB),
)


def odd_signs(path: str, text: str) -> Iterator[Problem]:
    """Every sign that has no place anywhere in a file, not even in a note: at most ten of a kind."""
    start = 1 if text.startswith("\ufeff") else 0
    for pattern, what, hint in _KINDS:
        for found in _first_ones(pattern, text, start):
            yield Problem(_place(path, text, found.start()), f"{what} (U+{ord(found.group()):04X})", hint)
    for found in _first_ones(_LEFT_OVER, text, start):
        yield Problem(
            _place(path, text, found.start()),
            f"'{found.group()}' is left over from a letter that was saved in another encoding",
            "Type the letter again by hand, and save the file as UTF-8.",
        )


def hidden_sign(text: str) -> str | None:
    """The name of the first sign in ``text`` that nobody sees; None if there is none."""
    found = next((m for pattern, _, _ in _KINDS if (m := pattern.search(text))), None)
    return f"U+{ord(found.group()):04X}" if found else None


def heap_of_accents(text: str) -> bool:
    """True if three accents or more stand on one letter: no language needs that, and it covers other lines."""
    return bool(_ACCENTS.search(text))


def emoji(text: str) -> str | None:
    """The first emoji in a text as people name it ("zebra face"); None if there is none."""
    found = _EMOJI.search(text)
    if found is None:
        return None
    name = unicodedata.name(found.group(), "emoji").lower()
    return "a flag" if name.startswith("regional") else name


def _first_ones(pattern: re.Pattern[str], text: str, start: int) -> Iterator[re.Match[str]]:
    for number, found in enumerate(pattern.finditer(text, start), 1):
        yield found
        if number == MOST_OF_A_KIND:
            return


def _place(path: str, text: str, at: int) -> Place:
    return Place(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
