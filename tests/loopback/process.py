"""The bot as a real process that takes the loopback for Discord."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from .server import Server

ROOT = Path(__file__).resolve().parents[2]
SITE = Path(__file__).resolve().parent / "site"
STARTED, READY, NOTHING = "commands registered", "ready", "nothing"


class Bot:
    """``python -m bot`` (or another ``command``) until the block ends; then SIGTERM.

    knowledge  the folder of texts, the repository's own if None.
    until      what to wait for at the start: STARTED, READY or NOTHING.
    sessions   how many shards it starts.
    url        where the process looks for Discord, if not at ``discord``.
    """

    def __init__(
        self,
        discord: Server,
        *args: str,
        command: Sequence[str] = (sys.executable, "-m", "bot"),
        env: Mapping[str, str] | None = None,
        knowledge: Path | None = None,
        token: str | None = None,
        until: str = STARTED,
        sessions: int = 1,
        timeout: float = 15.0,
        url: str | None = None,
    ) -> None:
        self.discord = discord
        self.command = [*command, *args]
        self.until = until
        self.sessions = sessions
        self.timeout = timeout
        self.folder = tempfile.TemporaryDirectory(prefix="loopback-bot-")
        kept = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "VIRTUAL_ENV")
        self.env = {key: os.environ[key] for key in kept if key in os.environ}
        self.env |= {
            "PYTHONPATH": f"{SITE}{os.pathsep}{ROOT}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "LOOPBACK_DISCORD": url or discord.url,
            "DISCORD_TOKEN": discord.token if token is None else token,
            "STRIPES_KNOWLEDGE": str(knowledge or ROOT / "knowledge"),
            **(env or {}),
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.seconds_to_start: float | None = None

    # ---- life

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if self.running:
            self.stop()
        if kind is not None:
            print(f"--- stdout of the bot\n{self.stdout}\n--- stderr of the bot\n{self.stderr}")
        self.unwatch()
        self.folder.cleanup()

    def start(self) -> None:
        """Start the process and wait as ``until`` says; also again after ``stop``."""
        readies, began = self.discord.gateway.readies, time.monotonic()
        with self.out.open("ab") as out, self.err.open("ab") as err:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.env, stdout=out, stderr=err, stdin=subprocess.DEVNULL
            )
        if self.until == NOTHING:
            return
        self.discord.watched.append(self)
        wait = self.discord.wait_until
        try:
            wait(lambda: self.discord.gateway.readies >= readies + self.sessions, "READY", self.timeout)
            if self.until == STARTED:
                wait(lambda: any(self.discord.world.commands.values()), "commands", self.timeout)
        except BaseException:
            self.kill()
            raise
        self.seconds_to_start = time.monotonic() - began

    def stop(self, signal_number: int = signal.SIGTERM, timeout: float = 10.0) -> int:
        """Send a signal and wait for the end; the exit code (negative: killed by that signal)."""
        self.unwatch()
        assert self.process is not None, "not started"
        self.process.send_signal(signal_number)
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired as error:
            self.kill()
            raise AssertionError(f"still running {timeout:g} s after signal {signal_number}") from error

    def wait(self, timeout: float = 10.0) -> int:
        """Wait until it ends by itself; the exit code."""
        assert self.process is not None, "not started"
        self.unwatch()
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired as error:
            raise AssertionError(f"still running after {timeout:g} s") from error

    def kill(self) -> None:
        """End it at once."""
        self.unwatch()
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def unwatch(self) -> None:
        """From now on it may end."""
        if self in self.discord.watched:
            self.discord.watched.remove(self)

    def restart(self) -> None:
        """Stop it and start it again."""
        self.stop()
        self.start()

    def last_words(self) -> str:
        """What to say about it when somebody waited in vain."""
        state = "is running" if self.running else f"has ended with {self.process and self.process.returncode}"
        return f"the bot {state}:\n{self.stdout[-1000:]}{self.stderr[-4000:]}"

    # ---- looking at it

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self) -> int:
        assert self.process is not None, "not started"
        return self.process.pid

    @property
    def out(self) -> Path:
        return Path(self.folder.name) / "stdout"

    @property
    def err(self) -> Path:
        return Path(self.folder.name) / "stderr"

    @property
    def stdout(self) -> str:
        """All it printed, over all its starts."""
        return self.out.read_text(errors="replace") if self.out.exists() else ""

    @property
    def stderr(self) -> str:
        """All it logged, over all its starts."""
        return self.err.read_text(errors="replace") if self.err.exists() else ""

    def memory(self) -> int:
        """Resident memory now, in bytes."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise AssertionError("the process has no memory: it has ended")

    def cpu(self) -> float:
        """Seconds of processor time it has used so far."""
        after_name = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")
