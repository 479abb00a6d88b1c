"""Declared names in running text, for explaining a message: exact after folding, whole words, never in an address."""

import itertools
import re
from dataclasses import dataclass

from bot.names.fold import LONGEST, joined, words
from bot.names.index import Index, Name
from bot.names.spellings import JOINING, canonical, has_other_spellings, without_joining

_MOST_WORDS = 1_500
_PIECE = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CHUNK = re.compile(r"\S+")
_DOMAIN = re.compile(r"[a-z0-9]\.(?:com|org|gov|net|edu|int|eu|uk|io)(?:[/?#:]|\W*$)", re.IGNORECASE)
_GAP = re.compile(r"[\s\-‐-―/()\[\]{},+.®™'’:*_~`|]{0,6}")
_HARD = re.compile(r"[.:]\s|\n\s*\n")
_TRIAL = frozenset({"trial", "trials", "study", "studies"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A declared name in a text: the entries it may mean (several for a shared nickname) and where it stands."""

    entities: tuple[str, ...]
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    words: tuple[str, ...]


def scan(index: Index, text: str) -> list[Mention]:
    """The declared names in a text, in order; of two that overlap the longer one. Looks at ``LONGEST`` characters.

    A name that is also an ordinary word counts only in its own capitals, or before "trial" or "study".
    """
    text = text[:LONGEST]
    pieces = _pieces(text)
    found: list[Mention] = []
    taken: set[int] = set()
    reach = [_reach(index, pieces, first) for first in range(len(pieces))]
    for size in range(min(index.longest, len(pieces)), 0, -1):
        for first in range(len(pieces) - size + 1):
            last = first + size - 1
            if reach[first] < size or first in taken or last in taken or not taken.isdisjoint(range(first, last + 1)):
                continue
            name = _name(index, pieces[first : last + 1])
            if name is None or not _together(text, pieces[first : last + 1]):
                continue
            if name.everyday and not _meant(text, pieces, first, last, name):
                continue
            found.append(Mention(name.entities, name.spelling, pieces[first].start, pieces[last].end))
            taken.update(range(first, last + 1))
    return sorted(found, key=lambda mention: mention.start)


def _reach(index: Index, pieces: list[_Piece], first: int) -> int:
    """How many pieces from here on may be one name: as many as names begin with, written as they are."""
    parts: list[str] = []
    for size, piece in enumerate(pieces[first : first + index.longest]):
        if not piece.words:
            return size
        if any(has_other_spellings(word) for word in piece.words):
            return index.longest
        if JOINING.isdisjoint(piece.words):  # names are kept without "and"
            parts += piece.words
        if parts and not index.has_beginning(joined(parts)):
            return size
    return index.longest


def _pieces(text: str) -> list[_Piece]:
    addresses = [match.span() for match in _CHUNK.finditer(text) if _is_address(match[0])]
    pieces: list[_Piece] = []
    for match in _PIECE.finditer(text):
        start, end = match.span()
        while addresses and addresses[0][1] <= start:
            addresses.pop(0)
        inside = bool(addresses) and addresses[0][0] <= start
        folded = () if inside else tuple(words(match[0]))
        pieces.append(_Piece(start, end, folded))
        if len(pieces) == _MOST_WORDS:
            break
    return pieces


def _is_address(chunk: str) -> bool:
    """Whether a stretch without spaces is an address of a page or a person."""
    return (
        "://" in chunk
        or "www." in chunk[:6].lower()
        or "@" in chunk[1:-1]
        or bool("." in chunk and _DOMAIN.search(chunk))
    )


def _name(index: Index, pieces: list[_Piece]) -> Name | None:
    if not all(piece.words for piece in pieces):
        return None
    parts = [word for piece in pieces for word in piece.words]
    key = joined(parts)
    if len(key) < 2:
        return None
    found = index.exact.get(key)
    plain = without_joining(canonical(parts)) if found is None else ()
    return index.exact.get(joined(plain)) if plain and plain != tuple(parts) else found


def _together(text: str, pieces: list[_Piece]) -> bool:
    """Whether nothing but spaces and light signs stands between the pieces."""
    for before, after in itertools.pairwise(pieces):
        gap = text[before.end : after.start]
        if not _GAP.fullmatch(gap) or _HARD.search(gap):
            return False
    return True


def _meant(text: str, pieces: list[_Piece], first: int, last: int, name: Name) -> bool:
    following = pieces[last + 1].words if last + 1 < len(pieces) else ()
    written = text[pieces[first].start : pieces[last].end]
    return written == name.spelling or bool(following and following[0] in _TRIAL)
