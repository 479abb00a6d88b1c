"""``python -m bot health``: asks the running bot how it is. Quick and small: a container asks every few seconds."""

from __future__ import annotations

from bot.pulse import FINE, feel
from bot.settings import Settings


def health(settings: Settings) -> int:
    """Print one line, how the running bot is and if need be why not; 0 if it is fine, 1 otherwise."""
    said = feel(settings)
    print(said)
    return 0 if said.startswith(FINE) else 1
