"""What the moderators' channel hears: edits that were refused, and once a week what is due."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.answers.answer import Draft
from bot.answers.compose import notice
from bot.answers.due import due_card
from bot.answers.moderating import News, news_card
from bot.chat import reply
from bot.editing.lastgood import note, recall

if TYPE_CHECKING:
    from bot.chat.client import Stripes

log = logging.getLogger("stripes")
_DIGEST = "digest"


class Moderators:
    """The channel of the moderators, if the host named one."""

    def __init__(self, client: Stripes) -> None:
        self.client = client
        self.home: int | None = None
        self._last_digest: str | None = None

    async def find_home(self) -> None:
        """Learn which server the moderators' channel is in: only there is /knowledge answered."""
        channel = self.client.settings.moderators_channel
        if channel is not None:
            try:
                found: Mapping[str, Any] = await self.client.http.get_channel(channel)
                self.home = int(found["guild_id"]) if found.get("guild_id") else None
            except discord.HTTPException as error:
                log.warning("the moderators' channel cannot be read: Discord said %s", error.status)

    async def tell(self, news: News) -> None:
        """Say what changed and what was refused. A channel that cannot be reached is a line in the log."""
        await self._post(news_card(news))

    async def daily(self) -> None:
        """On the host's weekday, once: what is due. Silent if nothing is."""
        settings, today = self.client.settings, self.client.today()
        if not settings.leads or today.weekday() != settings.digest_day or self._was_told(today):
            return
        card = due_card(self.client.catalogue.known, today)
        self._remember(today)
        if card is not None:
            await self._post(card)

    def _was_told(self, today: date) -> bool:
        state = self.client.settings.state
        if self._last_digest is None:
            self._last_digest = recall(state, _DIGEST) if state else ""
        return self._last_digest == today.isoformat()

    def _remember(self, today: date) -> None:
        self._last_digest = today.isoformat()
        if self.client.settings.state:
            try:
                note(self.client.settings.state, _DIGEST, self._last_digest)
            except OSError as error:
                log.error("the day of the digest could not be kept: %s", error.strerror)

    async def _post(self, draft: Draft) -> None:
        channel = self.client.moderators_channel()
        if channel is None or not self.client.settings.leads:
            return
        try:
            await reply.post(channel, notice(draft, self.client.catalogue))
        except discord.HTTPException as error:
            log.warning("the moderators' channel cannot be written to: Discord said %s", error.status)
        except (aiohttp.ClientError, OSError) as cut:
            log.warning("the moderators' channel cannot be reached: %s", type(cut).__name__)
