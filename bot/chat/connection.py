"""Getting to Discord and staying there, whatever goes wrong in between: the client without anything it says.

discord.py 2.7 gives up at login after one try, waits five minutes (median) after an hour's outage, ends the process
when a gateway closes before it says hello, and retries a first connection by recursion. What is changed of it is in
this module and nowhere else.
"""

from __future__ import annotations

import asyncio
import logging
import random
import ssl
import time
from collections.abc import Awaitable, Callable
from email.utils import parsedate_to_datetime
from typing import Any, Final, Self

import aiohttp
import discord
import discord.shard
import yarl
from discord.backoff import ExponentialBackoff
from discord.gateway import DiscordWebSocket, ReconnectWebSocket

from bot.chat.health import Line
from bot.chat.starts import Starts, wait_by_discord

# Seconds before the second try, the third, ...: the last one again and again.
LOGIN_WAITS: Final = (1.0, 2.0, 4.0, 8.0, 12.0)
GATEWAY_WAITS: Final = (0.0, 0.0, 1.0, 2.0, 4.0, 8.0)
WITHIN = 60.0
PATIENCE = 20.0
AFTER_SILENCE = 10.0
LONGEST_REFUSAL = 15 * 60.0
BETWEEN_SESSIONS = 5.0
GOODBYE = 3.0
SAME_CLOCK = 1.5
# Seconds after an unanswered heartbeat (one is due every 41.25 seconds) until a line is taken for dead.
SPARE = 9.0
UNREACHABLE = (OSError, TimeoutError, aiohttp.ClientError, discord.HTTPException, discord.GatewayNotFound)

log = logging.getLogger("stripes")


class Socket(DiscordWebSocket):
    """One connection to the gateway, never hurried, never waited for without end."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, *, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(socket, loop=loop)
        # discord.py waits 30 seconds for a dead peer's goodbye before it connects anew.
        socket._timeout = aiohttp.ClientWSTimeout(ws_close=GOODBYE)

    @classmethod
    async def from_client(cls, client: Any, *, resume: bool = False, **how: Any) -> Self:
        """Connect, after the pause that is due. Every failure is one that discord.py tries again after."""
        await client.before_connecting(resume)
        try:
            async with asyncio.timeout(PATIENCE + BETWEEN_SESSIONS):
                made = await super().from_client(client, resume=resume, **how)
        except ReconnectWebSocket:
            client.line.trouble("Discord closed the connection before it began")
            raise ConnectionError("closed before it began") from None
        except UNREACHABLE as error:
            client.line.trouble(cause(error))
            raise
        beats = made._keep_alive
        if beats is not None and beats.interval is not None:
            # Between two heartbeats nothing need come; discord.py waits a minute, and then for the next heartbeat.
            made._max_heartbeat_timeout = beats.heartbeat_timeout = beats.interval + SPARE
        return made


class Backoff(ExponentialBackoff[Any]):
    """discord.py's pauses between two tries, of 4 seconds at most: ``before_connecting`` adds what else is due."""

    def __init__(self, base: int = 1, *, integral: bool = False) -> None:
        super().__init__(base, integral=integral)
        self._max = 2


class _Again(Exception):
    """discord.py calls itself to try once more."""


class Steady(discord.AutoShardedClient):
    """A client that arrives when Discord is there, comes back by itself, and counts how often it introduces itself."""

    def __init__(self, *, intents: discord.Intents, line: Line, starts: Starts, **options: Any) -> None:
        # discord.py has no setting for these two.
        discord.shard.DiscordWebSocket = Socket  # type: ignore[misc]
        discord.shard.ExponentialBackoff = Backoff  # type: ignore[attr-defined]
        options |= {"shard_connect_timeout": None, "max_ratelimit_timeout": 30.0}
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(self._compare_clocks)
        super().__init__(intents=intents, http_trace=trace, **options)
        self.line = line
        self.starts = starts
        self._tries: list[float] = []
        self._last_session = -BETWEEN_SESSIONS
        self._arrived = False
        self._launching: int | None = None
        self.clock_is_right = False

    async def _compare_clocks(self, session: object, context: object, ended: aiohttp.TraceRequestEndParams) -> None:
        """Discord's clock comes with every response, in whole seconds."""
        try:
            theirs = parsedate_to_datetime(ended.response.headers["Date"]).timestamp()
        except (KeyError, ValueError):
            return
        self.clock_is_right = abs(time.time() - theirs - 0.5) < SAME_CLOCK

    async def arrive(self, token: str) -> None:
        """Log in, however long Discord cannot be reached. Raises LoginFailure if it refuses the token."""
        for tried in range(10**9):
            try:
                async with asyncio.timeout(PATIENCE):
                    await self.login(token)
                return
            except discord.LoginFailure:
                raise
            except Exception as error:  # a page of a hotel's network in place of Discord's answer fails anyhow
                if self._arrived:
                    raise
                self.line.trouble(cause(error))
                await self.http.close()
                self.http.connector = discord.utils.MISSING
                wait = LOGIN_WAITS[min(tried, len(LOGIN_WAITS) - 1)] * random.uniform(0.75, 1)  # noqa: S311
                await asyncio.sleep(max(wait, told_to_wait(error)))

    async def setup_hook(self) -> None:
        """Discord has accepted the token; from here on failures are ours."""
        self._arrived = True

    async def until_done(self, work: Callable[[], Awaitable[object]], what: str) -> None:
        """Do something with Discord, again and again while Discord cannot be reached. Raises what Discord refuses."""
        for tried in range(10**9):
            try:
                await work()
                return
            except UNREACHABLE as error:
                if isinstance(error, discord.HTTPException) and 400 <= error.status < 500 and error.status != 429:
                    raise
                self.line.trouble(f"{what}: {cause(error)}")
                wait = LOGIN_WAITS[min(tried, len(LOGIN_WAITS) - 1)]
                await asyncio.sleep(max(wait, told_to_wait(error)))

    async def stay(self) -> None:
        """Connect, and connect again, until the client is closed. Raises ConnectionClosed if Discord forbids it."""
        await self._wait_as_discord_counts()
        await self.connect(reconnect=True)

    async def _wait_as_discord_counts(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                limits = await self.fetch_session_start_limits()
        except (*UNREACHABLE, KeyError, TypeError, ValueError):
            return  # then our own count has to do
        wait = wait_by_discord(limits.total, limits.remaining, limits.reset_after / 1000)
        if wait:
            self.line.trouble(f"{limits.total - limits.remaining} starts today", f"waiting {wait:.0f} seconds")
            await asyncio.sleep(wait)

    async def before_connecting(self, resume: bool) -> None:
        """Wait as long as is due before another connection; a first one, or one after a quiet minute, at once."""
        now = time.monotonic()
        self._tries = [tried for tried in self._tries if now - tried < WITHIN]
        recent = len(self._tries) // max(1, len(self.shard_ids or ()) or self.shard_count or 1)
        pause = GATEWAY_WAITS[min(recent, len(GATEWAY_WAITS) - 1)] * random.uniform(0.75, 1)  # noqa: S311
        if not resume:
            owed = self.starts.wait(time.time())
            if owed:
                self.line.trouble("connected too often of late", f"waiting {owed:.0f} seconds to keep the token safe")
            pause = max(pause, owed)
        if pause:
            await asyncio.sleep(pause)
        self._tries.append(time.monotonic())

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Discord wants 5 seconds between two sessions, and counts them."""
        await asyncio.sleep(self._last_session + BETWEEN_SESSIONS - time.monotonic())
        self._last_session = time.monotonic()
        self.starts.take(time.time())

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard for the first time. discord.py tries again by recursion, which ends after some 80 minutes."""
        if self._launching == shard_id:
            raise _Again
        self.line.down(shard_id)
        while True:
            self._launching = shard_id
            try:
                return await super().launch_shard(gateway, shard_id, initial=initial)
            except _Again:
                continue
            finally:
                self._launching = None

    async def on_shard_connect(self, shard_id: int) -> None:
        """A new session."""
        self._is_up(shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        """An old session goes on."""
        self._is_up(shard_id)

    def _is_up(self, shard: int) -> None:
        self._tries = self._tries[-2:]  # what came before is over; yet a line that breaks at once is not hurried
        self.line.up(shard)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """The connection is gone; discord.py connects again."""
        if not self.is_closed():
            self.line.down(shard_id)


def be_quiet() -> None:
    """Of trouble with the connection our own line a minute says enough; discord.py's would be a traceback a try."""
    for name in ("shard", "gateway", "client", "http", "state", "webhook.async_"):
        logging.getLogger(f"discord.{name}").setLevel(logging.CRITICAL)


def cause(error: BaseException) -> str:
    """Why Discord cannot be reached, in a few words that name nothing but the kind of trouble."""
    kind = type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "the name of Discord's server cannot be looked up"
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
        return f"no safe connection to Discord ({kind}); is this machine's clock right?"
    if isinstance(error, discord.HTTPException):
        return f"Discord answered {error.status}"
    if isinstance(error, discord.RateLimited):
        return "Discord asks for a pause"
    if isinstance(error, TimeoutError):
        return "Discord does not answer"
    if isinstance(error, UNREACHABLE):
        return f"Discord cannot be reached ({kind})"
    return f"what answers is not Discord ({kind})"


def told_to_wait(error: BaseException) -> float:
    """Seconds that Discord asked for, at most 15 minutes. After silence a little, in case it asked discord.py."""
    asked = 0.0
    if isinstance(error, discord.RateLimited):
        asked = error.retry_after
    elif isinstance(error, discord.HTTPException) and error.status == 429:
        after = error.response.headers.get("Retry-After", "")
        asked = float(after) if after.replace(".", "", 1).isdigit() else 60.0
    elif isinstance(error, TimeoutError):
        asked = AFTER_SILENCE
    return min(asked, LONGEST_REFUSAL)
