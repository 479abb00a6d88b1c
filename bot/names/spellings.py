"""Ways of writing the same name that folding alone cannot see: isotopes, spelt numbers, "and".

Only certain equalities live here. ``[177Lu]Lu-DOTATATE``, ``lutetium Lu 177 dotatate`` and ``Lu-177 dotatate`` are one
name; so are ``NETTER two``, ``NETTER II`` and ``NETTER-2``. Likeness is the business of ``edits`` and ``near``.
"""

from collections.abc import Sequence

_ELEMENTS = {
    "ac": "actinium", "at": "astatine", "bi": "bismuth", "cu": "copper", "f": "fluorine", "ga": "gallium",
    "ho": "holmium", "i": "iodine", "in": "indium", "lu": "lutetium", "pb": "lead", "ra": "radium",
    "re": "rhenium", "sc": "scandium", "sm": "samarium", "sr": "strontium", "tb": "terbium",
    "tc": "technetium", "th": "thorium", "y": "yttrium", "zr": "zirconium",
}  # fmt: skip
_OFTEN_SPELT = {  # counts only beside a mass number of that element
    "galium": "ga", "gallio": "ga", "galio": "ga", "lutecium": "lu", "lutetio": "lu", "lutecio": "lu", "lutetum": "lu",
    "luthetium": "lu", "lutitium": "lu", "lutezium": "lu", "actinum": "ac", "actinio": "ac", "coper": "cu",
    "cobre": "cu", "iodo": "i", "yodo": "i", "iod": "i", "jod": "i", "iode": "i", "ytrium": "y", "itrio": "y", "blei": "pb",
}  # fmt: skip
_SYMBOL = {name: symbol for symbol, name in _ELEMENTS.items()} | {symbol: symbol for symbol in _ELEMENTS} | _OFTEN_SPELT
_MASSES = {
    "ac": {"225"}, "at": {"211"}, "bi": {"212", "213"}, "cu": {"60", "61", "62", "64", "67"}, "f": {"18"},
    "ga": {"66", "67", "68"}, "ho": {"166"}, "i": {"123", "124", "125", "131"}, "in": {"111"}, "lu": {"177"},
    "pb": {"203", "212"}, "ra": {"223", "224"}, "re": {"186", "188"}, "sc": {"43", "44", "47"}, "sm": {"153"},
    "sr": {"89"}, "tb": {"149", "152", "155", "161"}, "tc": {"99"}, "th": {"227"}, "y": {"86", "90"},
    "zr": {"89"},
}  # fmt: skip
_ALL_MASSES = frozenset(mass for masses in _MASSES.values() for mass in masses)
_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "ii": "2", "iii": "3", "iv": "4",
}  # fmt: skip
# Words that say what a molecule carries. Beside a name that lacks them they make another medicine of it.
CARRIED = frozenset(_ELEMENTS.values()) - {"lead"} | {"dota", "dotaga", "dtpa", "hynic", "nota", "tetraxetan"}
JOINING = frozenset({"and", "plus", "with"})


def canonical(parts: Sequence[str]) -> tuple[str, ...]:
    """The same words with each isotope as one word (``lu177``) and spelt numbers as digits.

    A number word counts only behind a word of four letters or more: "one" alone is just a word, and a short word
    before "iv" is more often a route than a number.
    """
    if not any(part in _NUMBERS or part in _ALL_MASSES for part in parts):
        return tuple(parts)
    out: list[str] = []
    at = 0
    while at < len(parts):
        end, isotope = _isotope(parts, at)
        if isotope:
            out.append(isotope)
            at = end
            continue
        part = parts[at]
        if part in _NUMBERS and out and len(out[-1]) >= 4 and out[-1].isalpha():
            part = _NUMBERS[part]
        out.append(part)
        at += 1
    return tuple(out)


def _isotope(parts: Sequence[str], start: int) -> tuple[int, str]:
    """Where the isotope that begins at ``start`` ends, and its one word; ``""`` if none begins there."""
    symbol, mass, end = "", "", start
    while end < len(parts):
        part = parts[end]
        here = _SYMBOL.get(part, "")
        if here and (not symbol or here == symbol):
            symbol = here
        elif part in _ALL_MASSES and not mass:
            mass = part
        else:
            break
        end += 1
    if symbol and mass in _MASSES.get(symbol, ()):
        return end, symbol + mass
    return start, ""


def has_other_spellings(part: str) -> bool:
    """Whether the word may be written in another way in a name: part of an isotope, or a number."""
    return part in _SYMBOL or part in _ALL_MASSES or part in _NUMBERS


def carried(part: str) -> bool:
    """Whether a canonical word names an isotope, an element, or a cage for one."""
    return part in CARRIED or (part[-1].isdigit() and not part.isdigit())


def without_joining(parts: Sequence[str]) -> tuple[str, ...]:
    """The words without "and", "plus", "with" between others; a lone joining word stays."""
    if JOINING.isdisjoint(parts):
        return tuple(parts)
    return tuple(part for part in parts if part not in JOINING) or tuple(parts)
