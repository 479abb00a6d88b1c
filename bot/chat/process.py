"""The running process: from start to a clean stop."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from datetime import UTC, date, datetime

import aiohttp
import discord

from bot.chat.client import Stripes
from bot.editing.library import load
from bot.problems import UserError
from bot.settings import Settings

log = logging.getLogger("stripes")


def run_bot(settings: Settings) -> int:
    """Connect to Discord and answer until told to stop; 0 after a clean stop. Raises UserError for what a host mends."""
    token = settings.needed_token()
    _set_up_logging()
    catalogue = load(settings.knowledge)
    entries = len(catalogue.known.drugs) + len(catalogue.known.trials)
    log.info("knowledge %s: %d entries from %s", catalogue.known.version, entries, settings.knowledge)
    return asyncio.run(_run(Stripes(catalogue, settings, _today), token))


async def _run(client: Stripes, token: str) -> int:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with client:
        connected = asyncio.create_task(client.start(token), name="discord")
        stopped = asyncio.create_task(stop.wait(), name="stop")
        await asyncio.wait({connected, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if connected.done():
            stopped.cancel()
            return _why_it_ended(connected)
        log.info("stopping")
        await client.close()
        connected.cancel()
        await asyncio.gather(connected, return_exceptions=True)
    return 0


def _why_it_ended(connected: asyncio.Task[None]) -> int:
    try:
        connected.result()
    except discord.LoginFailure:
        raise UserError(
            "Discord refused the token", "make a new one at discord.com/developers under Bot, Reset Token"
        ) from None
    except (aiohttp.ClientError, OSError, discord.HTTPException, discord.GatewayNotFound) as error:
        raise UserError(
            f"Discord cannot be reached ({type(error).__name__})", "check the network, then start again"
        ) from None
    return 0


def _set_up_logging() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    log.setLevel(logging.INFO)
    logging.getLogger("discord.client").setLevel(logging.ERROR)  # it warns of voice and of intents that we do not use


def _today() -> date:
    return datetime.now(UTC).date()
