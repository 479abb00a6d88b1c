"""What is wrong with something the bot sent, and how Discord words a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule.

    where    the path into the body: ``("components", 0, "label")``.
    rule     a short name that a test can relax or expect.
    refused  Discord answers 400; if False it would accept, but we do not want it.
    """

    where: Where
    rule: str
    says: str
    refused: bool = True

    def __str__(self) -> str:
        path = ".".join(str(step) for step in self.where) or "body"
        return f"{self.rule}: {path}: {self.says}"


def refusal(faults: Iterable[Fault]) -> Json:
    """Discord's body of a 400, with every fault at its place in the tree."""
    errors: Json = {}
    for fault in faults:
        node = errors
        for step in fault.where:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": fault.rule.upper(), "message": fault.says})
    return {"message": "Invalid Form Body", "code": 50035, "errors": errors}


def text(body: Json, key: str, where: Where, most: int, *, least: int = 1, needed: bool = False) -> Iterator[Fault]:
    """A text field has ``least`` to ``most`` characters; null counts as not given."""
    value = body.get(key)
    if value is None:
        if needed:
            yield Fault((*where, key), "required", "This field is required")
    elif not isinstance(value, str):
        yield Fault((*where, key), "type", "Must be a string.")
    elif not least <= len(value) <= most:
        yield Fault((*where, key), "length", f"Must be between {least} and {most} in length: {len(value)}.")
    elif least > 0 and not value.strip():
        yield Fault((*where, key), "blank", "Must not be blank: Discord trims it to nothing.")


def number(body: Json, key: str, where: Where, least: int, most: int, *, needed: bool = False) -> Iterator[Fault]:
    """A whole number lies in its range; null counts as not given."""
    value = body.get(key)
    if value is None:
        if needed:
            yield Fault((*where, key), "required", "This field is required")
    elif not isinstance(value, int) or isinstance(value, bool):
        yield Fault((*where, key), "type", "Must be an integer.")
    elif not least <= value <= most:
        yield Fault((*where, key), "range", f"Must be between {least} and {most}: {value}.")


def items(body: Json, key: str, where: Where, most: int, *, least: int = 0, needed: bool = False) -> Iterator[Fault]:
    """A list of objects has ``least`` to ``most`` of them."""
    value = body.get(key)
    if value is None:
        if needed:
            yield Fault((*where, key), "required", "This field is required")
    elif not isinstance(value, list) or any(not isinstance(item, dict) for item in value):
        yield Fault((*where, key), "type", "Must be a list of objects.")
    elif not least <= len(value) <= most:
        yield Fault((*where, key), "count", f"Must be between {least} and {most} in length: {len(value)}.")


def known(body: Json, allowed: Iterable[str], where: Where) -> Iterator[Fault]:
    """Discord ignores unknown fields, so they are a mistake nobody would see."""
    for key in sorted(set(body) - set(allowed)):
        yield Fault((*where, key), "unknown_field", "Discord knows no such field.", refused=False)


def objects(body: Json, key: str) -> list[Json]:
    """The objects in a list field; whatever is not an object has already been reported."""
    value = body.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def repeated(values: Sequence[object]) -> list[object]:
    """Values that occur more than once, each named once."""
    if len(set(map(repr, values))) == len(values):
        return []
    return [value for place, value in enumerate(values) if values.index(value) < place]
