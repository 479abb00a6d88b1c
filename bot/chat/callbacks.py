"""The first answer to an interaction reaches Discord once: neither twice, nor too late, nor not at all.

discord.py 2.7 sends it again one second after a failure without knowing whether the first one took effect (Discord
then says 40060), goes on after Discord has stopped waiting (10062), and does not try again after a cut connection.
Here a failed answer is looked for first, and sent again only if it is not there and somebody still waits for it.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import discord
from discord.http import json_or_text
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

if TYPE_CHECKING:
    from bot.chat.client import Stripes

# Discord waits 3 seconds for the first answer.
LAST_TRY: Final = 2.3
TOO_LATE: Final = 2.8
PAUSES: Final = (0.2, 0.4, 0.6, 0.8)
HANGS: Final = 10.0
REMEMBERED: Final = 1_000
UNEVEN: Final = 1e-4
UNKNOWN_MESSAGE, NOBODY_WAITS, ALREADY_ANSWERED = 10008, 10062, 40060


log = logging.getLogger("stripes")


class TooLate(discord.DiscordException):
    """Discord no longer waits for an answer to this interaction: nothing can be said to it any more."""


class NotDelivered(discord.DiscordException):
    """The answer did not reach Discord, and it is too late to try again. Its text is the kind of failure."""


def answer_once(client: Stripes) -> None:
    """From here on the answers of ``client`` go this way; call it in the task that starts all others."""
    async_context.set(Callbacks(client))


class Callbacks(AsyncWebhookAdapter):
    """discord.py's sender of interaction responses, with a memory of what became of each."""

    def __init__(self, client: Stripes) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._client = client
        self._freshest = time.monotonic() - time.time() if client.clock_is_right else math.inf
        self._compared_at = time.monotonic()
        self._tried: dict[int, None] = {}

    async def request(
        self,
        route: Any,
        session: aiohttp.ClientSession,
        *,
        payload: dict[str, Any] | None = None,
        multipart: list[dict[str, Any]] | None = None,
        files: Sequence[discord.File] | None = None,
        **how: Any,
    ) -> Any:
        """Send; a callback at most once with effect. Raises TooLate, or what discord.py would raise."""
        if not route.url.endswith("/callback"):
            return await super().request(route, session, payload=payload, multipart=multipart, files=files, **how)
        age = self._age(route.webhook_id)
        if age > TOO_LATE:
            raise TooLate
        if route.webhook_id in self._tried and await self._took_effect(route, session, how):
            return _receipt(route)  # something went wrong only after it was answered
        self._tried[route.webhook_id] = None
        while len(self._tried) > REMEMBERED:
            del self._tried[next(iter(self._tried))]
        last_try = time.monotonic() + min(LAST_TRY, TOO_LATE - age)
        for tried, pause in enumerate((*PAUSES, HANGS)):
            for file in files or ():
                file.reset(seek=tried)
            try:
                # Without "with_response": reading Discord's copy of our own message back takes long, and tells nothing.
                await self._send(route, session, payload, multipart, {**how, "params": None})
                return _receipt(route)
            except discord.HTTPException as refused:
                if refused.code == ALREADY_ANSWERED:
                    if tried:
                        return _receipt(route)  # it took effect after all
                    raise NotDelivered("another bot with this token has answered") from None
                if refused.code == NOBODY_WAITS:
                    raise TooLate from None
                if refused.status < 500 and refused.status != 429:
                    raise
                pause = max(pause, _asked_pause(refused))
                failed, unsure = _in_short(refused), refused.status >= 500
            except Exception as cut:  # whatever it was: nobody knows whether the answer is there
                if not isinstance(cut, aiohttp.ClientError | OSError):
                    log.error("sending an answer failed: %s", type(cut).__name__)
                failed, unsure = type(cut).__name__, True
            in_time = time.monotonic() + pause < last_try
            await asyncio.sleep(pause if in_time else 0)
            if unsure and await self._took_effect(route, session, how):
                return _receipt(route)
            if not in_time:
                raise NotDelivered(failed)
        raise NotDelivered("too many tries")

    async def _send(
        self,
        route: Any,
        session: aiohttp.ClientSession,
        payload: dict[str, Any] | None,
        multipart: list[dict[str, Any]] | None,
        how: dict[str, Any],
    ) -> Any:
        body: dict[str, Any] = {"data": _form(multipart)} if multipart else {"json": payload}
        body |= {"timeout": aiohttp.ClientTimeout(total=HANGS), "params": how.get("params")}
        body |= {"proxy": how.get("proxy"), "proxy_auth": how.get("proxy_auth")}
        async with session.request(route.method, route.url, **body) as response:
            data = await json_or_text(response)
            if 200 <= response.status < 300:
                return data
            if response.status == 403:
                raise discord.Forbidden(response, data)
            if response.status == 404:
                raise discord.NotFound(response, data)
            if response.status >= 500:
                raise discord.DiscordServerError(response, data)
            raise discord.HTTPException(response, data)

    async def _took_effect(self, route: Any, session: aiohttp.ClientSession, how: dict[str, Any]) -> bool:
        """Whether Discord knows an answer: a form leaves no message, but another error than no answer does."""
        look: Any = discord.http.Route(
            "GET", f"/webhooks/{self._client.application_id}/{route.webhook_token}/messages/@original"
        )
        try:
            await self._send(look, session, None, None, {**how, "params": None})
        except discord.NotFound as missing:
            return missing.code == UNKNOWN_MESSAGE
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            return False
        return True

    def _age(self, interaction: int) -> float:
        """Seconds since somebody asked, compared with the freshest question lately: whoever's clock is wrong.

        Uneven clocks are forgiven 100 millionths; so a doubt ends in an answer.
        """
        now = time.monotonic()
        offset = now - discord.utils.snowflake_time(interaction).timestamp()
        self._freshest = min(self._freshest + (now - self._compared_at) * UNEVEN, offset)
        self._compared_at = now
        return offset - self._freshest


def _form(multipart: list[dict[str, Any]]) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    for part in multipart:
        form.add_field(**part)
    return form


def _receipt(route: Any) -> dict[str, Any]:
    """What discord.py needs to read of Discord's answer, when we know only that it took effect."""
    return {"interaction": {"id": str(route.webhook_id), "type": 2}}


def _asked_pause(refused: discord.HTTPException) -> float:
    if refused.status != 429:
        return 0.0
    after = refused.response.headers.get("Retry-After", "")
    return float(after) if after.replace(".", "", 1).isdigit() else 0.0


def _in_short(refused: discord.HTTPException) -> str:
    return f"Discord said {refused.status}"
