"""The loopback Discord: a server on 127.0.0.1 in a thread of its own, and the test's hold on it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from typing import Any, Protocol, Self, TypeVar

from aiohttp import web

from .gateway import Gateway
from .rest import Desk, Trouble
from .speech import Speech
from .world import Request, World

T = TypeVar("T")
TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAx.GloopB.a-token-that-only-the-loopback-Discord-knows"


class Watched(Protocol):
    """A process that somebody waits for."""

    @property
    def running(self) -> bool: ...

    def last_words(self) -> str: ...


class Server:
    """Discord as a place: comes and goes, fails on demand, and complains about broken rules at the end."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        relax: set[str] | None = None,
        privileged: int = 0,
        heartbeat: float = 41.25,
        shards: int = 1,
    ) -> None:
        self.world = World(token)
        self.world.relaxed = relax or set()
        self.desk = Desk(self.world)
        self.desk.shards = shards
        self.speech = Speech(self.world)
        self.gateway = Gateway(self.world, privileged=privileged, heartbeat=heartbeat)
        self.watched: list[Watched] = []
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, name="loopback-discord", daemon=True)
        self.runner: web.AppRunner | None = None
        self.site: web.TCPSite | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return self.world.url

    @property
    def token(self) -> str:
        return self.world.token

    @property
    def complaints(self) -> list[str]:
        """Rules that the bot broke so far."""
        return self.world.complaints

    # ---- life

    def __enter__(self) -> Self:
        self.thread.start()
        self.run(self.open())
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self.run(self.shut())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()
        if kind is None:
            self.check()
        elif self.complaints:
            print("--- Discord complains", *self.complaints, sep="\n")

    def check(self) -> None:
        """Fail with the complaints so far, once: between tests that share one Discord."""
        complaints, self.world.complaints = self.complaints, []
        if complaints:
            raise AssertionError("Discord complains:\n" + "\n".join(complaints))

    def run(self, work: Any) -> Any:
        """Do something on the server's thread and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(20)

    def do(self, act: Callable[[], T]) -> T:
        """Call something on the server's thread and wait for what it returns."""
        if threading.get_ident() == self.thread.ident:
            return act()

        async def call() -> T:
            return act()

        result: T = self.run(call())
        return result

    async def open(self) -> None:
        app = web.Application(middlewares=[self.desk.take], client_max_size=64 * 1024 * 1024)
        app.add_routes([*self.desk.routes(), *self.speech.routes(), *self.gateway.routes()])
        self.runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self.runner.setup()
        self.site = web.TCPSite(self.runner, "127.0.0.1", self.port, reuse_address=True)
        await self.site.start()
        self.port = self.runner.addresses[0][1]
        self.world.url = f"http://127.0.0.1:{self.port}"

    async def shut(self) -> None:
        """Stop listening and drop every connection without a word."""
        runner, self.runner = self.runner, None
        if runner is None:
            return
        self.gateway.cut_all()
        if runner.server is not None:
            for connection in list(runner.server.connections):
                if connection.transport is not None:
                    connection.transport.abort()
        await runner.cleanup()

    # ---- waiting

    def wait_until(self, true: Callable[[], T], why: str, timeout: float = 10.0) -> T:
        """Wait for something to become true on the server; fails early when the bot has ended."""
        assert threading.get_ident() != self.thread.ident, "the server cannot wait: in a burst, use asks(), not slash()"
        until = time.monotonic() + timeout
        with self.world.changed:
            while True:
                got = true()
                if got:
                    return got
                left = until - time.monotonic()
                ended = any(not bot.running for bot in self.watched)
                if left <= 0 or ended:
                    about = "\n".join([*(bot.last_words() for bot in self.watched), *self.complaints])
                    raise AssertionError(f"waited {timeout - left:.1f} s of {timeout:g} s for {why}\n{about}")
                self.world.changed.wait(min(left, 0.2))

    def wait_connected(self, sessions: int = 1, timeout: float = 10.0) -> None:
        """Until the bot has a live session (or so many of them)."""
        self.wait_until(lambda: len(self.gateway.live()) >= sessions, "a gateway session", timeout)

    # ---- trouble

    @contextmanager
    def outage(self) -> Iterator[None]:
        """Discord is gone within the block: connections drop, new ones are refused."""
        self.run(self.shut())
        try:
            yield
        finally:
            self.run(self.open())

    @contextmanager
    def fails(self, pattern: str, status: int = 500, **how: Any) -> Iterator[Trouble]:
        """Requests like ``"POST /interactions/*/callback"`` fail within the block; see ``Trouble``."""
        trouble = Trouble(pattern, status, **how)
        self.desk.troubles.append(trouble)
        try:
            yield trouble
        finally:
            self.desk.troubles.remove(trouble)

    def reconnect(self) -> None:
        """Op 7."""
        self.do(self.gateway.ask_to_reconnect)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Op 9."""
        self.do(lambda: self.gateway.invalidate(resumable=resumable))

    def close_sockets(self, code: int = 4000) -> None:
        """Close every gateway socket with this code."""
        self.do(lambda: self.gateway.close_all(code))

    def cut_sockets(self) -> None:
        """Drop every gateway socket without a word."""
        self.do(self.gateway.cut_all)

    @contextmanager
    def zombie(self) -> Iterator[None]:
        """Heartbeats go unanswered within the block."""
        self.gateway.acknowledges = False
        try:
            yield
        finally:
            self.gateway.acknowledges = True

    @contextmanager
    def expect(self, *rules: str) -> Iterator[list[str]]:
        """The block breaks exactly these rules, each at least once; its complaints do not fail the test."""
        start = len(self.complaints)
        found: list[str] = []
        yield found

        def heard() -> bool:
            return all(any(rule in complaint for complaint in self.complaints[start:]) for rule in rules)

        self.wait_until(heard, f"complaints about {rules}", 5)
        found += self.complaints[start:]
        del self.complaints[start:]
        other = [complaint for complaint in found if not any(rule in complaint for rule in rules)]
        assert not other, f"Discord also complains: {other}"

    def requests(self, pattern: str = "*") -> list[Request]:
        """What the bot asked for, oldest first: ``requests("PUT /applications/*/commands")``."""
        return [seen for seen in self.world.requests if fnmatchcase(f"{seen.method} {seen.path}", pattern)]

    def forget(self) -> None:
        """Drop requests, interactions and private messages: in long runs, when nothing is under way."""

        def clear() -> None:
            self.world.requests.clear()
            self.world.interactions.clear()
            for message in [message for message in self.world.messages.values() if message.ephemeral]:
                del self.world.messages[message.id]

        self.do(clear)
