"""An answer cut into pages that fit a Discord message. The disclaimer is in the body of every one.

Room for the disclaimer is set aside before anything else: a long answer loses content to the next page, never it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.answers import markdown
from bot.answers.answer import Answer, Choice, Page, Section

MOST_ON_A_PAGE = 3_000
MOST_BUTTONS = 25
MOST_PAGE_BUTTONS = 6
AHEAD = "ahead"  # the key of a section before the card; it never moves what stands on which page
_ROOM_FOR_NUMBER = 30


@dataclass(slots=True)
class _Sheet:
    """A page while it is filled: its pieces of text, their length together, and the headings on it."""

    pieces: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    length: int = 0

    def add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece) + 1


def pages(answer: Answer, most: int = MOST_ON_A_PAGE) -> tuple[Page, ...]:
    """All pages of an answer, each at most ``most`` characters of body, each with the disclaimer."""
    sheets = _sheets(answer, most)
    return tuple(_page(answer, sheets, number) for number in range(1, len(sheets) + 1))


def page(answer: Answer, number: int, most: int = MOST_ON_A_PAGE) -> Page:
    """One page of an answer; the last one if there are fewer."""
    sheets = _sheets(answer, most)
    return _page(answer, sheets, min(max(1, number), len(sheets)))


def _sheets(answer: Answer, most: int) -> list[_Sheet]:
    title, closing = markdown.title(answer.title), markdown.escape(answer.disclaimer.text)
    room = most - len(title) - len(closing) - _ROOM_FOR_NUMBER - 4
    return _fill(tuple(s for s in answer.sections if s.key != AHEAD), room)


def _page(answer: Answer, sheets: list[_Sheet], number: int) -> Page:
    sheet, total = sheets[number - 1], len(sheets)
    ahead = [markdown.part(piece) for s in answer.sections if s.key == AHEAD for piece in s.parts]
    counted = [f"Page {number} of {total}"] if total > 1 else []
    closing = markdown.escape(answer.disclaimer.text)
    first = ahead if number == 1 else []
    body = "\n".join([markdown.title(answer.title), *first, *sheet.pieces, "", *counted, closing])
    choices = _distinct((*_other_pages(answer, sheets, number), *sheet.choices, *answer.choices))[:MOST_BUTTONS]
    return Page(body, answer.disclaimer, number, total, choices)


def _fill(sections: tuple[Section, ...], room: int) -> list[_Sheet]:
    sheets = [_Sheet()]
    for section in sections:
        pieces = [markdown.part(piece) for piece in section.parts]
        heading = markdown.heading(section)
        whole = sum(len(piece) + 1 for piece in pieces) + len(heading) + 2
        if sheets[-1].pieces and sheets[-1].length + whole > room and whole <= room:
            sheets.append(_Sheet())
        _add(sheets, heading, section.heading, room, pieces)
        sheets[-1].choices.extend(section.choices)
    return sheets


def _add(sheets: list[_Sheet], heading: str, name: str, room: int, pieces: list[str]) -> None:
    for position, piece in enumerate(pieces):
        first = position == 0
        needed = len(piece) + 1 + (len(heading) + 2 if first else 0)
        if sheets[-1].pieces and sheets[-1].length + needed > room:
            sheets.append(_Sheet())
            first = True
        if first and heading:
            sheets[-1].add(heading)
            sheets[-1].headings.append(name)
        sheets[-1].add(piece)


def _other_pages(answer: Answer, sheets: list[_Sheet], number: int) -> tuple[Choice, ...]:
    if len(sheets) == 1:
        return ()
    choices = []
    shown = _worth_a_button(number, len(sheets), [n for n, s in enumerate(sheets, 1) if "Sources" in s.headings])
    for other, sheet in enumerate(sheets, 1):
        if other in shown:
            about = ", ".join(sheet.headings) or answer.title
            label = f"Page {other} of {len(sheets)}: {about}"
            choices.append(Choice(_cut(label), replace(answer.question, asked="", page=other, turns=True)))
    return tuple(choices)


def _worth_a_button(number: int, total: int, sources: list[int]) -> set[int]:
    """All other pages if they are few; else the neighbours, the first, the last, and where the sources begin."""
    near = range(1, total + 1) if total <= MOST_PAGE_BUTTONS + 1 else range(number - 1, number + 4)
    return {n for n in (1, *near, *sources[:1], total) if 1 <= n <= total and n != number}


def _distinct(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Two buttons with the same question are one: Discord refuses a message with two."""
    return tuple({choice.question.as_button(): choice for choice in reversed(choices)}.values())[::-1]


def _cut(label: str, most: int = 80) -> str:
    return label if len(label) <= most else label[: most - 1].rstrip(" ,") + "…"
