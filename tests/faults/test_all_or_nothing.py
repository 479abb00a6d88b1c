"""All or nothing: an answer is made of one version of the knowledge, however often that is swapped meanwhile."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answers.plain_text import plain_text
from bot.answers.question import Question, Topic
from bot.chat.client import Stripes
from bot.chat.reloading import Shelf
from bot.settings import Settings
from tests.conftest import TODAY
from tests.loopback import Bot, Discord
from tests.loopback.people import Person
from tests.loopback.replies import Pending

from .herd import ANIMALS, drug_of, files, write_herd

MARK = re.compile(r"\bmark([a-z]{3})\b")
QUESTIONS_A_SECOND = 50


def mark(number: int) -> str:
    """A word that stands for a version."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return "mark" + letters[number // 676] + letters[number // 26 % 26] + letters[number % 26]


def write_version(folder: Path, number: int) -> None:
    """Mark every text of every entry with the same word."""
    for path, text in files().items():
        (folder / path).write_text(text.replace("made-up", f"{mark(number)} made-up"), encoding="utf-8")


def versions(text: str) -> set[str]:
    return set(MARK.findall(text))


def shown(client: Stripes, turn: int) -> str:
    """A card, the trials of a drug, or two entries side by side."""
    first, second = f"{ANIMALS[turn % 6]}anib", f"{ANIMALS[(turn + 1) % 6]}anib"
    if turn % 3 == 0:
        return plain_text(client.ask(Question(Topic.DRUG, first)))
    if turn % 3 == 1:
        return plain_text(client.ask(Question(Topic.TRIAL, first)))
    return plain_text(client.compare(first, second, None))  # type: ignore[arg-type]


async def swapped(folder: Path, swaps: int) -> tuple[int, set[str], list[set[str]]]:
    """Swap so often while questions come in: how many were asked, the versions shown, and those shown mixed."""
    shelf = Shelf(folder, None)
    client = Stripes(shelf.start(datetime.now(UTC)), Settings(folder, token="t"), lambda: TODAY)
    client.shelf = shelf
    answers: list[set[str]] = []

    async def ask() -> None:
        while True:
            await asyncio.sleep(1 / QUESTIONS_A_SECOND)
            answers.append(versions(shown(client, len(answers))))

    asking = asyncio.create_task(ask())
    for number in range(1, swaps + 1):
        await asyncio.to_thread(write_version, folder, number)
        fresh, _ = await shelf.look(datetime.now(UTC), at_once=True)
        assert fresh is not None, shelf.problems[:2]
        client.put_live(fresh)
    asking.cancel()
    return len(answers), set[str]().union(*answers), [seen for seen in answers if len(seen) != 1]


@pytest.mark.parametrize("swaps", [25, pytest.param(1_000, marks=pytest.mark.slow)])
def test_no_answer_mixes_two_versions(tmp_path: Path, swaps: int) -> None:
    """Swaps of real files under 50 questions a second: cards and overviews of two entries show one version each."""
    folder = write_herd(tmp_path / "knowledge")
    write_version(folder, 0)
    asked, seen, mixed = asyncio.run(swapped(folder, swaps))
    assert mixed == []
    assert asked > swaps / 10 and len(seen) > swaps / 20, "questions came in between the swaps"


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    """The herd's files in version 0."""
    folder = write_herd(tmp_path / "knowledge")
    write_version(folder, 0)
    return folder


def asked(people: list[Person], turn: int) -> Iterator[Pending]:
    """Questions of several people at once."""
    for place, person in enumerate(people):
        first, second = f"{ANIMALS[(turn + place) % 6]}anib", f"{ANIMALS[(turn + place + 1) % 6]}anib"
        if place % 2:
            yield person.asks("drug", name=first)
        else:
            yield person.asks("compare", first=first, second=second)


@pytest.mark.slow
def test_the_running_bot_mixes_nothing(marked: Path) -> None:
    """100 edits of all files, each reloaded by a moderator while six people ask: each answer is of one version."""
    with Discord() as discord, Bot(discord, knowledge=marked) as bot:
        mo, people = discord.moderator(), [discord.member(name) for name in ("Ann", "Bo", "Cy", "Di", "Ed", "Flo")]
        seen: set[str] = set()
        for number in range(1, 101):
            write_version(marked, number)
            reload = mo.asks("knowledge reload")
            for pending in [*asked(people, number), *asked(people, number + 3)]:
                found = versions(pending.reply().text)
                assert len(found) == 1, found
                seen |= found
            assert "changed" in reload.reply().text
            assert versions(people[1].slash("drug", name=Path(drug_of("okap")).stem).text) == {mark(number)[4:]}
        assert len(seen) > 50
        assert "Traceback" not in bot.stderr and "mistake" not in bot.stderr
