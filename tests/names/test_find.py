"""The promises of the ladder that hold for any list of names."""

import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.names.find import NotCovered, Sure, Unknown, Unsure, Why, find
from bot.names.fold import joined, plain, words
from bot.names.index import Collision, Index, build, collisions
from bot.names.query import MOST_WORDS, read_query
from tests.names import tables

NAMES = tables.names()
SPELLINGS = [(entity, spelling) for entity, spellings in NAMES.items() for spelling in spellings]
NICKNAMES = {joined(words(nickname)) for nickname in tables.shared()}
made_up_name = st.text(alphabet=string.ascii_lowercase + string.digits + "- ", min_size=1, max_size=20).filter(words)
made_up_names = st.dictionaries(
    st.text(string.ascii_lowercase, min_size=1, max_size=5),
    st.lists(made_up_name, min_size=1, max_size=3),
    max_size=8,
)


@pytest.mark.parametrize(("entity", "spelling"), SPELLINGS)
def test_every_declared_name_is_sure(index: Index, entity: str, spelling: str) -> None:
    """A name finds its entry, whatever else is in the index."""
    for typed in (spelling, spelling.upper(), spelling.lower(), f"  {spelling}.  "):
        found = find(index, typed)
        assert isinstance(found, Sure) and found.entity == entity and found.exact


@settings(deadline=None)
@given(made_up_names, st.lists(made_up_name, max_size=5), st.lists(made_up_name, max_size=5))
def test_an_exact_name_always_wins(names: dict[str, list[str]], others: list[str], ordinary: list[str]) -> None:
    """In any index there can be: also if the list of other medicines or of ordinary words has the name."""
    if collisions(names, {}):
        return
    made = build(names, others, everyday=ordinary)
    for entity, spellings in names.items():
        for spelling in spellings:
            found = find(made, spelling)
            assert isinstance(found, Sure) and found.entity == entity and found.exact


@settings(deadline=None)
@given(made_up_names, st.lists(made_up_name, min_size=1, max_size=3))
def test_a_new_entry_takes_no_name_away(names: dict[str, list[str]], added: list[str]) -> None:
    """Adding an entry never makes another entry's exact name miss."""
    more = {**names, "the new one": added}
    if collisions(more, {}):
        return
    made = build(more, ())
    for entity, spellings in names.items():
        for spelling in spellings:
            found = find(made, spelling)
            assert isinstance(found, Sure) and found.entity == entity


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    """Whatever is typed, something is found or not; nothing breaks."""
    assert isinstance(find(INDEX, text), Sure | Unsure | NotCovered | Unknown)


@settings(deadline=None)
@given(st.lists(st.sampled_from([s for _, s in SPELLINGS] + ["NCT", "177", "o", "-", "?", "or"]), max_size=30))
def test_no_heap_of_names_raises(heap: list[str]) -> None:
    """Names in any heap either mean one entry or are asked about."""
    found = find(INDEX, " ".join(heap))
    if isinstance(found, Unsure):
        assert 1 <= len(found.candidates) <= 5
        assert len({candidate.entity for candidate in found.candidates}) == len(found.candidates)


@pytest.mark.parametrize("typed", ["a " * 3000, "nct0" * 1500, "x" * 6000, "lu 177 " * 900, "ﷺ" * 6000])
def test_work_is_bounded(index: Index, typed: str) -> None:
    """However long the text, a bounded number of words is looked at."""
    asked = read_query(index, plain(typed))
    assert len(asked.words) <= MOST_WORDS and len(asked.numbers) <= 8
    assert not isinstance(find(index, typed), Sure)


def test_a_digit_is_never_guessed(index: Index) -> None:
    """One digit changed is another name or none: never the same answer."""
    declared = {joined(words(spelling)): entity for entity, spelling in SPELLINGS}
    for entity, spelling in SPELLINGS:
        for at, letter in enumerate(spelling):
            if letter.isdigit():
                typed = spelling[:at] + str((int(letter) + 1) % 10) + spelling[at + 1 :]
                found = find(index, typed)
                if isinstance(found, Sure):
                    assert declared.get(joined(words(typed))) == found.entity, (typed, entity)


def test_slips_never_find_another_entry(index: Index) -> None:
    """A letter dropped, doubled, changed or swapped in a long name never finds an entry of another name."""
    dice = random.Random(7)
    declared = {joined(words(spelling)) for _, spelling in SPELLINGS}
    for entity, spelling in SPELLINGS:
        if len(spelling) < 6:
            continue
        for _ in range(6):
            at = dice.randrange(len(spelling) - 1)
            letter = dice.choice(string.ascii_lowercase)
            for typed in (
                spelling[:at] + spelling[at + 1 :],
                spelling[:at] + letter + spelling[at:],
                spelling[:at] + letter + spelling[at + 1 :],
                spelling[:at] + spelling[at + 1] + spelling[at] + spelling[at + 2 :],
            ):
                found = find(index, typed)
                if isinstance(found, Sure) and joined(words(typed)) not in declared:
                    assert found.entity == entity, typed


def test_other_medicines_are_never_answered(index: Index) -> None:
    """Every name of the list is said to be another medicine, in a sentence too, and never suggested as ours."""
    for other in tables.not_covered():
        assert isinstance(find(index, other), NotCovered), other
        assert isinstance(find(index, f"what is {other}?"), NotCovered), other


def test_ordinary_words_are_never_answered(index: Index) -> None:
    """A word of the list is no name, unless one of our entries has it as its name."""
    declared = {joined(words(spelling)) for _, spelling in SPELLINGS} | NICKNAMES
    for word in tables.everyday():
        if joined(words(word)) not in declared:
            assert not isinstance(find(index, word), Sure), word


def test_two_entries_under_one_name_are_refused() -> None:
    """Two medicines under one name would let a patient read about the wrong one."""
    names = {"one": ["Same-Name"], "two": ["same name"]}
    with pytest.raises(Collision) as caught:
        build(names, ())
    assert (caught.value.name, caught.value.entities) == ("same name", ("one", "two"))
    assert [clash.entities for clash in collisions(names, {})] == [("one", "two")]


def test_a_declared_nickname_is_no_collision() -> None:
    """A name that is declared as shared may belong to several; it is asked about."""
    names = {"one": ["abcamine", "the pill"], "two": ["xyzolol", "The Pill"]}
    nickname = {"the pill": ["one", "two"]}
    assert collisions(names, nickname) == []
    found = find(build(names, (), shared=nickname), "the pill")
    assert isinstance(found, Unsure) and found.why is Why.SHARED
    assert [candidate.entity for candidate in found.candidates] == ["one", "two"]


def test_words_of_a_glossary_work_too() -> None:
    """An index without other medicines serves words, numbers included."""
    glossary = build(
        {
            "pfs": ["progression-free survival", "PFS"],
            "ki-67": ["Ki-67", "Ki 67 index"],
            "phase-2": ["phase 2", "phase II"],
            "phase-3": ["phase 3", "phase III"],
            "grade-2": ["grade 2", "G2"],
            "alpha": ["alpha emitter", "alpha"],
        },
        (),
    )
    for typed, entity in [
        ("PFS", "pfs"),
        ("what does progression free survival mean", "pfs"),
        ("progresion-free survival", "pfs"),
        ("ki67", "ki-67"),
        ("phase 2", "phase-2"),
        ("phase two", "phase-2"),
        ("Phase III", "phase-3"),
        ("grade 2", "grade-2"),
        ("alpha", "alpha"),
    ]:
        found = find(glossary, typed)
        assert isinstance(found, Sure) and found.entity == entity, typed
    assert not isinstance(find(glossary, "phase 4"), Sure)
    assert not isinstance(find(glossary, "grade 3"), Sure)


def test_a_broken_register_number_is_told(index: Index) -> None:
    """A number that cannot be one comes back cleaned, so that the answer can say what is wrong with it."""
    assert find(index, "nct 1234-5") == Unknown(not_an_id="NCT12345")
    assert find(index, "NCT88888888") == Unknown(not_an_id=None)


INDEX = tables.index()
