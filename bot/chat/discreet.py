"""No line of the log says who asked or what, whoever writes it and at whatever level.

Every library writes through Python's one maker of log records, which this module replaces: it holds for handlers and
levels that somebody adds later, too. Of a library's line only its fixed words stay, and small numbers. Of an
exception only its kind and the places in the program stay: its text may hold what was typed, or the token.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
import traceback
from collections.abc import Mapping
from typing import Any

import aiohttp
import discord

OURS = "stripes"
HIDDEN = "…"
LARGEST_NUMBER = 9_999
_SLOT = re.compile(r"%(?:\((?P<name>[^)]*)\))?[-#0 +]*[0-9*]*(?:\.[0-9*]+)?[hlL]?(?P<kind>[a-zA-Z%])")
_LONG_NUMBER = re.compile(r"[0-9]{15,21}")
_TOKEN = re.compile(r"[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}|[\w-]{60,}")
_OF_THE_NETWORK = (
    OSError, TimeoutError, EOFError, aiohttp.ClientError, discord.ConnectionClosed, discord.GatewayNotFound,
    discord.DiscordServerError, discord.LoginFailure,
)  # fmt: skip


class Discreet(logging.LogRecord):
    """A log record that has already forgotten what it must not say."""

    def __init__(
        self,
        name: str,
        level: int,
        pathname: str,
        lineno: int,
        msg: object,
        args: Any,
        exc_info: Any,
        func: str | None = None,
        sinfo: str | None = None,
        **more: Any,
    ) -> None:
        place = f"{os.path.basename(pathname)}:{lineno}"
        super().__init__(name, level, pathname, lineno, _said(name, place, msg, args), (), None, func, None, **more)
        self.exc_text = places(exc_info[1]) if exc_info and exc_info[1] is not None else None
        self.taskName = None  # it holds a button's id, or a command's name


def keep_discreet() -> None:
    """From now on nothing in this process logs or prints who asked or what. Calling it twice changes nothing."""
    logging.setLogRecordFactory(Discreet)
    sys.excepthook = lambda kind, error, trace: _last_words(error)
    sys.unraisablehook = lambda raised: _last_words(raised.exc_value)
    threading.excepthook = lambda raised: _last_words(raised.exc_value)


def places(error: BaseException) -> str:
    """The kind of an exception and the places it passed, the innermost last; never its text.

    Of trouble with the network only the kind is said: through which lines of a library it came helps nobody.
    """
    root = error
    seen = {id(root)}
    while root.__cause__ is not None and id(root.__cause__) not in seen:
        root = root.__cause__
        seen.add(id(root))
    kind = type(root).__name__
    if isinstance(root, _OF_THE_NETWORK):
        return f"({kind})"
    frames = "".join(traceback.format_tb(root.__traceback__)).rstrip()
    return f"{frames}\n{kind}" if frames else f"({kind})"


def _said(name: str, place: str, msg: object, args: Any) -> str:
    if len(args) == 1 and isinstance(args[0], Mapping):
        args = args[0]
    try:
        if name.split(".")[0] == OURS:
            return _scrubbed(str(msg) % args if args else str(msg))
        # Without values the words may have been put together before: nobody can tell what is in them.
        return f"{name}: {_fixed_words(str(msg), args)} ({place})" if args else f"{name} ({place})"
    except Exception as error:  # a line of the log must never cost somebody an answer
        return f"{name}: a line that could not be written, {type(error).__name__} ({place})"


def _scrubbed(text: str) -> str:
    """Our own lines are written without names; ids and tokens are taken out all the same."""
    return _LONG_NUMBER.sub(HIDDEN, _TOKEN.sub(HIDDEN, text))


def _fixed_words(template: str, args: Any) -> str:
    """A library's line with a sign in place of every value but small numbers."""
    values = iter(args if isinstance(args, tuple) else ())

    def shown(slot: re.Match[str]) -> str:
        if slot["kind"] == "%":
            return "%"
        value: object = next(values, None)
        small = type(value) in (int, float) and isinstance(value, int | float) and abs(value) <= LARGEST_NUMBER
        return slot.group() % value if small and not slot["name"] and "*" not in slot.group() else HIDDEN

    return _scrubbed(_SLOT.sub(shown, template))


def _last_words(error: BaseException | None) -> None:
    if not isinstance(error, KeyboardInterrupt):
        sys.stderr.write(f"mistake outside of any answer\n{places(error) if error else ''}\n")
