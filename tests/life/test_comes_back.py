"""It comes back by itself, within a minute of Discord, whatever ended the connection."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.chat.connection import GATEWAY_WAITS, Backoff

from ..loopback import Bot, Discord
from ..small_knowledge import write_knowledge
from .relay import Relay
from .watching import health, troubles, until

WITHIN = 60.0


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Discord, Bot]]:
    knowledge = write_knowledge(tmp_path_factory.mktemp("knowledge"))
    with Discord() as discord, Bot(discord, knowledge=knowledge) as bot:
        yield discord, bot


def answers(discord: Discord) -> None:
    """Until a question is answered; Discord takes none while the bot has no session."""
    discord.wait_connected(timeout=WITHIN)
    assert "Zebranib" in discord.member("Anna").slash("drug", name="zebrava").text


CAUSES: dict[str, Callable[[Discord], None]] = {
    "the connection is dropped": Discord.cut_sockets,
    "Discord asks to reconnect (op 7)": Discord.reconnect,
    "the session can be resumed (op 9)": lambda discord: discord.invalidate(resumable=True),
    "the session is gone (op 9)": lambda discord: discord.invalidate(resumable=False),
    "closed for an unknown reason (4000)": lambda discord: discord.close_sockets(4000),
    "closed because the session is no more (4009)": lambda discord: discord.close_sockets(4009),
    "closed without a reason (1000)": lambda discord: discord.close_sockets(1000),
}


FEW = ("Discord asks to reconnect (op 7)", "the connection is dropped")


@pytest.mark.parametrize(
    "cause", [cause if cause in FEW else pytest.param(cause, marks=pytest.mark.slow) for cause in CAUSES]
)
def test_comes_back_after(both: tuple[Discord, Bot], cause: str) -> None:
    """However a connection ends, another one follows, and nothing is said of it: it happens every day."""
    discord, bot = both
    (old,) = discord.gateway.sockets
    CAUSES[cause](discord)
    discord.wait_until(lambda: discord.gateway.live() and old not in discord.gateway.sockets, cause, WITHIN)
    answers(discord)
    assert "Traceback" not in bot.stderr and not troubles(bot)
    discord.check()


@pytest.mark.slow
def test_comes_back_after_an_outage(both: tuple[Discord, Bot]) -> None:
    """While Discord is away the bot tries again quietly; health says so only when it lasts."""
    discord, bot = both
    with discord.outage():
        until(lambda: bool(troubles(bot)), "a line about the trouble", 20)
        assert health(bot)[0] == 0
    answers(discord)
    assert "Traceback" not in bot.stderr and len(troubles(bot)) == 1
    discord.check()


@pytest.mark.slow
def test_comes_back_when_the_gateway_closes_before_it_says_hello(both: tuple[Discord, Bot]) -> None:
    """An ill gateway takes connections and drops them: it is tried again, slower and slower, and the bot lives."""
    discord, bot = both
    with discord.fails("GET /socket/*", reset=True, times=2):
        discord.cut_sockets()
        discord.wait_until(lambda: not discord.gateway.sockets, "the cut")
        answers(discord)
    assert bot.running and "Traceback" not in bot.stderr
    discord.check()


def test_no_pause_between_two_tries_is_long() -> None:
    """discord.py waits up to 17 minutes after an hour's outage; here the two pauses are 12 seconds together."""
    backoff = Backoff()
    assert max(backoff.delay() for _ in range(500)) + GATEWAY_WAITS[-1] <= 12


@pytest.mark.slow
def test_comes_back_after_a_long_outage(tmp_path: Path) -> None:
    """After so many tries that the pauses no longer grow, it answers as soon as after a few; one line a minute."""
    with Discord() as discord, Bot(discord, knowledge=write_knowledge(tmp_path)) as bot:
        began = time.monotonic()
        with discord.outage():
            until(lambda: time.monotonic() - began > 150, "two and a half minutes", 200)
            assert health(bot)[0] == 1
        answers(discord)
        assert "connected again" in bot.stderr and "Traceback" not in bot.stderr
        assert len(troubles(bot)) <= 3


@pytest.mark.slow
def test_leaves_a_line_on_which_no_heartbeat_is_answered(tmp_path: Path) -> None:
    """A silent Discord is left soon after the heartbeat that it did not answer, and found again."""
    with Discord(heartbeat=2) as discord, Bot(discord, knowledge=write_knowledge(tmp_path)) as bot:
        answers(discord)
        session = discord.gateway.live()[0]
        with discord.zombie():
            discord.wait_until(lambda: session.resumes > 0, "the session to go on", 2 + 9 + 5)
        answers(discord)
        assert "Traceback" not in bot.stderr and not troubles(bot)


@pytest.mark.slow
def test_leaves_a_line_on_which_nothing_comes(tmp_path: Path) -> None:
    """A dead connection that nobody closed is left before a minute is over, and its goodbye is not waited for."""
    with Discord() as discord, Relay(discord.port) as relay:
        discord.world.url = relay.url
        with Bot(discord, url=relay.url, knowledge=write_knowledge(tmp_path)) as bot:
            answers(discord)
            session, introduced = discord.gateway.live()[0], len(discord.gateway.identifies)
            with relay.swallowing():
                unheard = discord.member("Anna").asks("drug", name="zebrava")
                assert relay.swallowed.wait(10)
            back = lambda: session.resumes or len(discord.gateway.identifies) > introduced  # noqa: E731
            discord.wait_until(back, "another connection", WITHIN + 40)
            until(lambda: "too late" in bot.stderr, "the question that comes again, when nobody waits for an answer")
            assert "Traceback" not in bot.stderr and not unheard.done
            answers(discord)
