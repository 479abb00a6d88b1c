"""An answer as plain text for a terminal or a file: the same words, wrapped to a width."""

from __future__ import annotations

import textwrap

from bot.answers.answer import Answer, Choice, Line, Reference, Section
from bot.answers.question import Topic

WIDEST = 100


def plain_text(answer: Answer, width: int = WIDEST, choices: bool = True) -> str:
    """The whole answer, disclaimer included; web addresses are never broken."""
    width = max(20, min(width, WIDEST))
    blocks = [_wrap(answer.title, width, "") + "\n" + "=" * min(len(answer.title), width)]
    blocks += [_section(section, width) for section in answer.sections]
    if choices and (more := _more(answer)):
        blocks.append("\n".join(["To read on:", *(_wrap(m, width, "  ", "    ") for m in more)]))
    blocks.append(_wrap(answer.disclaimer.text, width, ""))
    return "\n\n".join(blocks) + "\n"


def _section(section: Section, width: int) -> str:
    lines = []
    if section.heading:
        heading = _wrap(section.heading, width, "")
        lines += [heading, "-" * max(len(row) for row in heading.splitlines())]
    for part in section.parts:
        if isinstance(part, Reference):
            lines.append(_wrap(f"[{part.number}] {part.text}", width, "", "    "))
            if part.url:
                lines.append(f"    {part.url}")
        else:
            lines.append(_line(part, width))
    return "\n".join(lines)


def _line(line: Line, width: int) -> str:
    label = f"{line.label}: " if line.label else ""
    if label and not line.text:
        return label + "_" * (width // 2)
    marks = f" [{', '.join(map(str, line.cites))}]" if line.cites else ""
    text = f"{label}{line.text}{marks}"
    return _wrap(text, width, "- ", "  ") if line.point else _wrap(text, width, "")


def _wrap(text: str, width: int, first: str, rest: str = "") -> str:
    return textwrap.fill(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def as_command(choice: Choice) -> str:
    """A choice as what one would type: ``/trial talent``."""
    return f"/{choice.question.topic.value} {choice.question.entry}".strip()


def _more(answer: Answer) -> list[str]:
    """The choices that lead elsewhere; sections and pages are all on the screen already."""
    here = (answer.question.topic, answer.question.entry)
    elsewhere = {
        as_command(c): c.label
        for c in answer.choices
        if (c.question.topic, c.question.entry) != here and c.question.topic is not Topic.NOT_MEANT
    }
    return [f"python -m bot ask {command}   ({label})" for command, label in elsewhere.items()]
