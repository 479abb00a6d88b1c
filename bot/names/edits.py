"""How far a typing is from a name, in edits weighed by how people slip.

A wrong vowel, a doubled letter and a swap are cheap; a wrong first letter is dear, because names differ in front.
Digits are no concern of this module: callers compare only names whose digits are the same.
"""

import itertools
import math

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = frozenset("aeiouy")
_SOUNDS = frozenset(frozenset(pair) for pair in ("cs", "cx", "sx", "cq", "fv", "gj", "mn", "dt", "bp"))
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _neighbours() -> frozenset[frozenset[str]]:
    near: set[frozenset[str]] = set()
    for row in _ROWS:
        near.update(frozenset(pair) for pair in itertools.pairwise(row))
    for upper, lower in itertools.pairwise(_ROWS):
        for at, letter in enumerate(lower):
            near.update(frozenset((letter, other)) for other in upper[at : at + 2])
    return frozenset(near)


_KEYS = _neighbours()
_FIRST = 0.4  # added for an edit that touches the first letter
CHEAPEST_FIRST = 1.0  # below this no edit but a swap has touched the first letter
_OTHER_FIRST = 0.3  # a first letter that sounds the same
_DOUBLED = 0.4
_VOWEL = 0.65
_SWAP = 0.7
_LIKE = 0.6
_KEY = 0.9
_OTHER = 1.0  # a consonant for an unlike one: the mark of another name rather than of a slip
_ENDING = 0.45  # a last letter such as the e of lenvatinibe
_SHUFFLED = 0.65  # share of the cost if all letters are there, out of order
_NOT_SAME = 0.3  # sounds the same, is spelt otherwise
_ENDINGS = frozenset("aeosm")


# By letters: the weighed edits, and the plain ones, that a name may be away and still be answered.
_LIMITS = (0, 0, 0, 0, 0.5, 1.0, 1.3, 1.4, 1.7, 2.0, 2.3, 2.6, 2.8, 3.0)
_MOST_EDITS = (0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3)
STEMS = (  # endings that families of medicines share
    "tinib", "limus", "reotide", "platin", "mab", "citabine", "ciclib", "parib", "rubicin", "zolomide", "statin",
    "poside", "zocin", "tide", "nib", "pril", "sartan", "olol", "azole", "cillin", "mycin", "floxacin", "dronate",
    "gliptin", "gliflozin", "glutide", "prazole", "setron", "triptan", "oxetine", "azepam", "dipine", "profen",
    "dotatate", "dotatoc",
)  # fmt: skip
_STEM_COUNTS = 0.5  # how much of the letters of such an ending counts, where it is intact


def _changes() -> dict[str, float]:
    """What one letter for another costs, where that is less than for any two."""
    costs = {}
    for a in _ALPHABET:
        for b in _ALPHABET:
            pair = frozenset((a, b))
            if a in _VOWELS and b in _VOWELS:
                costs[a + b] = _VOWEL
            elif pair in _SOUNDS:
                costs[a + b] = _LIKE
            elif pair in _KEYS:
                costs[a + b] = _KEY
    return costs


_CHANGED = _changes()
_ONE_SOUND = str.maketrans("kwyz", "cvis")


def sounded(key: str) -> str:
    """The key with letters of one sound written as one: ``ropheron`` as ``roferon``, ``oktreotyd`` as ``octreotid``.

    Languages spell the same name with other letters; nobody tells two medicines apart by k and c alone.
    """
    if "h" in key:
        key = key.replace("ph", "f").replace("th", "t").replace("rh", "r")
    if "k" in key:
        key = key[:1] + key[1:].replace("ck", "k").replace("ks", "x")
    return key.translate(_ONE_SOUND)


def _single(text: str, at: int) -> float:
    """What it costs that the letter at this place is missing on the other side."""
    letter = text[at]
    if (at and text[at - 1] == letter) or (at + 1 < len(text) and text[at + 1] == letter):
        return _DOUBLED
    if at + 1 == len(text) and letter in _ENDINGS:
        return _ENDING
    extra = _FIRST if at == 0 else 0.0
    return (_VOWEL + 0.05 if letter in _VOWELS or letter == "h" else 1.0) + extra


def distance(typed: str, name: str, within: float = math.inf) -> float:
    """The weighed edits between two keys; 0 only for equal keys. ``inf`` may stand for anything above ``within``."""
    if typed == name:
        return 0.0
    a, b = sounded(typed), sounded(name)
    start, end_a, end_b = 0, len(a), len(b)
    while start < end_a and start < end_b and a[start] == b[start]:
        start += 1
    while end_a > start and end_b > start and a[end_a - 1] == b[end_b - 1]:
        end_a -= 1
        end_b -= 1
    front = _OTHER_FIRST if start and typed[0] != name[0] else 0.0
    if start == end_a == end_b:
        return _NOT_SAME + front
    if a[0] == b[0] and len(a) == len(b) and sorted(a) == sorted(b):  # all letters there, out of order: "levantinib"
        return _table(a, b, start, end_a, end_b, within / _SHUFFLED) * _SHUFFLED + front
    return _table(a, b, start, end_a, end_b, within) + front


def _table(a: str, b: str, start: int, end_a: int, end_b: int, within: float) -> float:
    """The cheapest way from ``a[start:end_a]`` to ``b[start:end_b]``: optimal string alignment, weighed."""
    width = end_b - start
    missing = [_single(b, at) for at in range(start, end_b)]
    above: list[float] = []
    row = [0.0]
    for cost in missing:
        row.append(row[-1] + cost)
    for i in range(start, end_a):
        x, extra = a[i], _single(a, i)
        swapped_with = a[i - 1] if i > start else ""
        before, above = above, row
        left = above[0] + extra
        row = [left]
        for j in range(width):
            y = b[start + j]
            if x == y:
                best = above[j]
            else:
                best = above[j] + _CHANGED.get(x + y, _OTHER)
                if i == 0 or start + j == 0:
                    best += _FIRST
                if swapped_with == y and j and x == b[start + j - 1]:
                    best = min(best, before[j - 1] + (_SWAP if i > 1 else _SWAP + _FIRST / 2))
            up, left = above[j + 1] + extra, left + missing[j]
            if up < best:
                best = up
            if left < best:
                best = left
            left = best
            row.append(best)
        if min(row) > within:
            return math.inf
    return row[-1]


def fits(typed: str, name: str, cost: float, edits: int) -> bool:
    """Whether a typing so far from a name may still be answered with it.

    The shorter of both sets the limit. An ending that whole families share (-tinib, -mab) counts for little where it
    is intact, because what tells such names apart stands in front.
    """
    length = min(len(typed), len(name))
    for stem in STEMS:
        if name.endswith(stem):
            if typed.endswith(stem) or sounded(typed).endswith(sounded(stem)):
                length -= int(len(stem) * (1 - _STEM_COUNTS) + 0.5)
            break
    if length < 0:
        return False
    return cost <= _LIMITS[min(length, len(_LIMITS) - 1)] and edits <= _MOST_EDITS[min(length, len(_MOST_EDITS) - 1)]


def limit(length: int) -> float:
    """How many weighed edits a name of so many letters may be away and still be answered."""
    return _LIMITS[min(length, len(_LIMITS) - 1)]


def farthest(length: int) -> float:
    """How far a name may be away and still be worth asking about."""
    return min(0.5 + 0.36 * length, 4.5) if length > 4 else 0.7
