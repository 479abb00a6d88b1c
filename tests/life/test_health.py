"""``python -m bot health`` tells the truth: not before it is so, and not after it is over."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..conftest import ROOT
from ..loopback import NOTHING, Bot, Discord
from ..small_knowledge import write_knowledge
from .watching import health, is_fine, until

UNWELL_WITHIN, FINE_WITHIN = 120.0, 30.0


@pytest.fixture
def discord() -> Iterator[Discord]:
    with Discord() as discord:
        yield discord


def test_fine_and_not_running(discord: Discord, tmp_path: Path) -> None:
    """Fine as long as it runs and is connected; then a plain line, and nothing is left behind that says fine."""
    with Bot(discord, knowledge=write_knowledge(tmp_path)) as bot:
        assert health(bot) == (0, "fine: connected to Discord, 2 drugs and trials")
        bot.stop()
        assert health(bot) == (1, "not well: the bot is not running")


@pytest.mark.slow
def test_two_bots_on_one_machine_are_not_taken_for_each_other(discord: Discord, tmp_path: Path) -> None:
    """Who asks reaches the bot with the same settings, and no other."""
    with Bot(discord, knowledge=write_knowledge(tmp_path / "one")) as bot:
        other = Bot(discord, knowledge=write_knowledge(tmp_path / "two"))
        assert is_fine(bot) and health(other) == (1, "not well: the bot is not running")
        other.__exit__(None, None, None)


@pytest.mark.slow
def test_a_frozen_bot_is_not_well(discord: Discord, tmp_path: Path) -> None:
    """The event loop itself answers: one that hangs does not."""
    with Bot(discord, knowledge=write_knowledge(tmp_path)) as bot:
        assert bot.process is not None
        bot.process.send_signal(signal.SIGSTOP)
        assert health(bot) == (1, "not well: the bot is frozen: no answer within 4 seconds")
        bot.process.send_signal(signal.SIGCONT)
        until(lambda: is_fine(bot), "fine again", FINE_WITHIN)


@pytest.mark.slow
def test_knowledge_that_is_gone_is_told(discord: Discord, tmp_path: Path) -> None:
    """A mount that fell away is told, although the last good text is still shown."""
    folder = write_knowledge(tmp_path / "knowledge")
    with Bot(discord, knowledge=folder) as bot:
        folder.rename(tmp_path / "elsewhere")
        until(lambda: "the knowledge folder" in health(bot)[1], "unwell", UNWELL_WITHIN)
        assert "Zebranib" in discord.member("Anna").slash("drug", name="zebrava").text
        (tmp_path / "elsewhere").rename(folder)
        until(lambda: is_fine(bot), "fine again", FINE_WITHIN)


@pytest.mark.slow
def test_a_state_folder_that_cannot_be_written_is_told(discord: Discord, tmp_path: Path) -> None:
    """A disk that fails: said with its reason, and over when it is over."""
    state = tmp_path / "state"
    folder = write_knowledge(tmp_path / "knowledge")
    with Bot(discord, knowledge=folder, env={"STRIPES_STATE": str(state)}) as bot:
        assert is_fine(bot)
        state.rename(tmp_path / "elsewhere")
        state.write_text("not a folder")
        until(lambda: "the state folder" in health(bot)[1], "unwell", UNWELL_WITHIN)
        state.unlink()
        (tmp_path / "elsewhere").rename(state)
        until(lambda: is_fine(bot), "fine again", FINE_WITHIN)


def test_asking_loads_nothing_big(tmp_path: Path) -> None:
    """A container asks every few seconds, on a small machine."""
    look = "import sys; sys.argv = ['bot', 'health']; import runpy\n"
    look += "try: runpy.run_module('bot', run_name='__main__')\n"
    look += "except SystemExit: print({'discord', 'aiohttp', 'asyncio', 'yaml', 'rapidfuzz', 'argparse'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


@pytest.mark.slow
def test_a_lost_connection_is_told_in_time_and_a_short_one_never(discord: Discord, tmp_path: Path) -> None:
    """Discord cuts connections every day: only what lasts is told, and what is over is told at once."""
    with Bot(discord, knowledge=write_knowledge(tmp_path)) as bot:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            discord.cut_sockets()
            assert is_fine(bot)
        with discord.outage():
            until(lambda: not is_fine(bot), "unwell", UNWELL_WITHIN)
            assert "not connected to Discord" in health(bot)[1]
        until(lambda: is_fine(bot), "fine again", FINE_WITHIN)


@pytest.mark.slow
def test_a_full_disk_is_told(discord: Discord, tmp_path: Path) -> None:
    """A real file system without a free block."""
    disk, state = tmp_path / "disk", tmp_path / "state"
    state.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(state)], check=False).returncode:
        pytest.skip("may not mount a small file system here")
    try:
        with Bot(discord, knowledge=write_knowledge(disk), env={"STRIPES_STATE": str(state)}) as bot:
            assert is_fine(bot)
            with (state / "full").open("wb") as file, pytest.raises(OSError):
                while file.write(b"x" * 65536):
                    file.flush()
            until(lambda: "No space left" in health(bot)[1], "unwell", UNWELL_WITHIN)
            (state / "full").unlink()
            until(lambda: is_fine(bot), "fine again", FINE_WITHIN)
    finally:
        subprocess.run(["umount", str(state)], check=True)


def test_a_start_that_waits_is_not_well(discord: Discord, tmp_path: Path) -> None:
    """Before it is connected it says what it waits for."""
    missing = {"DISCORD_TOKEN_FILE": str(tmp_path / "token")}
    folder = write_knowledge(tmp_path / "knowledge")
    with Bot(discord, token="", env=missing, knowledge=folder, until=NOTHING) as bot:
        until(lambda: "token file" in health(bot)[1], "what it waits for")
        assert health(bot)[0] == 1
