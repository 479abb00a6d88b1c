"""Text to nodes that know their place. The only module that touches PyYAML.

Nothing is interpreted: every value stays the text that the editor wrote (``NO`` stays Norway, ``1.10`` stays
1.10). Nodes are built from the parser's events, one by one, so that depth and size are bounded before anything
is walked; anchors, aliases, merge keys and tags are refused where they first appear. What YAML would do in silence
(join lines, cut a text at ``#``) is a problem here, because a patient would read the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from bot.editing.notes import MOST_PROBLEMS, cut
from bot.editing.signs import hidden_sign, odd_signs
from bot.editing.slips import explain, in_long_text, joined, no_comma, note_behind, swallowed
from bot.problems import Place, Problem

MOST_CHARACTERS = 200_000
MOST_DEPTH = 12
MOST_NODES = 6_000
LONGEST_NAME = 100

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE_END = re.compile(r"\r\n?")
_TEMPLATE = "Start from the template: each line is 'field: value'."


@dataclass(frozen=True, slots=True)
class Text:
    """A single value, exactly as written; ``quoted`` if it stood in quotes or in a block.

    spoilt  what is wrong with it has been noted: nothing more needs to be said about it.
    """

    value: str
    place: Place
    quoted: bool = False
    spoilt: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, each item on its own ``-``."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """Fields with their values, in the order written; a field that stands twice is here twice, and a problem."""

    rows: tuple[tuple[Text, Node], ...]
    place: Place


Node = Text | Listing | Table


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem


def read(path: str, text: str) -> tuple[Table | None, tuple[Problem, ...]]:
    """Turn one file's text into its top table; with it, or instead of it, come the problems found on the way."""
    if len(text) > MOST_CHARACTERS:
        what = f"the file is very large ({len(text):,} characters; the limit is {MOST_CHARACTERS:,})"
        return None, (Problem(Place(path), what, "One entry a file. Was something else pasted in?"),)
    text = _LINE_END.sub("\n", text)
    early = tuple(odd_signs(path, text))
    if early:
        return None, early
    text = text.removeprefix("\ufeff")
    builder = _Builder(path, text)
    try:
        node = builder.build(text)
    except _Refused as refused:
        return None, (*builder.problems, refused.problem)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        slip = explain(path, builder.lines, line, column, f"{error.context or ''} {error.problem or ''}")
        return None, (*(p for p in builder.problems if p.place < slip.place), slip)
    except yaml.YAMLError as error:
        return None, (explain(path, builder.lines, 0, 0, str(error).splitlines()[0]),)
    if isinstance(node, Table):
        return node, tuple(builder.problems)
    return None, (_no_fields(path, text, node),)


def _no_fields(path: str, text: str, node: Node | None) -> Problem:
    if not text.strip():
        return Problem(Place(path), "the file is empty", "Start from the template, or delete the file.")
    if node is None:
        return Problem(Place(path), "the file has only notes (lines with '#') and no field", _TEMPLATE)
    if isinstance(node, Listing):
        what = "the file begins with a list, but a field is wanted"
        return Problem(node.place, what, "Each line begins with a field name and ': ', as in the template.")
    return Problem(node.place, "the file does not start with a field", _TEMPLATE)


class _Builder:
    """Walks the parser's events; keeps what it found wrong on the way in ``problems``."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.problems: list[Problem] = []
        self.nodes = 0
        self.brackets = 0  # how many are open around the value at hand

    def build(self, text: str) -> Node | None:
        events = yaml.parse(text, Loader=_LOADER)
        top: Node | None = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    what = "a second part begins here ('---')"
                    self._refuse(event, what, "Keep one entry in a file, and delete this line.")
            elif isinstance(event, yaml.NodeEvent):
                top = self._node(event, events, 1)
        return top

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        self.nodes += 1
        if depth > MOST_DEPTH:
            what = f"more than {MOST_DEPTH} levels inside each other"
            self._refuse(event, what, "Entries are flat: see the template.")
        if self.nodes > MOST_NODES:
            self._refuse(event, f"more than {MOST_NODES:,} values in one file", "Split the file.")
        self._refuse_special(event)
        place = self._place(event)
        if isinstance(event, yaml.ScalarEvent):
            problem = self._silent(event)
            if problem:
                self._note(problem)
            return Text(event.value, place, bool(event.style), problem is not None)
        in_brackets = isinstance(event, yaml.CollectionStartEvent) and bool(event.flow_style)
        self.brackets += in_brackets
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                items.append(self._node(inner, events, depth + 1))
            node: Node = Listing(tuple(items), place)
        else:
            node = self._table(events, place, depth)
        self.brackets -= in_brackets
        return node

    def _refuse_special(self, event: yaml.Event) -> None:
        """References between values, and values that say how to be read, are not for these files."""
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            what = f"a value starts with '{sign}', which has a special meaning there"
            hint = (
                f'Put the value in quotes: "{sign}{cut(anchor, 30)} ...". References between values are not used here.'
            )
            self._refuse(event, what, hint)
        if getattr(event, "tag", None) is not None:
            what = "a value starts with '!', which has a special meaning there"
            self._refuse(event, what, "Put the whole text in double quotes.")

    def _silent(self, event: yaml.ScalarEvent) -> Problem | None:
        """What the parser does to a value without a word, although the editor meant something else."""
        begin, end = event.start_mark, event.end_mark
        if begin is None or end is None:
            return None
        if event.style == '"' and (sign := hidden_sign(event.value)):
            what = f"an invisible character ({sign}), written with a '\\'"
            return Problem(self._place(event), what, "Delete it, or use single quotes for this text.")
        if event.style in ('"', "'") and end.line > begin.line:
            return swallowed(self.path, self.lines, begin.line, begin.column, end.line)
        if event.style in ("|", ">"):
            return in_long_text(self.path, self.lines, begin.line, end.line)
        if not event.style:
            if self.brackets:
                return no_comma(self.path, self.lines, begin.line, end.line)
            return joined(self.path, self.lines, begin.line, begin.column, end.line) or note_behind(
                self.path, self.lines, end.line, end.column, event.value
            )
        return None

    def _table(self, events: Iterator[yaml.Event], place: Place, depth: int) -> Table:
        rows: list[tuple[Text, Node]] = []
        seen: dict[str, Place] = {}
        while not isinstance(inner := next(events), yaml.MappingEndEvent):
            key = self._node(inner, events, depth + 1)
            if not isinstance(key, Text):
                raise self._refusal(inner, "a field name is missing before this value", "Write 'field: value'.")
            if len(key.value) > LONGEST_NAME:
                what = f"a field name of {len(key.value):,} characters: '{cut(key.value, 40)}'"
                raise self._refusal(inner, what, "Is this a text with a colon in it? Then put it in double quotes.")
            value = self._node(next(events), events, depth + 1)
            if key.value == "<<":
                self._refuse(inner, "'<<' is not a field", "Write the values out; merging is not used here.")
            if key.value in seen:
                what = f"'{key.value}' stands twice: here and on line {seen[key.value].line}"
                self._note(Problem(key.place, what, "Keep one of the two lines and delete the other."))
            seen.setdefault(key.value, key.place)
            rows.append((key, value))
        return Table(tuple(rows), place)

    def _note(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) >= MOST_PROBLEMS:
            what = f"there are more mistakes; only the first {MOST_PROBLEMS} are listed"
            raise _Refused(Problem(problem.place, what, "Mend these first, or start again from the template."))

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.path, mark.line + 1, mark.column + 1) if mark else Place(self.path)

    def _refusal(self, event: yaml.Event, what: str, hint: str) -> _Refused:
        return _Refused(Problem(self._place(event), what, hint))

    def _refuse(self, event: yaml.Event, what: str, hint: str) -> None:
        raise self._refusal(event, what, hint)
