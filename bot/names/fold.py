"""One normal form for whatever people type: small letters, no accents, no signs, words and numbers apart.

Two texts that fold to the same words are the same name. Nothing here guesses: every step undoes a way of writing.
"""

import re
import unicodedata

LONGEST = 6_000  # characters; anything behind is cut off, so that no text can keep us busy

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "κ": "kappa",
    "λ": "lambda", "μ": "mu", "ς": "sigma", "σ": "sigma", "ω": "omega",
}  # fmt: skip
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss"}
    | {letter: f" {name} " for letter, name in _GREEK.items()}
)
_DROPPED = re.compile("[®™©℠\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_OWNER = re.compile(r"(?<=[^\W\d_])['’`´]s\b")
_APOSTROPHE = re.compile("['’`´]")
_WORD = re.compile(r"[^\W\d_]+|\d+")


def plain(text: str) -> str:
    """The text in small plain letters, signs and spacing kept; longer texts are cut at ``LONGEST``."""
    text = text[:LONGEST]
    if text.isascii():
        return _APOSTROPHE.sub("", _OWNER.sub("", text.lower()))
    text = _DROPPED.sub("", text).replace("´", "'")
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text)[:LONGEST].casefold())
    kept = (_plain_digit(c) for c in text if not unicodedata.combining(c))
    text = "".join(kept).casefold().translate(_LETTERS)
    return _APOSTROPHE.sub("", _OWNER.sub("", text))


def _plain_digit(letter: str) -> str:
    if letter.isascii() or not letter.isdecimal():
        return letter
    return str(unicodedata.decimal(letter))


def words(text: str) -> list[str]:
    """The words and numbers of a text, folded, in order: ``RADIANT3`` gives ``radiant`` and ``3``."""
    return _WORD.findall(plain(text))


def fold(text: str) -> str:
    """The normal form of a text: folding what is folded changes nothing."""
    return " ".join(words(text))


def joined(parts: list[str] | tuple[str, ...]) -> str:
    """The words as one key, so that ``Cabome-tyx`` is ``cabometyx``; two numbers never run together."""
    key = "".join(parts)
    if key.isalpha():
        return key
    pieces: list[str] = []
    for part in parts:
        if pieces and part[0].isdigit() and pieces[-1][-1].isdigit():
            pieces.append("-")
        pieces.append(part)
    return "".join(pieces)
