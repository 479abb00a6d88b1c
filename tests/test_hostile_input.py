"""Whatever is typed: no ping, no link that is not ours, nothing repeated raw, and always an answer of bounded size."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from bot.answers import filters
from bot.answers.answer import Answer
from bot.answers.as_json import as_json
from bot.answers.compose import answer, compared, found_trials
from bot.answers.pages import MOST_BUTTONS, pages
from bot.answers.places import COUNTRIES, slug
from bot.answers.plain_text import plain_text
from bot.answers.question import Question, Topic, from_button
from bot.names.catalogue import Catalogue

from .conftest import KNOWLEDGE, TODAY
from .hostile_strings import hostile
from .loopback import Bot, Discord, Pending, Said

END = "check the register."
MOST_IN_A_MESSAGE = 4_000
TAKE_TEXT = (
    Topic.TRIAL, Topic.DRUG, Topic.WORD, Topic.QUESTIONS, Topic.COMPARE, Topic.PEOPLE, Topic.EXPLAIN,
    Topic.APPOINTMENT, Topic.ANYTHING,
)  # fmt: skip
PINGS = re.compile(r"(?<!\\)<(?:@|#|id:|t:|/|a?:\w+:)|@(?:everyone|here)", re.I)
ADDRESSES = re.compile(r"[a-z][a-z0-9+.-]*://[^\s<>)\]]+", re.I)
PLAIN = re.compile(r"[\w \-]*")
Ask = Callable[[str, Catalogue, date], Answer]


def ways() -> Iterator[tuple[str, Ask]]:
    """Every way by which typed text becomes an answer."""

    def by_topic(topic: Topic) -> Ask:
        return lambda typed, known, today: answer(Question(topic, typed), known, today)

    def by_filter(field: str) -> Ask:
        return lambda typed, known, today: found_trials({field: typed}, known, today)

    yield from ((topic.value, by_topic(topic)) for topic in TAKE_TEXT)
    yield from ((f"find {field}", by_filter(field)) for field in filters.FIELDS)
    yield "compare two", lambda typed, known, today: compared(typed, typed[::-1], known, today)


def addresses() -> str:
    """Everything the knowledge files say, to look up whether an address is one of ours."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(KNOWLEDGE.rglob("*.yaml")))


def ids(catalogue: Catalogue) -> set[str]:
    """All that may ride in a button: ids of entries, countries of our list, and words of the program itself."""
    known = catalogue.known
    codes = {code for field in filters.FIELDS for code in filters.options(field, known).values()}
    return {"", "trial", "medicine", *codes, *known.drugs, *known.trials, *known.words, *map(slug, COUNTRIES)}


def is_ours(address: str, our_addresses: str) -> bool:
    """True for an address of the knowledge, and for a register's search with nothing but encoded words behind it."""
    start, _, words = address.partition("=")
    search = f"{start}={{words}}" in our_addresses and re.fullmatch(r"[A-Za-z0-9%._~-]*", words) is not None
    return address in our_addresses or search


def hold(said: Answer, typed: str, our_addresses: str, our_ids: set[str]) -> None:
    """The promises, for one answer."""
    assert said.question.asked == "", "what was typed is not carried on"
    assert set(re.split("[~.]", said.question.entry)) <= our_ids, said.question.entry
    every = pages(said)
    assert len(every) <= 40
    for page in every:
        body = page.body
        assert len(body) <= MOST_IN_A_MESSAGE and body.rstrip().endswith(END)
        assert not PINGS.search(body), PINGS.search(body)
        assert "evil.example" not in body.casefold()
        for address in ADDRESSES.findall(body):
            assert is_ours(address.rstrip(".,;"), our_addresses), address
        strange = {c for c in body if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn") and c != "\n"}
        assert not strange, strange
        assert not re.search(r"[\u0300-\u036f]{2}", body)
        if not PLAIN.fullmatch(typed.strip()) and len(typed.strip()) > 3:
            assert typed.strip() not in body
        assert len(page.choices) <= MOST_BUTTONS
        for choice in page.choices:
            assert 1 <= len(choice.label) <= 80 and not PINGS.search(choice.label)
            assert from_button(choice.question.as_button()) == choice.question, choice
            assert set(re.split("[~.]", choice.question.entry)) <= our_ids, choice


def hold_elsewhere(said: Answer) -> None:
    """The same answer in the terminal, in a file and for programs: no address, no control character."""
    for text in (plain_text(said), as_json(said)):
        assert "evil.example" not in text.casefold() and "\x1b" not in text and "\u202e" not in text
        text.encode("utf-8")


def ask_all(catalogue: Catalogue, count: int) -> int:
    """Ask so many hostile strings in every way; how many answers there were."""
    our_addresses, our_ids, answers = addresses(), ids(catalogue), 0
    for typed in hostile(count):
        for name, ask in ways():
            said = ask(typed, catalogue, TODAY)
            answers += 1
            try:
                hold(said, typed, our_addresses, our_ids)
                if answers % 10 == 0:
                    hold_elsewhere(said)
            except (AssertionError, ValueError) as broken:
                raise AssertionError(f"{name}: {typed[:300]!r}: {broken}") from broken
    return answers


def test_hostile_input_is_answered_harmlessly(real: Catalogue) -> None:
    """A hundred strings, every way of asking."""
    assert ask_all(real, 100) == 100 * len(list(ways()))


@pytest.mark.slow
def test_ten_thousand_hostile_inputs(real: Catalogue) -> None:
    """10,000 strings, every way of asking."""
    assert ask_all(real, 10_000) == 10_000 * len(list(ways()))


def through_discord(discord: Discord, typed: str) -> list[Callable[[], Pending | Said]]:
    """The ways by which Discord would let somebody send this, each by a person of their own."""
    anna, dora = discord.member("Anna"), discord.in_dm("Dora")
    short = typed[:300]
    if not short.strip():
        return [lambda: anna.types("trial", name=short)]
    return [
        lambda: anna.asks("trial", name=short),
        lambda: anna.asks("drug", name=short),
        lambda: anna.asks("word", name=short),
        lambda: anna.asks("compare", first=short, second=short),
        lambda: anna.asks("find", country=typed[:100] if typed[:100].strip() else "x"),
        lambda: anna.types("drug", name=short),
        lambda: anna.uses_menu("Explain the words", typed[:4_000]),
        lambda: dora.writes(typed[:2_000]),
        lambda: anna.writes(f"{discord.me} {typed[:1_900]}"),
    ]


@pytest.mark.slow
def test_hostile_input_through_discord() -> None:
    """The real process: each is answered, breaks no rule of Discord, pings nobody, and says nothing in the log."""
    with Discord() as discord, Bot(discord) as bot:
        acts = [act for typed in hostile(60, seed=11) for act in through_discord(discord, typed)]
        done = discord.burst(acts, at_once=20)
        assert len(done) == len(acts) > 300
        for one in done:
            if isinstance(one, Pending) and one.interaction.callback and one.interaction.callback["type"] == 8:
                choices = one.choices()
                assert all("evil.example" not in name and not PINGS.search(name) for name, _ in choices)
                continue
            reply = one.reply()
            assert reply.pings == [] and reply.text.rstrip().endswith(END)
            assert "evil.example" not in reply.text.casefold() and not PINGS.search(reply.text)
        log = bot.stderr + bot.stdout
        assert "mistake" not in log and "evil" not in log and "Traceback" not in log
