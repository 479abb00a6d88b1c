"""Whatever restarts the bot, and however often: Discord never sees more of it than it allows."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.chat.starts import A_DAY, AT_ONCE, SECONDS_FOR_ONE, Starts, wait_by_discord

from ..loopback import NOTHING, Bot, Discord
from ..small_knowledge import write_knowledge
from .watching import health, troubles, until

A_DAY_OF_DISCORD = 960


@pytest.fixture
def discord() -> Iterator[Discord]:
    with Discord() as discord:
        yield discord


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    return write_knowledge(tmp_path / "knowledge")


def begun_in_a_day(folder: Path | None, lives: float, per_start: int = 1) -> int:
    """Sessions in the worst day of one and a half, if the bot crashes ``lives`` seconds after each start; on a made-up clock."""
    now, begun = 1_000_000.0, list[float]()
    while now < 1_000_000.0 + 1.5 * A_DAY:
        starts = Starts(folder)
        for _ in range(per_start):
            now += starts.wait(now)
            starts.take(now)
            begun.append(now)
        now += lives
    return max(sum(1 for at in begun if first <= at < first + A_DAY) for first in begun[::50])


@pytest.mark.slow
@pytest.mark.parametrize("lives", [10.0, pytest.param(61.0, marks=pytest.mark.slow)])
def test_a_crash_loop_stays_below_what_discord_allows(tmp_path: Path, lives: float) -> None:
    """What is kept in the state folder outlives the crashes."""
    assert begun_in_a_day(tmp_path, lives) <= A_DAY_OF_DISCORD


def test_what_is_kept_can_be_damaged_and_clocks_can_be_wrong(tmp_path: Path) -> None:
    """Neither keeps the bot from starting: at worst it waits as long as for one session."""
    (tmp_path / "starts.json").write_text("{")
    assert Starts(tmp_path).wait(0) == 0
    starts = Starts(tmp_path)
    for _ in range(AT_ONCE):
        starts.take(2_000_000_000)
    assert 0 < Starts(tmp_path).wait(1_000_000_000) <= SECONDS_FOR_ONE
    assert Starts(tmp_path / "missing").wait(0) == 0


def by_discords_count(now: float, used: int, window: float) -> float:
    return wait_by_discord(1000, 1000 - used, window + A_DAY - now)


@pytest.mark.parametrize("lives", [1.0, 10.0, 61.0])
def test_without_a_state_folder_discords_own_count_does(lives: float) -> None:
    """A crash loop that remembers nothing asks Discord how many sessions it has begun."""
    now, used = 0.0, 0
    while now < A_DAY:
        now += by_discords_count(now, used, 0.0)
        if now < A_DAY:
            used += 1
        now += lives
    assert used <= A_DAY_OF_DISCORD


def test_a_refused_token_is_asked_about_every_quarter_of_an_hour(tmp_path: Path) -> None:
    """On a made-up clock, restarted all the time for a day: at most 100 requests. Another token is free at once."""
    now, asked = 0.0, 0
    while now < A_DAY:
        starts = Starts(tmp_path)
        now += starts.refused_for("wrong", now)
        asked += 1
        starts.refused("wrong", now)
        now += 1
    assert asked <= 100
    assert Starts(tmp_path).refused_for("another", now) == 0
    assert "wrong" not in (tmp_path / "starts.json").read_text()


def waits(bot: Bot, why: str) -> None:
    until(lambda: any(why in line for line in troubles(bot)), why, 20)
    assert health(bot)[0] == 1 and why in health(bot)[1]


@pytest.mark.slow
def test_a_bot_that_began_too_many_sessions_waits(discord: Discord, knowledge: Path, tmp_path: Path) -> None:
    """The real process keeps its count in the state folder, and waits when it is used up."""
    state = tmp_path / "state"
    env = {"STRIPES_STATE": str(state)}
    with Bot(discord, knowledge=knowledge, env=env) as bot:
        kept = json.loads((state / "starts.json").read_text())
        assert kept["level"] == 1
        bot.stop()
        (state / "starts.json").write_text(json.dumps({**kept, "level": 200.0}))
        bot.until = NOTHING
        bot.start()
        waits(bot, "connected too often of late")
        assert len(discord.gateway.identifies) == 1
        assert bot.stop(timeout=5) == 0


def test_a_bot_waits_when_discord_has_counted_too_many(discord: Discord, knowledge: Path) -> None:
    """Without a state folder the real process asks Discord."""
    discord.desk.session_starts = 970
    with Bot(discord, knowledge=knowledge, until=NOTHING) as bot:
        waits(bot, "970 starts today")
        assert not discord.gateway.identifies


@pytest.mark.slow
def test_a_refused_token_is_remembered(discord: Discord, knowledge: Path, tmp_path: Path) -> None:
    """Started again with the same token it does not ask; with another one it does."""
    secret = tmp_path / "token"
    secret.write_text("wrong.token.here")
    env = {"STRIPES_STATE": str(tmp_path / "state"), "DISCORD_TOKEN_FILE": str(secret)}
    with Bot(discord, token="", knowledge=knowledge, env=env, until=NOTHING) as bot:
        assert bot.wait() == 1
        bot.start()
        waits(bot, "Discord refused this token a short while ago")
        assert len(discord.requests()) == 1
        secret.write_text(discord.token)
        discord.wait_connected(timeout=20)
        assert "wrong" not in bot.stderr


IN_A_CONTAINER = ("unshare", "--pid", "--fork", "--kill-child", sys.executable, "-m", "bot")


@pytest.mark.skipif(not shutil.which("unshare"), reason="makes a first process with unshare")
@pytest.mark.slow
def test_a_refused_token_does_not_end_a_container(discord: Discord, knowledge: Path, tmp_path: Path) -> None:
    """The first process of a container would be restarted at once, all day long: it stays, unhealthy, until mended."""
    secret = tmp_path / "token"
    secret.write_text("wrong.token.here")
    env = {"DISCORD_TOKEN_FILE": str(secret)}
    with Bot(discord, token="", command=IN_A_CONTAINER, knowledge=knowledge, env=env, until=NOTHING) as bot:
        until(lambda: "Discord refused" in bot.stderr or "not permitted" in bot.stderr, "the refusal", 20)
        if "not permitted" in bot.stderr:
            pytest.skip("may not make a first process here")
        assert "Discord refused the token; hint: make a new one" in bot.stderr
        assert bot.running and health(bot)[0] == 1 and len(discord.requests()) == 1
        secret.write_text(discord.token)
        discord.wait_connected(timeout=20)
        bot.kill()


def restarts(discord: Discord, bot: Bot, times: int) -> None:
    for _ in range(times):
        lists = len(discord.requests("GET /applications/*/commands"))
        bot.restart()
        compared: Callable[[], bool] = lambda: len(discord.requests("GET /applications/*/commands")) > lists  # noqa: E731,B023
        discord.wait_until(compared, "a look at the commands")


def commands_are_written_once(discord: Discord, knowledge: Path, times: int) -> None:
    with Bot(discord, knowledge=knowledge) as bot:
        restarts(discord, bot, times)
        assert discord.world.command_writes == 1
        bot.env["STRIPES_PUBLIC_CHANNELS"] = "123456789012345678"
        restarts(discord, bot, 2)
        discord.wait_until(lambda: discord.world.command_writes == 2, "one more list of commands")


@pytest.mark.slow
def test_restarts_write_no_commands_and_a_change_writes_them_once(discord: Discord, knowledge: Path) -> None:
    """Discord's list is read and compared; it is written only if it differs."""
    commands_are_written_once(discord, knowledge, 2)


@pytest.mark.slow
def test_a_hundred_restarts_write_no_commands(discord: Discord, knowledge: Path) -> None:
    """The same, a hundred times, and every one of the sessions is counted by nobody but Discord."""
    commands_are_written_once(discord, knowledge, 100)
