"""Source marks: the square brackets at the end of a text, and what is said when they are not so."""

from __future__ import annotations

import re

from bot.editing.notes import cut

MARK = r"\[(?P<ids>[a-z0-9][a-z0-9-]*(?:\s*,\s*[a-z0-9][a-z0-9-]*)*)\]"
_MARK_AT_END = re.compile(MARK + r"\Z")
_ANY_MARK = re.compile(r"\[([^\[\]]{0,80})\]")
_PLAIN_MARK = "End the text with the id of its source in square brackets: ... [paper-2021]"
_OTHER_BRACKETS = re.compile(r"[(\uff08\u3010{<]\s*([a-z0-9]+(?:-[a-z0-9]+)*)\s*[)\uff09\u3011}>]\.?\Z")


def split_mark(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The words and the ids of a text that ends with a source mark; None if it does not, or has two."""
    match = _MARK_AT_END.search(text)
    if match is None:
        return None
    said = text[: match.start()].strip()
    if _ANY_MARK.search(said):
        return None
    return said, tuple(dict.fromkeys(i.strip() for i in match["ids"].split(",")))


def mark_slip(name: str, text: str) -> tuple[str, str]:
    """What is wrong with the source mark of a text, and the way out; ``name`` is how to call the text."""
    marks = list(_ANY_MARK.finditer(text))
    if text.count("[") > text.count("]"):
        tail = cut(text[text.rindex("[") :], 40)
        return f"{name} has a '[' that is never closed", f"Add the ']': {tail.rstrip('.)}')}]"
    if text.count("]") > text.count("["):
        return f"{name} has a ']' without a '['", _PLAIN_MARK
    if marks and marks[-1].end() == len(text) and _MARK_AT_END.search(text):
        return _mark_in_the_middle(name, text, marks)
    if marks:
        return _bad_mark(name, text, marks[-1])
    if other := _OTHER_BRACKETS.search(text):
        what = f"{name} has its source in brackets of another kind: '{other.group().rstrip('.')}'"
        return what, f"Write it in square brackets: [{other[1]}]"
    return f"{name} does not say where it is from", _PLAIN_MARK


def _mark_in_the_middle(name: str, text: str, marks: list[re.Match[str]]) -> tuple[str, str]:
    first, last = marks[0], marks[-1]
    if not text[first.end() : last.start()].strip(" ,;"):
        ids = ", ".join(dict.fromkeys(m[1].strip() for m in marks))
        return f"{name} has two pairs of square brackets at its end", f"Write all ids in one pair: [{ids}]"
    what = f"{name} has square brackets in the middle: '{cut(first.group(), 40)}'"
    hint = "Sources stand once, at the end: [one, two]. Are these two points? Then each needs its own '- '. For a remark use ( )."
    return what, hint


def _bad_mark(name: str, text: str, mark: re.Match[str]) -> tuple[str, str]:
    inside, behind = mark[1].strip(), text[mark.end() :].strip()
    if not inside:
        return f"{name} has empty square brackets", "Write the id of the source in them: [paper-2021]"
    if behind:
        if re.fullmatch(r"[.!?,;:]+", behind):
            before = " ".join(text[: mark.start()].split()[-2:]).rstrip(".")
            hint = f"Write it before the bracket: ... {before}{behind} {mark.group()}"
            return f"{name} has a '{behind}' behind the square bracket", hint
        what = f"{name} goes on behind the square bracket: '{cut(behind, 40)}'"
        return what, "The source stands at the very end. Is this a new point? Then it needs its own '- '."
    ids = [re.sub(r"[\s_]+", "-", part.strip()).lower() for part in re.split(r"\s*[,;&+]\s*|\s+and\s+", inside)]
    better = ", ".join(part for part in ids if part)
    why = "small letters, digits and '-' only, with a comma between two"
    if re.fullmatch(r"[a-z0-9, -]+", better):
        return (
            f"'{mark.group()}' is not the id of a source ({why})",
            f"Write it as it stands under 'sources': [{better}]",
        )
    return f"'{mark.group()}' is not the id of a source ({why})", "Write it as it stands under 'sources': [paper-2021]"
