"""What answers promise, whatever is asked and whatever the files hold."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.answer import Answer, Draft, Line, Page, Reference
from bot.answers.asking import echo
from bot.answers.compose import answer, apology
from bot.answers.markdown import escape
from bot.answers.numbers import about_people
from bot.answers.pages import pages
from bot.answers.plain_text import plain_text
from bot.answers.question import Question, Topic, from_button
from bot.answers.trial_card import SECTIONS
from bot.editing.library import load
from bot.facts.knowledge import Disclaimer, Knowledge
from bot.names.catalogue import Catalogue
from tests.conftest import KNOWLEDGE, TODAY

DISCORD_TEXT = 4_000
REAL = load(KNOWLEDGE)


def whole(given: Answer) -> str:
    return plain_text(given)


def said(asked: str, topic: Topic = Topic.TRIAL, today: date = TODAY) -> Answer:
    return answer(Question(topic, asked), REAL, today)


# ---- lenvatinib, the main job


def test_lenvatinib_gives_the_overview_with_talent_first() -> None:
    """The overview: TALENT first, its numbers with group, source and plain words, the open question, the others."""
    text = whole(said("lenvatinib"))
    assert text.index("TALENT:") < text.index("NCT03950609") and "NCT03290079" in text and "NCT03008369" in text
    assert "People with a pancreatic NET: 44.2 % (about 4 in 10 people)" in text
    assert "No comparison group" in text and "better than" in text
    assert "not yet read by a moderator" in text


@pytest.mark.parametrize(
    "typed", ["NCT02678780", "nct 02678780", "NCT-02678780", "talent", "TALENT trial", "GETNE1509"]
)
def test_a_trial_under_any_of_its_names(typed: str) -> None:
    """Any spelling of a register number, and any name, leads to the same card."""
    assert said(typed).title == said("talent").title
    assert said(typed).question.entry == "talent"


@pytest.mark.parametrize("typed", ["vapreotide", "imatinib", "sorafenib"])
def test_another_real_medicine_is_named_and_not_answered(typed: str) -> None:
    """A real drug that is not covered is said to be one; none of ours is shown or offered."""
    given = said(typed, Topic.DRUG)
    assert not given.found and [c.question.topic for c in given.choices] == [Topic.PEOPLE]
    assert f"{typed} is the name of a different medicine" in whole(given)


@pytest.mark.parametrize("typed", ["a", "", "  ", "the", "???", "xyzzyq"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    """Nonsense is not answered, and the answer says what that does not mean."""
    given = said(typed)
    assert not given.found
    assert "That does not mean that there is no such medicine" in whole(given)


def test_a_short_register_number_is_said_to_be_one() -> None:
    """A digit too few is not guessed: the card says what a number looks like."""
    text = whole(said("nct2678780"))
    assert "NCT2678780 is not a full register number. An NCT number is NCT and exactly 8 digits." in text


def test_a_guess_says_so_and_offers_a_way_out() -> None:
    """Showing X. You typed Y. [Not what I meant]"""
    given = said("lenvatanib")
    assert "Showing lenvatinib. You typed “lenvatanib”." in whole(given)
    assert given.choices[0].label == "Not what I meant"


def test_a_brand_is_explained() -> None:
    """Who typed a brand reads which medicine it is."""
    assert "Afinitor is a brand of everolimus." in whole(said("what is afinitor", Topic.DRUG))


def test_typed_text_never_rides_in_a_button() -> None:
    """Buttons hold ids only; nothing typed is kept in a message."""
    for typed in ("lenvatanib", "secretword", "afinitor 10mg for my mother"):
        given = said(typed)
        assert given.question.asked == ""
        for page in pages(given):
            assert all(
                "secret" not in c.question.as_button() and "mother" not in c.question.as_button() for c in page.choices
            )


# ---- every entry, every state


ENTRIES = [*REAL.known.drugs, *REAL.known.trials]
DAYS = {"fresh": date(2020, 1, 1), "today": TODAY, "overdue": date(2031, 1, 1)}


@pytest.mark.parametrize("state", DAYS)
@pytest.mark.parametrize("topic", [Topic.DRUG, Topic.TRIAL])
def test_every_page_of_every_entry_fits_and_has_the_disclaimer(topic: Topic, state: str) -> None:
    """All pages of all entries, in every state and section, are within Discord's limits and carry the disclaimer."""
    for entry in ENTRIES:
        for section in ("", *SECTIONS):
            given = answer(Question(topic, entry=entry, section=section), REAL, DAYS[state])
            for page in pages(given):
                assert len(page.body) <= DISCORD_TEXT, f"{entry} {section}"
                assert page.body.endswith(escape(REAL.known.disclaimer.text))
                assert 2 + len(page.choices) * 2 <= 40
                ids = [c.question.as_button() for c in page.choices]
                assert len(set(ids)) == len(ids) and all(len(i) <= 100 for i in ids)
                assert all(from_button(i) == c.question for i, c in zip(ids, page.choices, strict=True))


def test_every_button_leads_somewhere() -> None:
    """No button of any card is a dead end."""
    for entry in ENTRIES:
        for topic in (Topic.DRUG, Topic.TRIAL):
            for choice in answer(Question(topic, entry=entry), REAL, TODAY).choices:
                assert answer(choice.question, REAL, TODAY).found, choice.label


def test_pages_lose_nothing() -> None:
    """Cutting moves text to the next page and never drops any."""
    for entry in ENTRIES:
        given = answer(Question(Topic.TRIAL, entry=entry), REAL, TODAY)
        bodies = "\n".join(page.body for page in pages(given))
        for section in given.sections:
            for part in section.parts:
                assert escape(part.text) in bodies


def test_a_status_never_travels_without_its_day() -> None:
    """Every card of a trial says on which day its status was true, or that what was read carries no date."""
    for trial in REAL.known.trials.values():
        text = whole(answer(Question(Topic.TRIAL, entry=trial.id), REAL, TODAY))
        status = text[text.index("Status:") :][:400]
        checked = trial.status.checked
        assert (str(checked.year) in status) if checked else ("no full date" in " ".join(status.split())), trial.id


def test_an_overdue_trial_never_looks_open() -> None:
    """Past its recheck day a card says "was open on ...", in every list too."""
    later = date(2040, 1, 1)
    for entry in ENTRIES:
        for topic in (Topic.DRUG, Topic.TRIAL):
            text = " ".join(whole(answer(Question(topic, entry=entry), REAL, later)).split())
            assert "Status: open" not in text, entry


def test_every_source_number_has_its_source() -> None:
    """A number behind a text stands in the list of sources of the same answer."""
    for entry in ENTRIES:
        for topic in (Topic.DRUG, Topic.TRIAL):
            given = answer(Question(topic, entry=entry), REAL, TODAY)
            parts = [part for section in given.sections for part in section.parts]
            listed = {part.number for part in parts if isinstance(part, Reference)}
            cited = {number for part in parts if isinstance(part, Line) for number in part.cites}
            assert cited <= listed, entry


def test_benefits_never_stand_alone() -> None:
    """Where results are shown, the side effects reported in the trial, or that none are recorded, stand beside them."""
    for trial in REAL.known.trials.values():
        if trial.results:
            given = answer(Question(Topic.TRIAL, entry=trial.id, section="results"), REAL, TODAY)
            assert {"results", "side-effects", "status"} <= {s.key for s in given.sections}, trial.id


# ---- anything anybody can type


ANYTHING = st.text(max_size=300) | st.text(alphabet="@everyonhr<#>&!0123456789 *_~`|[]()\\/:.‮​", max_size=80)


@settings(max_examples=300, deadline=None)
@given(typed=ANYTHING, topic=st.sampled_from([Topic.DRUG, Topic.TRIAL]))
def test_any_text_gets_an_answer_with_the_disclaimer(typed: str, topic: Topic) -> None:
    """Any text in, an Answer with the disclaimer out, every page within limits, and no mention in it."""
    given = said(typed, topic)
    for page in pages(given):
        assert page.disclaimer is REAL.known.disclaimer
        assert len(page.body) <= DISCORD_TEXT
        assert "@everyone" not in page.body.replace("\\@", "") and "<@" not in page.body
        assert "@here" not in page.body.replace("\\@", "")


@given(typed=st.text(max_size=500))
def test_an_echo_is_harmless(typed: str) -> None:
    """What was typed comes back as letters, digits, spaces and hyphens only, and not long."""
    shown = echo(typed)
    assert len(shown) <= 60
    assert all(c.isalnum() or c in "- …" for c in shown)


@given(custom_id=st.text(max_size=120))
def test_any_button_is_a_question_or_none(custom_id: str) -> None:
    """A foreign or old button never raises."""
    question = from_button(custom_id)
    assert question is None or answer(question, REAL, TODAY).disclaimer


# ---- the locks on the disclaimer


def test_composers_return_drafts() -> None:
    """Lock 1: what composers return has no disclaimer, and no front end takes it."""
    assert not hasattr(Draft("title", ()), "disclaimer")
    assert "disclaimer" not in {f.name for f in dataclasses.fields(Draft)}


def test_an_answer_has_no_default_disclaimer() -> None:
    """Lock 2: an Answer cannot be built without one, nor knowledge."""
    for kind in (Answer, Page, Knowledge):
        field = next(f for f in dataclasses.fields(kind) if f.name == "disclaimer")
        assert field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


@pytest.mark.parametrize("text", ["", "   ", "Not advice.", "x" * 149, "x" * 501])
def test_a_disclaimer_refuses_a_stub(text: str) -> None:
    """Lock 2: a blank, a stub, or one too long for every page is refused."""
    with pytest.raises(ValueError):
        Disclaimer(text)


def test_the_disclaimer_makes_every_point() -> None:
    """Own choice, no or leave, talk first, contacts, entry rules, no recommendation, no advice, may be out of date."""
    text = REAL.known.disclaimer.text.casefold()
    points = (
        "your own choice", "say no", "leave at any time", "your doctor", "family or friends", "contacts in the register",
        "who cannot take part", "not a recommendation", "not medical advice", "out of date",
    )  # fmt: skip
    assert [p for p in points if p not in text] == []
    assert len(text) <= 500


def test_a_page_raises_without_the_disclaimer() -> None:
    """Lock 3: a page whose body does not end with it cannot be built."""
    with pytest.raises(ValueError, match="without the disclaimer"):
        Page(body="Lenvatinib is a capsule.", disclaimer=REAL.known.disclaimer, number=1, total=1, choices=())


def test_an_apology_claims_nothing_and_has_the_disclaimer() -> None:
    """A crash is answered too, with the disclaimer and a number for the log."""
    text = whole(apology(Question(Topic.DRUG), REAL, "4f2a1c"))
    assert "4f2a1c" in text and text.rstrip().endswith("check the register.")


# ---- numbers in words


@pytest.mark.parametrize(
    ("percent", "words"),
    [
        ("44.2", "about 4 in 10 people"),
        ("29.9", "about 3 in 10 people"),
        ("16.4", "about 16 in 100 people"),
        ("9.3", "about 1 in 10 people"),
        ("0", "none of the people"),
        ("0.4", "fewer than 1 in 100 people"),
        ("55.5", "about 6 in 10 people"),
        ("35", "about 35 in 100 people"),
        ("95", "about 95 in 100 people"),
        ("99.5", "more than 99 in 100 people"),
        ("100", "all of the people"),
    ],
)
def test_shares_in_words(percent: str, words: str) -> None:
    """Tenths only where they are close to the exact share."""
    assert about_people(Decimal(percent)) == words


@given(st.decimals(min_value=1, max_value=99, places=1))
def test_words_are_never_far_from_the_number(percent: Decimal) -> None:
    """The share in words is within a tenth of the exact one, or within half a point."""
    number, _, of = about_people(percent).removeprefix("about ").removesuffix(" people").partition(" in ")
    said_share = Decimal(number) * 100 / Decimal(of)
    assert abs(said_share - percent) <= max(Decimal("0.5"), percent / 10)


def test_the_same_catalogue_gives_the_same_answer(real: Catalogue) -> None:
    """Composing is a pure function: asked twice, said twice the same."""
    for entry in ("talent", "lenvatinib"):
        question = Question(Topic.TRIAL, entry=entry)
        assert answer(question, real, TODAY) == answer(question, real, TODAY)
