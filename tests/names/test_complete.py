"""What is offered while somebody types."""

import pytest

from bot.names.complete import Completion, complete
from bot.names.find import NotCovered, find
from bot.names.index import Index
from tests.names import tables


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("a", None),
        ("afi", Completion("everolimus", "Afinitor")),
        ("Afinitor", Completion("everolimus", "Afinitor")),
        ("lenv", Completion("lenvatinib", "Lenvima")),
        ("radiant-3", Completion("radiant-3", "RADIANT-3")),
        ("nct0267", Completion("talent", "NCT02678780")),
        ("forte", Completion("clarinet-forte", "CLARINET FORTE")),
        ("evrolimus", Completion("everolimus", "everolimus")),
        ("what is sutent", Completion("sunitinib", "Sutent")),
        ("prrt", Completion("lutetium-177-dotatate", "PRRT")),
    ],
)
def test_the_best_line_comes_first(index: Index, typed: str, first: Completion | None) -> None:
    """Names that begin so, then what the ladder knows; the line says which name fits."""
    lines = complete(index, typed)
    assert lines
    if first:
        assert lines[0] == first


@pytest.mark.parametrize("typed", ["", "   ", "?!", "hjgfds", "imatinib", "sorafenib", "vapreotide", "thank you"])
def test_nothing_is_offered_without_reason(index: Index, typed: str) -> None:
    """An empty field, a miss and another medicine offer nothing."""
    assert complete(index, typed) == []


def test_one_line_an_entry(index: Index) -> None:
    """An entry is offered once, and never more lines than asked for."""
    for typed in ("a", "s", "lu", "nct", "octreotide", "177"):
        lines = complete(index, typed)
        assert len({line.entity for line in lines}) == len(lines) <= 25
        assert len(complete(index, typed, limit=3)) <= 3


def test_every_name_completes_from_its_beginning(index: Index) -> None:
    """Whoever types on reaches the entry: at the latest when the name is whole."""
    for entity, spellings in tables.names().items():
        for spelling in spellings:
            assert entity in {line.entity for line in complete(index, spelling)}, spelling


def test_no_other_medicine_offers_ours(index: Index) -> None:
    """A real medicine that is typed in full offers none of ours."""
    for other in tables.not_covered():
        if isinstance(find(index, other), NotCovered):
            assert complete(index, other) == [], other
