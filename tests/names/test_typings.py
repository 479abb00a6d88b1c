"""What people type finds the right entry, and never a wrong one: the table a moderator can add to."""

import pytest

from bot.names.find import Found, NotCovered, Sure, Unknown, Unsure, find
from bot.names.index import Index
from tests.names.tables import Typing, names, typings

TABLE = typings()


def outcome(found: Found) -> str:
    """The word of the table for what was found."""
    match found:
        case Sure(exact=True):
            return "is"
        case Sure():
            return "guess"
        case Unsure():
            return "ask"
        case NotCovered():
            return "other"
        case Unknown():
            return "unknown"


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.line}:{row.typed.strip()}")
def test_each_typing_has_its_outcome(index: Index, row: Typing) -> None:
    """Every line of the table holds."""
    found = find(index, row.typed)
    if row.outcome == "never":
        assert not isinstance(found, Sure), found
        return
    assert outcome(found) == row.outcome, found
    match found:
        case Sure(entity=entity):
            assert (entity,) == row.entries
        case Unsure(candidates=candidates):
            assert set(row.entries) <= {candidate.entity for candidate in candidates}
            assert len(candidates) <= 5
        case NotCovered(name=name):
            assert (name,) == row.entries


def test_the_table_is_large_and_sound() -> None:
    """At least 300 typings, each once, each about an entry there is."""
    assert len(TABLE) >= 300
    assert len({row.typed for row in TABLE}) == len(TABLE)
    known = names()
    for row in TABLE:
        assert row.outcome in {"is", "guess", "ask", "other", "unknown", "never"}, row
        if row.outcome in {"is", "guess", "ask"}:
            assert row.entries and set(row.entries) <= set(known), row
