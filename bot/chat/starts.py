"""How often the bot may introduce itself to Discord, so that no crash loop ever costs the host the token.

Discord allows about 1,000 sessions a day (IDENTIFY) and resets the token of a bot that begins more. The rule here:
120 at once, and one more every 105 seconds; that is 943 a day at most. It is kept in the state folder if there is one;
and Discord itself remembers, too, and is asked at every start. A refused token is asked about every 15 minutes: 96
times a day.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

AT_ONCE = 120
SECONDS_FOR_ONE = 105.0
REFUSED_FOR = 15 * 60.0
A_DAY = 86_400.0
DISCORDS_SHARE = 1_000
FILE = "starts.json"


@dataclass(frozen=True, slots=True)
class Memory:
    """What outlives the process; days and people are not in it.

    level       sessions that count now; one is forgotten every ``SECONDS_FOR_ONE``.
    at          when that was, in seconds of the wall clock.
    refused     fingerprint of the token that Discord refused; empty: none.
    refused_at  when, in seconds of the wall clock.
    """

    level: float = 0.0
    at: float = 0.0
    refused: str = ""
    refused_at: float = 0.0

    def now(self, now: float) -> Memory:
        """The same at a later moment; a clock that went back forgets nothing."""
        forgotten = max(0.0, now - self.at) / SECONDS_FOR_ONE
        return replace(self, level=max(0.0, self.level - forgotten), at=now)

    def wait(self, now: float) -> float:
        """Seconds until one more session may begin."""
        return max(0.0, self.now(now).level + 1 - AT_ONCE) * SECONDS_FOR_ONE


class Starts:
    """Counts sessions, in ``folder`` if there is one; a folder that cannot be written is another's worry."""

    def __init__(self, folder: Path | None) -> None:
        self._file = folder / FILE if folder else None
        self._memory = self._read()

    def wait(self, now: float) -> float:
        """Seconds until one more session may begin."""
        return self._memory.wait(now)

    def take(self, now: float) -> None:
        """A session begins."""
        memory = self._memory.now(now)
        self._keep(replace(memory, level=memory.level + 1, refused="", refused_at=0.0))

    def refused(self, token: str, now: float) -> None:
        """Discord refused this token."""
        self._keep(replace(self._memory, refused=_fingerprint(token), refused_at=now))

    def refused_for(self, token: str, now: float) -> float:
        """Seconds until this token is worth another try; 0 if it is not known to be refused."""
        if self._memory.refused != _fingerprint(token):
            return 0.0
        return min(REFUSED_FOR, max(0.0, self._memory.refused_at + REFUSED_FOR - now))

    def _read(self) -> Memory:
        if self._file is None:
            return Memory()
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            return Memory(float(kept["level"]), float(kept["at"]), str(kept["refused"]), float(kept["refused_at"]))
        except (OSError, ValueError, KeyError, TypeError):
            return Memory()

    def _keep(self, memory: Memory) -> None:
        self._memory = memory
        if self._file is None:
            return
        beside = self._file.with_suffix(".new")
        try:
            beside.write_text(json.dumps(asdict(memory)), encoding="utf-8")
            os.replace(beside, self._file)
        except OSError:
            return


def wait_by_discord(total: int, remaining: int, reset_after: float) -> float:
    """Seconds to wait before a session, by what Discord itself has counted; ``reset_after`` in seconds.

    More than the rule allows were used: what is left is spread over the rest of the day, and the last 4 % are kept.
    """
    share = total / DISCORDS_SHARE
    used = total - remaining
    allowed = share * (AT_ONCE + max(0.0, A_DAY - reset_after) / SECONDS_FOR_ONE)
    if used < allowed:
        return 0.0
    spare = remaining - 40 * share
    return reset_after / spare if spare >= 1 else reset_after


def _fingerprint(token: str) -> str:
    return hashlib.sha256(f"refused {token}".encode()).hexdigest()[:16]
