"""Text to nodes that know their place. The only module that touches PyYAML.

Nothing is interpreted: every value stays the text that the editor wrote (``NO`` stays Norway, ``1.10`` stays
1.10). Nodes are built from the parser's events, one by one, so that depth and size are bounded before anything
is walked; anchors, aliases, merge keys and tags are refused where they first appear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from bot.editing.slips import explain
from bot.problems import Place, Problem

MOST_CHARACTERS = 400_000
MOST_DEPTH = 12
MOST_NODES = 40_000

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Text:
    """A single value, exactly as written; ``quoted`` if it stood in quotes or in a block."""

    value: str
    place: Place
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, each item on its own ``-``."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """Fields with their values, in the order written; no field stands twice."""

    rows: tuple[tuple[Text, Node], ...]
    place: Place


Node = Text | Listing | Table


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem


def read(path: str, text: str) -> tuple[Table | None, tuple[Problem, ...]]:
    """Turn one file's text into its top table, or into the problems that keep it from being one."""
    early = tuple(_before_parsing(path, text))
    if early:
        return None, early
    builder = _Builder(path)
    try:
        node = builder.build(text.removeprefix("\ufeff"))
    except _Refused as refused:
        return None, (*builder.problems, refused.problem)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        return None, (*builder.problems, explain(path, text, line, column, str(error.problem or error.context or "")))
    except yaml.YAMLError as error:
        return None, (*builder.problems, explain(path, text, 0, 0, str(error).splitlines()[0]))
    if builder.problems:
        return None, tuple(builder.problems)
    if not isinstance(node, Table):
        what = "the file is empty" if node is None else "the file does not start with a field"
        return None, (Problem(Place(path), what, "Start from the template: each line is 'field: value'."),)
    return node, ()


def _before_parsing(path: str, text: str) -> Iterator[Problem]:
    if len(text) > MOST_CHARACTERS:
        yield Problem(
            Place(path),
            f"the file is very large ({len(text):,} characters; the limit is {MOST_CHARACTERS:,})",
            "One entry a file. Was something else pasted in?",
        )
        return
    for pattern, what, hint in (
        (_CONTROL, "an invisible control character", "Delete the character and type the place again by hand."),
        (_INVISIBLE, "an invisible character", "Delete it; it often comes along when text is copied from a web page."),
    ):
        found = pattern.search(text, 1 if text.startswith("\ufeff") else 0)
        if found:
            line = text.count("\n", 0, found.start()) + 1
            column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
            yield Problem(Place(path, line, column), f"{what} (U+{ord(found.group()):04X})", hint)


class _Builder:
    """Walks the parser's events; keeps what it found wrong on the way in ``problems``."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.nodes = 0

    def build(self, text: str) -> Node | None:
        events = yaml.parse(text, Loader=_LOADER)
        top: Node | None = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(event, "a second part begins here ('---')", "Keep one entry in a file.")
            elif isinstance(event, yaml.NodeEvent):
                top = self._node(event, events, 1)
        return top

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        self.nodes += 1
        if depth > MOST_DEPTH:
            self._refuse(
                event, f"more than {MOST_DEPTH} levels inside each other", "Entries are flat: see the template."
            )
        if self.nodes > MOST_NODES:
            self._refuse(event, f"more than {MOST_NODES:,} values in one file", "Split the file.")
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self._refuse(
                event,
                f"a value starts with '{sign}', which has a special meaning there",
                f'Put the value in quotes: "{sign}{anchor} ...". References between values are not used here.',
            )
        if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag is not None:
            self._refuse(
                event, "a value starts with '!', which has a special meaning there", "Put the value in quotes."
            )
        place = self._place(event)
        if isinstance(event, yaml.ScalarEvent):
            return Text(event.value, place, event.style is not None)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                items.append(self._node(inner, events, depth + 1))
            return Listing(tuple(items), place)
        return self._table(events, place, depth)

    def _table(self, events: Iterator[yaml.Event], place: Place, depth: int) -> Table:
        rows: list[tuple[Text, Node]] = []
        seen: dict[str, Place] = {}
        while not isinstance(inner := next(events), yaml.MappingEndEvent):
            key = self._node(inner, events, depth + 1)
            if not isinstance(key, Text):
                raise self._refusal(inner, "a field name is missing before this value", "Write 'field: value'.")
            value = self._node(next(events), events, depth + 1)
            if key.value == "<<":
                self._refuse(inner, "'<<' is not a field", "Write the values out; merging is not used here.")
            if key.value in seen:
                self.problems.append(
                    Problem(
                        key.place,
                        f"'{key.value}' stands twice: here and on line {seen[key.value].line}",
                        "Keep one of the two lines and delete the other.",
                    )
                )
            seen.setdefault(key.value, key.place)
            rows.append((key, value))
        return Table(tuple(rows), place)

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.path, mark.line + 1, mark.column + 1) if mark else Place(self.path)

    def _refusal(self, event: yaml.Event, what: str, hint: str) -> _Refused:
        return _Refused(Problem(self._place(event), what, hint))

    def _refuse(self, event: yaml.Event, what: str, hint: str) -> None:
        raise self._refusal(event, what, hint)
