"""Browsing, comparing, sharing and asking back: what is true of every answer, whatever it says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.answer import Answer, Line
from bot.answers.compose import answer, compared, found_trials
from bot.answers.filters import FIELDS, in_fields, options, read_filters
from bot.answers.host import Host
from bot.answers.pages import AHEAD, pages
from bot.answers.places import in_words, place_called
from bot.answers.plain_text import plain_text
from bot.answers.question import Question, Topic, from_button
from bot.answers.settling import settled, settled_pair, settled_search
from bot.chat import reply
from bot.chat.messages import EMPTY_AFTER, MOST_AT_ONCE, Throttle
from bot.chat.ready import Ready
from bot.editing.library import load
from bot.terminal.ask import question_of
from tests.conftest import KNOWLEDGE, TODAY

REAL = load(KNOWLEDGE)
HOST = Host(reports=True, shares=True)
TYPED = st.text(max_size=120) | st.sampled_from(["country:Norway", "kind: status:", "first:a second:b", "a vs b", "~"])


def said(words: str, host: Host = HOST) -> Answer:
    return answer(question_of([words]), REAL, TODAY, host)


def flat(given: Answer) -> str:
    return " ".join(plain_text(given).split())


# ---- a search


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("country:United Kingdom status:open", {"country": "United Kingdom", "status": "open"}),
        ("drug: everolimus", {"treatment": "everolimus"}),
        ("trials in Germany", {"country": "Germany"}),
        ("open", {"status": "open"}),
        ("lung NET country:France", {"kind": "lung NET", "country": "France"}),
        ("for lanreotide", {"treatment": "lanreotide"}),
        ("", {}),
    ],
)
def test_a_search_in_one_line(typed: str, fields: dict[str, str]) -> None:
    """Fields by name, with spaces in their values; words that fit only one field need none."""
    assert in_fields(typed, REAL.known) == fields


def test_every_option_of_a_search_is_understood() -> None:
    """Whatever autocomplete offers finds its own filter, by value and by label."""
    for field in FIELDS:
        for label, value in options(field, REAL.known).items():
            for typed in (label, value):
                read = read_filters({field: typed}, REAL)
                assert not read.unclear and read.guessed is None, f"{field}: {typed}"


def test_none_open_is_never_said_alone() -> None:
    """A country that no trial names is answered by the way there, by other countries, and by what else to do."""
    text = flat(found_trials({"country": "Norway", "status": "open"}, REAL, TODAY))
    for part in ("Our list has", "0 of these name Norway", "we do not know the countries", "0 open in Norway",
                 "In other countries:", "Last checked:", "does not mean that there is no such trial",
                 "clinicaltrials.gov", "Your own cancer team"):  # fmt: skip
        assert part in text, part


def test_every_line_of_a_search_has_its_status_with_a_day() -> None:
    """No trial in a list looks open without the day on which it was."""
    for one in (found_trials({}, REAL, TODAY), found_trials({"status": "open"}, REAL, date(2040, 1, 1))):
        lines = [p for s in one.sections if s.key.startswith("list-") for p in s.parts if isinstance(p, Line)]
        assert lines
        for line in lines:
            assert re.search(r"\d{4}|no full date", line.text[line.text.index("Status:") :]), line
    assert not any("Status: open" in line.text for line in lines)


# ---- guesses


@pytest.mark.parametrize(
    "words",
    ["/drug affinitor", "/trial affinitor", "/find treatment:affinitor", "/compare affinitor and sunitinib",
     "/compare first:sunitinib second:affinitor", "/appointment affinitor"],
)  # fmt: skip
def test_a_guess_always_says_so(words: str) -> None:
    """On every path a misspelt name is shown beside what it was taken for; later pages and buttons still know."""
    given = said(words)
    ahead = [p.text for s in given.sections if s.key == AHEAD for p in s.parts if isinstance(p, Line)]
    assert ahead and "Showing" in ahead[0] and "affinitor" in ahead[0]
    again = from_button(given.question.as_button())
    assert again is not None and "guess at what you typed" in flat(answer(again, REAL, TODAY))
    assert [p.body for p in pages(given)][1:] == [p.body for p in pages(answer(again, REAL, TODAY))][1:]


# ---- comparing


def test_a_comparison_is_never_a_ranking() -> None:
    """The sentence stands first; trials show a result only with its group and its comparison."""
    for pair in (("everolimus", "sunitinib"), ("netter-1", "radiant-4"), ("talent", "cabinet")):
        given = compared(*pair, REAL, TODAY)
        first = next(p for s in given.sections for p in s.parts)
        assert isinstance(first, Line) and "must not be ranked" in first.text
    rows = next(s for s in given.sections if s.key == "results").parts
    assert all("Compared with" in p.text or not re.search(r"\d", p.text) or not p.label
               for p in rows if isinstance(p, Line) and p.point)  # fmt: skip


def test_half_a_pair_is_asked_back_and_its_buttons_compare() -> None:
    """What was understood is said, and each button leads to the comparison."""
    given = compared("lanreotide", "dotatate", REAL, TODAY)
    assert "One is clear: lanreotide" in flat(given)
    assert all(answer(c.question, REAL, TODAY).question.topic is Topic.COMPARE for c in given.choices)


# ---- words, places, messages


def test_a_part_of_a_word_is_asked_back() -> None:
    """ "survival" alone is not in the list, but is a part of words that are."""
    assert "overall survival" in flat(said("/word survival"))


@pytest.mark.parametrize(
    ("typed", "country"), [("the UK", "United Kingdom"), ("U.S.A.", "United States"), ("norge", "Norway"), ("x", "x")]
)
def test_countries_as_people_say_them(typed: str, country: str) -> None:
    """Short forms and own names lead to the name in the list."""
    assert place_called(typed) == country
    assert in_words("United States") == "the United States"


def test_a_message_without_a_name_is_not_taken_for_one() -> None:
    """Somebody who writes how they are is not told to check the spelling; people are named instead."""
    text = flat(said("I am scared of my next scan tomorrow"))
    assert "spelling" not in text and "people can help" in text and "emergency number" in text


def test_a_flood_is_told_once_and_forgotten() -> None:
    """Six at once, then one request to wait; when the bucket is empty the person is no longer known."""
    throttle = Throttle(b"key")
    taken = [throttle.takes(7, 100.0 + n * 0.2) for n in range(12)]
    assert [fits for fits, _ in taken] == [True] * MOST_AT_ONCE + [False] * 6
    assert [tell for _, tell in taken].count(True) == 1
    assert throttle.takes(8, 110.0 + EMPTY_AFTER) == (True, False) and len(throttle._level) == 1


# ---- what can be read


def every_kind() -> list[Answer]:
    """One answer of every sort, as the transcripts have them."""
    files = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))
    first = [f.read_text(encoding="utf-8").partition("\n")[0] for f in files]
    return [said(words) for words in dict.fromkeys(first) if not words.startswith(("[", "--"))]


def test_every_label_makes_sense_alone() -> None:
    """No button says only "more" or "next"; none is longer than Discord takes; none is there twice."""
    for one in every_kind():
        for page in pages(one):
            labels = [c.label for c in page.choices]
            assert len(set(labels)) == len(labels), labels
            for label in labels:
                assert len(label.split()) >= 2 and not re.fullmatch(
                    r"(read |show )?(more|next|back|details)", label, re.I
                )


def test_nothing_is_said_by_signs_alone() -> None:
    """No emoji, no columns, no padding: every line is words, read from top to bottom."""
    for one in every_kind():
        for page in pages(one):
            assert not re.search("[\u2500-\u27bf\U0001f000-\U0001faff\u200b-\u200f\t]|  +\\S", page.body), page.body[
                :80
            ]
            assert "|" not in page.body.replace("\\|", "")
            for row in page.body.splitlines():
                assert row == "" or re.search(r"\w", row), row


def test_a_page_is_the_same_however_it_is_sent() -> None:
    """The quick way to Discord sends what discord.py's own view would."""

    def bare(part: Any) -> Any:
        if isinstance(part, dict):
            return {k: bare(v) for k, v in part.items() if k not in ("id", "disabled") or v not in (None, False)}
        return [bare(p) for p in part] if isinstance(part, list) else part

    for one in every_kind():
        view: Any = reply._view(pages(one)[0])
        assert bare(view.to_components()) == bare(reply._parts(one))


# ---- what is kept ready


@settings(max_examples=300, deadline=None)
@given(typed=TYPED, topic=st.sampled_from([t for t in Topic if t is not Topic.ANYTHING]))
def test_what_is_kept_is_what_would_be_said(typed: str, topic: Topic) -> None:
    """A settled question has nothing typed in it, and its answer is the one that the typed question gets."""
    asked = Question(topic, typed)
    known = settled(asked, REAL)
    if known is not None and typed:
        question, name = known
        assert question.asked == "" and (name == "" or REAL.known.entry(question.entry))
        assert answer(asked, REAL, TODAY, HOST).question.entry in ("", question.entry)


@pytest.mark.parametrize("name", ["afinitor", "Everolimus", "Afinitor (brand) → everolimus", "RAD001", "talent"])
def test_a_declared_name_is_settled(name: str) -> None:
    """Picked or typed as declared, a name is known by its entry and its own spelling."""
    known = settled(Question(Topic.TRIAL, name), REAL)
    assert known is not None and known[0].asked == "" and known[0].entry in ("everolimus", "talent")
    assert settled(Question(Topic.TRIAL, "affinitor"), REAL) is None
    assert settled(Question(Topic.DRUG, "dotatate"), REAL) is None


def test_settled_searches_and_pairs_say_the_same() -> None:
    """What a search or a comparison says does not depend on the way it was asked."""
    typed = {"country": "the UK", "status": "open"}
    question = settled_search(typed, REAL)
    assert question is not None and answer(question, REAL, TODAY) == found_trials(typed, REAL, TODAY)
    pair = settled_pair("cabo", "sutent", REAL)
    assert pair is not None and answer(pair, REAL, TODAY) == compared("cabo", "sutent", REAL, TODAY)
    assert settled_search({"treatment": "affinitor"}, REAL) is None and settled_pair("cabo", "sutnt", REAL) is None


def test_ready_answers_make_room() -> None:
    """At most so many answers are kept, with their pages; the least lately used ones go."""
    ready = Ready(2)
    made = [ready.answer(n, lambda n=n: said(f"/word {n}")) for n in ("PRRT", "grade", "PRRT", "placebo")]  # type: ignore[misc]
    assert made[0] is made[2] and len(ready._kept) == len(ready._same) == 2
    assert ready.parts(made[0], reply._parts) is ready.parts(made[0], reply._parts)
    assert ready.parts(made[1], reply._parts) is not ready.parts(made[1], reply._parts)


@settings(max_examples=200, deadline=None)
@given(
    typed=TYPED, command=st.sampled_from(["find", "compare", "word", "people", "questions", "appointment", "explain"])
)
def test_any_text_after_any_command_gets_an_answer(typed: str, command: str) -> None:
    """Any text in, an Answer within Discord's limits out; what was typed is in no button and not in its question."""
    given = said(f"/{command} {typed}")
    assert given.question.asked == ""
    for page in pages(given):
        assert len(page.body) <= 4000 and len(page.choices) <= 25
        assert all(from_button(c.question.as_button()) == c.question for c in page.choices)
