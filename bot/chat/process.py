"""The running process: from start to a clean stop."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NoReturn

import discord

from bot.chat.client import Stripes
from bot.chat.connection import be_quiet
from bot.chat.health import Health
from bot.chat.logs import set_up
from bot.chat.reloading import Shelf
from bot.chat.starts import Starts
from bot.names.catalogue import Catalogue
from bot.problems import UserError
from bot.settings import Settings

log = logging.getLogger("stripes")
LISTENS_ON, ANSWERS_ON, HARD_END = 0.2, 3.0, 4.6
LOOK_FOR_TOKEN_EVERY = 1.0
# How discord.py names the tasks in which answers are made.
ANSWERING = ("CommandTree-invoker", "discord.py: on_interaction", "discord.py: on_message")
INITS = ("systemd", "init", "tini", "docker-init", "dumb-init", "catatonit", "s6-svscan", "runsvdir")
_REFUSED = UserError("Discord refused the token", "make a new one at discord.com/developers under Bot, Reset Token")
_CLOSED = {
    4004: _REFUSED,
    4010: UserError("Discord refused the share of servers", "check STRIPES_SHARDS"),
    4011: UserError("the bot is in too many servers for one connection", "set STRIPES_SHARDS=auto"),
}


def run_bot(settings: Settings) -> int:
    """Connect to Discord and answer until told to stop; 0 after a clean stop. Raises UserError for what a host mends."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)  # the first process of a container cannot be stopped without
    if not settings.token_file:
        settings.needed_token()
    set_up(settings)
    if not settings.log_debug:
        be_quiet()
    shelf = Shelf(settings.knowledge, settings.state)
    catalogue = shelf.start(datetime.now(UTC))
    entries = len(catalogue.known.drugs) + len(catalogue.known.trials)
    log.info("knowledge %s: %d entries from %s", catalogue.known.version, entries, settings.knowledge)
    return asyncio.run(Life(catalogue, settings, shelf).live())


class Life:
    """One run of the bot. ``client`` is there as soon as the token is."""

    def __init__(self, catalogue: Catalogue, settings: Settings, shelf: Shelf) -> None:
        self.catalogue = catalogue
        self.shelf = shelf
        self.settings = settings
        self.client: Stripes | None = None
        self.starts = Starts(settings.state)
        self.health = Health(settings, self._entries)

    async def live(self) -> int:
        """Until told to stop: 0. Raises UserError if Discord will not have the bot."""
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        async with self.health.told():
            work = asyncio.create_task(self._work(), name="discord")
            stopped = asyncio.create_task(stop.wait(), name="stop")
            await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                stopped.cancel()
                work.result()
            else:
                await self._stop(work)
        return 0

    async def _work(self) -> None:
        """Connect as often as it takes, and with another token if the first one is refused and another one comes."""
        while True:
            token = await self._token()
            self.client = Stripes(
                self._catalogue(), replace(self.settings, token=token), _today, self.health.line, self.starts
            )
            self.client.shelf = self.shelf
            async with self.client as client:
                try:
                    await client.arrive(token)
                    return await client.stay()
                except discord.LoginFailure:
                    refused = _REFUSED
                except discord.ConnectionClosed as closed:
                    refused = _CLOSED.get(
                        closed.code, UserError(f"Discord closed the connection ({closed.code})", "please report this")
                    )
            if refused is _REFUSED:
                self.starts.refused(token, time.time())
            if refused is not _REFUSED or not is_restarted_by_others():
                raise refused
            # Whoever started us would do so again at once, and Discord would be asked with a bad token all day long.
            log.error("%s; hint: %s", refused.what, refused.hint)
            await self._wait_for_another(token, refused.what)

    async def _token(self) -> str:
        """The token, when it is there and not one that Discord has just refused."""
        file = self.settings.token_file
        while file and not _is_there(file):
            self.health.line.trouble(f"the token file {file} is not there yet", "waiting for it")
            await asyncio.sleep(LOOK_FOR_TOKEN_EVERY)
        if not sys.stderr.isatty():  # who sits at a terminal may try as often as they like
            await self._wait_for_another(self._given(), "Discord refused this token a short while ago")
        return self._given()

    def _given(self) -> str:
        """The token as it is now: a file may hold another one than at the start."""
        settings = self.settings if self.settings.token_file is None else replace(self.settings, token=None)
        return settings.needed_token()

    async def _wait_for_another(self, token: str, why: str) -> None:
        """Until the token file holds another token, or the refused one may be tried again."""
        file = self.settings.token_file
        while (left := self.starts.refused_for(token, time.time())) > 0:
            self.health.line.trouble(why, f"trying it again in {left / 60:.0f} minutes")
            await asyncio.sleep(min(LOOK_FOR_TOKEN_EVERY, left))
            if file and _is_there(file) and self._given() != token:
                return

    async def _stop(self, work: asyncio.Task[None]) -> None:
        """Listen a moment longer, so that all that was asked is heard; hear no more; finish the answers; leave."""
        log.info("stopping")
        # A thread that hangs in a look-up or on a disk would keep the process; whoever stops us waits 10 seconds.
        end = threading.Timer(HARD_END, os._exit, (0,))
        end.daemon = True
        end.start()
        client = self.client
        if client is not None and client.shards:
            await asyncio.sleep(LISTENS_ON)
            leaving = [asyncio.create_task(shard.disconnect()) for shard in client.shards.values()]
            await asyncio.wait(leaving, timeout=0.5)
            answering = [task for task in asyncio.all_tasks() if task.get_name() in ANSWERING]
            if answering:
                await asyncio.wait(answering, timeout=ANSWERS_ON)
        work.cancel()
        await asyncio.wait({work}, timeout=0.5)

    def _catalogue(self) -> Catalogue:
        """The knowledge as it is now: a client before this one may have read newer texts."""
        return self.client.catalogue if self.client is not None else self.catalogue

    def _entries(self) -> int:
        known = self._catalogue().known
        return len(known.drugs) + len(known.trials)


def is_restarted_by_others() -> bool:
    """True for the first process of a container, and for a child of an init: its end would be a restart."""
    if sys.stderr.isatty():
        return False
    return os.getpid() == 1 or (os.getppid() == 1 and _name_of_the_first_process() in INITS)


def _name_of_the_first_process() -> str:
    try:
        return Path("/proc/1/comm").read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _is_there(file: Path) -> bool:
    """True if the file has something in it; a file that may not be read is there, and says so later."""
    try:
        return bool(file.stat().st_size)
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _leave(number: int, frame: object) -> NoReturn:
    raise SystemExit(0)


def _today() -> date:
    return datetime.now(UTC).date()
