"""How the running bot is: what it knows of its connection, its knowledge and its disk, told to who asks on a socket."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from bot import pulse
from bot.settings import Settings

log = logging.getLogger("stripes")
# Discord cuts connections many times a day, for seconds: only a longer silence is told.
GRACE = 30.0
A_LINE_EVERY = 60.0
LOOK_EVERY, LOOK_AGAIN = 30.0, 10.0
DISK_PATIENCE = 60.0


class Line:
    """The line to Discord: which shards hear it, since when one does not, and why.

    At most one line a minute is logged about trouble, whatever goes wrong and how often.
    """

    def __init__(self) -> None:
        self.hearing: dict[int, bool] = {}
        self.lost_at: float | None = time.monotonic()
        self.was_up = False
        self.why = "starting"
        self._told_at: float | None = None

    def up(self, shard: int) -> None:
        """A shard hears Discord."""
        self.hearing[shard] = True
        if all(self.hearing.values()):
            if self.was_up and self._told_at is not None and self.lost_at is not None:
                log.info("connected again after %.0f seconds", time.monotonic() - self.lost_at)
            self.lost_at, self.was_up, self.why, self._told_at = None, True, "", None

    def down(self, shard: int) -> None:
        """A shard does not hear Discord any more, or not yet."""
        self.hearing[shard] = False
        if self.lost_at is None:
            self.lost_at = time.monotonic()

    def trouble(self, why: str, hint: str = "trying again") -> None:
        """Something keeps the bot from Discord; said at once, and then once a minute."""
        now = time.monotonic()
        self.why = why
        if self._told_at is None or now - self._told_at >= A_LINE_EVERY:
            self._told_at = now
            log.warning("not connected: %s; %s", why, hint)

    def ails(self) -> str | None:
        """What is wrong with the line, or None."""
        if self.lost_at is None:
            return None
        since = time.monotonic() - self.lost_at
        why = f": {self.why}" if self.why else ""
        if self.was_up:
            return f"not connected to Discord for {since:.0f} seconds{why}" if since > GRACE else None
        return f"not yet connected to Discord{why}"


class Health:
    """Answers ``python -m bot health`` from the event loop itself, and looks at the disk from time to time.

    entries  how many drugs and trials the bot can answer about now.
    """

    def __init__(self, settings: Settings, entries: Callable[[], int]) -> None:
        self.line = Line()
        self._settings = settings
        self._entries = entries
        self._disk: str | None = None
        self._looked_at = time.monotonic()

    def says(self) -> str:
        """One line: fine, or everything that is wrong."""
        slow = time.monotonic() - self._looked_at > LOOK_EVERY + DISK_PATIENCE
        disk = "the disk does not answer" if slow else self._disk
        entries = self._entries()
        wrong = [self.line.ails(), None if entries else "there is no knowledge", disk]
        if any(wrong):
            return pulse.UNWELL + "; ".join(filter(None, wrong))
        return f"{pulse.FINE}connected to Discord, {entries} drugs and trials"

    @contextlib.asynccontextmanager
    async def told(self) -> AsyncIterator[None]:
        """Within the block whoever asks is answered."""
        tasks = [asyncio.create_task(self._listen(), name="health"), asyncio.create_task(self._look(), name="disk")]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()

    async def _listen(self) -> None:
        """Open the socket; again and again if it is taken, as by a bot that is just stopping."""
        where = pulse.address(self._settings)
        told = False
        while True:
            try:
                if not where.startswith("\0"):
                    await asyncio.to_thread(Path(where).unlink, missing_ok=True)
                server = await asyncio.start_unix_server(self._answer, path=where)
            except (OSError, NotImplementedError) as error:
                if not told:
                    log.warning("health cannot be asked (%s): does the same bot run twice here?", type(error).__name__)
                told = True
                await asyncio.sleep(LOOK_AGAIN)
                continue
            async with server:
                await server.serve_forever()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            writer.write(f"{self.says()}\n".encode())
            await writer.drain()
        writer.close()

    async def _look(self) -> None:
        while True:
            wrong = await asyncio.to_thread(_disk, self._settings)
            if wrong and wrong != self._disk:
                log.warning("%s", wrong)
            self._disk, self._looked_at = wrong, time.monotonic()
            await asyncio.sleep(LOOK_AGAIN if wrong else LOOK_EVERY)


def _disk(settings: Settings) -> str | None:
    """What is wrong with the folders, by really reading and writing there; or None."""
    knowledge, state = settings.knowledge, settings.state
    try:
        (knowledge / "disclaimer.yaml").stat()
    except OSError as error:
        return f"the knowledge folder {knowledge} cannot be read ({error.strerror}); the last good text is still shown"
    if state is None:
        return None
    trial = state / ".writable"
    try:
        with trial.open("wb") as file:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
        trial.unlink()
    except OSError as error:
        return f"the state folder {state} cannot be written ({error.strerror})"
    return None
