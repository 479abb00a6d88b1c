"""What the log looks like: lines for people, or JSON for programs. What it may say is decided in ``discreet``."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

from bot.chat.discreet import keep_discreet
from bot.settings import Settings


class Lines(logging.Formatter):
    """One line for people: day, time (UTC), weight, what happened."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """The time in UTC, as the answers count their days."""
        return datetime.fromtimestamp(record.created, UTC).strftime(datefmt or "%Y-%m-%d %H:%M:%S")


class Objects(logging.Formatter):
    """One JSON object a line: time, level, from, says; ``where`` if something went wrong."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.casefold(),
            "from": record.name,
            "says": record.getMessage(),
        }
        if record.exc_text:
            said["where"] = record.exc_text
        return json.dumps(said, ensure_ascii=False)


def set_up(settings: Settings) -> None:
    """Log to the error stream as the host wants it, and discreetly from the first line on."""
    keep_discreet()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Objects() if settings.log_json else Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.DEBUG if settings.log_debug else logging.WARNING)
    logging.getLogger("stripes").setLevel(logging.DEBUG if settings.log_debug else logging.INFO)
    # It warns of voice and of intents that we do not use.
    logging.getLogger("discord.client").setLevel(logging.DEBUG if settings.log_debug else logging.ERROR)
