"""A clean stop: what was asked is answered, and nothing is left hanging."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from ..loopback import NOTHING, Bot, Discord, Pending
from ..small_knowledge import write_knowledge

LONGEST = 5.0


def stops(discord: Discord, bot: Bot, number: int, delay: float) -> None:
    """Twenty questions are under way when the signal comes: all are answered, and the end is clean."""
    anna = discord.member("Anna")
    with discord.fails("POST /interactions/*/callback", 0, delay=delay, times=None) as slow:
        asked: list[Pending] = [anna.asks("drug", name="zebrava") for _ in range(20)]
        discord.wait_until(lambda: slow.happened >= 1, "the first answer under way")
        began = time.monotonic()
        assert bot.stop(number, timeout=LONGEST) == 0
        assert time.monotonic() - began <= LONGEST
    assert [one for one in asked if not one.done] == []
    assert "Traceback" not in bot.stderr and "mistake" not in bot.stderr
    discord.check()


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_stops_when_the_answers_are_given(tmp_path: Path, number: int) -> None:
    """Answers that take a second are waited for."""
    with Discord() as discord, Bot(discord, knowledge=write_knowledge(tmp_path)) as bot:
        stops(discord, bot, number, delay=1.0)


@pytest.mark.slow
def test_stops_although_an_answer_hangs(tmp_path: Path) -> None:
    """An answer that Discord does not take is not waited for without end."""
    with Discord() as discord, Bot(discord, knowledge=write_knowledge(tmp_path)) as bot:
        with discord.fails("POST /interactions/*/callback", 0, delay=30, times=None) as slow:
            discord.member("Anna").asks("drug", name="zebrava")
            discord.wait_until(lambda: slow.happened == 1, "an answer under way")
            assert bot.stop(signal.SIGTERM, timeout=LONGEST) == 0
        assert "Traceback" not in bot.stderr


def test_stops_while_discord_is_away(tmp_path: Path) -> None:
    """Nobody waits for the network when told to stop."""
    folder = write_knowledge(tmp_path)
    with Discord() as discord, discord.outage():
        bot = Bot(discord, knowledge=folder, until=NOTHING)
        with bot:
            while "not connected" not in bot.stderr:
                time.sleep(0.05)
            assert bot.stop(signal.SIGTERM, timeout=LONGEST) == 0
            assert "Traceback" not in bot.stderr


@pytest.mark.slow
def test_fifty_stops_of_fifty_are_clean(tmp_path: Path) -> None:
    """At any moment of the work, by either signal."""
    with Discord() as discord, Bot(discord, knowledge=write_knowledge(tmp_path)) as bot:
        for number in range(50):
            stops(discord, bot, (signal.SIGTERM, signal.SIGINT)[number % 2], delay=(number % 10) / 10)
            bot.start()
