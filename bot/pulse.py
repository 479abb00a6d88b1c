"""Where the running bot says how it is, and where ``python -m bot health`` asks: a socket with a name.

The bot's own event loop answers there, so that an answer proves that the bot is not frozen. On Linux the name needs
no file: it works with a read-only root. It is made from the settings, so that several bots on one machine differ.
"""

from __future__ import annotations

import hashlib
import os
import socket
import struct
import sys
import tempfile

from bot.settings import Settings

FINE = "fine: "
UNWELL = "not well: "
PATIENCE = 4.0


def address(settings: Settings) -> str:
    """The socket of the bot with these settings. It tells nothing about the token."""
    token = str(settings.token_file or settings.token)
    parts = (str(settings.knowledge.absolute()), str(settings.state), str(settings.shards), token)
    name = "stripes-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]
    return f"\0{name}" if sys.platform == "linux" else os.path.join(tempfile.gettempdir(), name)


def feel(settings: Settings) -> str:
    """What the running bot says of itself: a line that begins with FINE or UNWELL."""
    if not hasattr(socket, "AF_UNIX"):
        return f"{UNWELL}this system has no sockets with a name, so the bot cannot be asked"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(PATIENCE)
        try:
            line.connect(address(settings))
            if not _is_ours(line):
                return f"{UNWELL}somebody else answers in the bot's place"
            said = b"".join(iter(lambda: line.recv(4096), b""))
        except TimeoutError:
            return f"{UNWELL}the bot is frozen: no answer within {PATIENCE:.0f} seconds"
        except OSError:
            return f"{UNWELL}the bot is not running"
    return said.decode("utf-8", "replace").strip() or f"{UNWELL}the bot is stopping"


def _is_ours(line: socket.socket) -> bool:
    """On Linux: the one who answers is the same user, or the one who asks is root."""
    if sys.platform != "linux":
        return True
    _, user, _ = struct.unpack("3i", line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i")))
    return os.geteuid() in (user, 0)
