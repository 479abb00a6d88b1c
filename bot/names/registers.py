"""Numbers of trial registers: read exactly, in any spacing, and never by likeness.

``NCT 0267-8780``, ``NCT No. 02678780`` and the address of a record are the number NCT02678780. One digit more, less or
other is another trial, or none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_REGISTERS = "nct|isrctn|umin|drks|eudract|euctr|euct|eu ct|ctis|chictr|jrct|jrcts|actrn|ctri|kct|irct|pactr|rbr|ntr"
_ID = re.compile(
    rf"(?<![a-z])(?P<register>{_REGISTERS}|n\W?c\W?t)(?![a-np-z])"
    r"(?:\W{0,3}(?:number|no|nr|num|id)(?![a-z]))?[\W_]{0,3}"
    r"(?P<digits>o?\d[\do]*(?:[ \-–./]{1,2}[\do]*\d[\do]*)*)(?![a-z]\d)"
)
_SPACE = re.compile(r"\s")
_BARE = re.compile(r"(?<![a-z\d])(?P<letters>[a-z]{1,4}-?)?(?P<digits>\d[\d\-–/. ]{5,20}\d)(?![a-z\d])")
_DIGITS = re.compile(r"\D+")
_EUROPEAN = ("eudract", "euctr", "euct", "ctis")
_DECLARED = re.compile(rf"(?:(?:{_REGISTERS})\D{{0,12}})?\d[\d\-–/. ]{{4,}}\d")
NCT_DIGITS = 8
_LENGTHS = {"nct": NCT_DIGITS, "isrctn": 8, "umin": 9, "drks": 8, "eudract": 12, "euctr": 12, "euct": 14, "ctis": 14}


@dataclass(frozen=True, slots=True)
class Typed:
    """A register number as typed: which register ("" if none was named), its digits, and where it stood.

    slip   letters of no register stood before it, as in NTC02588170.
    """

    register: str
    digits: str
    start: int
    end: int
    slip: bool = False

    @property
    def text(self) -> str:
        """The number in one clean spelling."""
        return self.register.upper() + self.digits


def belongs(typed: Typed, spelling: str) -> bool:
    """Whether a declared number can be of the register that was typed; European numbers are written with and without."""
    if not typed.register:
        return True
    letters = "".join(c for c in spelling.lower() if c.isalpha())
    return letters.startswith(typed.register) or (typed.register in _EUROPEAN and letters in ("", *_EUROPEAN))


def is_id(spelling: str) -> bool:
    """Whether a declared name is the number of a register."""
    return bool(_DECLARED.fullmatch(spelling.lower().strip()))


def is_register(key: str) -> bool:
    """Whether a key is the letters of a register and nothing else."""
    return re.fullmatch(_REGISTERS, key) is not None


def digits_of(spelling: str) -> str:
    """All digits of a spelling, in order."""
    return _DIGITS.sub("", spelling)


def read(text: str) -> Iterator[Typed]:
    """The register numbers in a text that ``fold.plain`` gave, from left to right; at most eight are looked at."""
    found = 0
    last = 0
    for match in _ID.finditer(text):
        register = re.sub(r"\W", "", match["register"])
        digits = _DIGITS.sub("", _whole(register, match["digits"]).replace("o", "0"))
        found += 1
        last = match.end()
        yield Typed(register, digits, *_with_address(text, match.start(), match.end()))
        if found == 8:
            return
    if found:
        return
    for match in _BARE.finditer(text, last):
        slip = bool(match["letters"])
        yield Typed("", _DIGITS.sub("", match["digits"]), match.start(), match.end(), slip)
        found += 1
        if found == 8:
            return


def _with_address(text: str, start: int, end: int) -> tuple[int, int]:
    """The place of a number, or of the whole address it stands in."""
    before = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start)) + 1
    if "://" not in text[before:start] and not text.startswith("www.", before):
        return start, end
    space = _SPACE.search(text, end)
    return before, space.start() if space else len(text)


def _whole(register: str, digits: str) -> str:
    """The groups that belong to the number: as many as its register has digits, else the first."""
    groups = re.split(r"[ \-–./]+", digits)
    taken = groups[0]
    for group in groups[1:]:
        if len(taken) >= _LENGTHS.get(register, 0):
            break
        taken += group
    return taken
