"""The lists of the knowledge folder that keep names apart are sound and small enough to read."""

import pytest

from bot.names.fold import joined, words
from tests.names.tables import KNOWLEDGE, everyday, names, not_covered


@pytest.mark.parametrize(("name", "most"), [("not-covered.txt", 50_000), ("everyday-words.txt", 20_000)])
def test_a_list_can_be_read_and_compared(name: str, most: int) -> None:
    """It begins with what it is and where it is from, and fits in a short look."""
    text = (KNOWLEDGE / name).read_text(encoding="utf-8")
    assert text.startswith("# ") and "Origin:" in text
    assert len(text.encode()) <= most


@pytest.mark.parametrize("rows", [not_covered(), everyday()], ids=["not-covered", "everyday"])
def test_a_list_is_in_order_and_without_doubles(rows: list[str]) -> None:
    """Sorted, so that changes are easy to read; each name once."""
    assert rows == sorted(rows, key=str.casefold)
    keys = [joined(words(row)) for row in rows]
    assert len(set(keys)) == len(keys)
    assert all(keys)


def test_no_other_medicine_is_one_of_ours() -> None:
    """A name cannot be covered and not covered."""
    ours = {joined(words(spelling)) for spellings in names().values() for spelling in spellings}
    assert not [row for row in not_covered() if joined(words(row)) in ours]


def test_medicines_of_trials_that_have_no_entry_are_on_the_list() -> None:
    """People meet them in our own trial cards, so the bot must know that they are real."""
    listed = {joined(words(row)) for row in not_covered()}
    for name in (
        "atezolizumab", "durvalumab", "tremelimumab", "docetaxel", "irinotecan", "liposomal irinotecan",
        "zanzalintinib", "XL092", "ADCT-701", "212Pb-VMT-alpha-NET", "225Ac-ETN029",
    ):  # fmt: skip
        assert joined(words(name)) in listed, name
