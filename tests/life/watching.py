"""What the tests of the bot's life look at: its health, its log, and the clock."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

from ..loopback import Bot

ROOT_OF_TROUBLE = "not connected: "


def health(bot: Bot) -> tuple[int, str]:
    """``python -m bot health`` in the bot's own surroundings: exit code and line."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "health"], cwd="/", env=bot.env, capture_output=True, text=True, timeout=30
    )
    assert done.stdout.count("\n") == 1 and not done.stderr, done
    return done.returncode, done.stdout.strip()


def until(true: Callable[[], bool], what: str, timeout: float = 60.0) -> float:
    """Look again and again until it is true; the seconds that took."""
    began = time.monotonic()
    while not true():
        left = began + timeout - time.monotonic()
        assert left > 0, f"waited {timeout:g} s for {what}"
        time.sleep(0.05)
    return time.monotonic() - began


def is_fine(bot: Bot) -> bool:
    return health(bot)[0] == 0


def troubles(bot: Bot) -> list[str]:
    """The lines about trouble with the connection."""
    return [line for line in bot.stderr.splitlines() if ROOT_OF_TROUBLE in line]
