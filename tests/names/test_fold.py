"""Folding: one normal form, whatever the writing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.names.fold import LONGEST, fold, joined, words


@settings(deadline=None)
@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    """What is folded stays as it is."""
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="ascii")))
def test_plain_texts_take_no_detour(text: str) -> None:
    """The short way for plain letters gives what the long way gives."""
    assert fold(text) == fold(text + "\u200b")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Afinitor®", "afinitor"),
        ("RADIANT-3", "radiant 3"),
        ("RADIANT3", "radiant 3"),
        ("¹⁷⁷Lu‑DOTATATE", "177 lu dotatate"),
        ("interferon-α", "interferon alpha"),
        ("Éverolimus", "everolimus"),
        ("Ｅｖｅｒｏｌｉｍｕｓ", "everolimus"),
        ("evero\u200blimus", "everolimus"),
        ("lenvatinib’s", "lenvatinib"),
        ("NCT٠٢", "nct 02"),
        ("  ?! ", ""),
    ],
)
def test_ways_of_writing_fold_to_one(text: str, folded: str) -> None:
    """Capitals, accents, signs, hyphens, widths and foreign digits are ways of writing, not names."""
    assert fold(text) == folded


def test_numbers_never_run_together() -> None:
    """201 and 995 side by side are not the number 201995."""
    assert joined(words("SMS 201-995")) != joined(words("SMS 201995"))


def test_a_text_without_end_is_cut() -> None:
    """No text keeps folding busy."""
    assert len(fold("\ufdfa" * 100_000)) <= 10 * LONGEST
