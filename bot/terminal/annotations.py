"""Problems as GitHub shows them beside the line of a change: ``::error file=...,line=...,col=...::message``."""

from __future__ import annotations

from bot.problems import Problem, Weight

_IN_MESSAGES = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_IN_PROPERTIES = (*_IN_MESSAGES, (":", "%3A"), (",", "%2C"))


def annotation(problem: Problem) -> str:
    """One workflow command, escaped by GitHub's rules; an error is an error, advice is a notice."""
    command = "error" if problem.weight is Weight.ERROR else "notice"
    place = problem.place
    where = f"file={_escaped(place.path, _IN_PROPERTIES)},line={place.line},col={place.column}"
    said = f"{problem.what}\nhint: {problem.hint}"
    return f"::{command} {where}::{_escaped(said, _IN_MESSAGES)}"


def _escaped(text: str, signs: tuple[tuple[str, str], ...]) -> str:
    for sign, escape in signs:
        text = text.replace(sign, escape)
    return text
