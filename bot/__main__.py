"""Where the process starts: the words of the command line, the environment, the exit code."""

from __future__ import annotations

import os
import sys

from bot.settings import Settings
from bot.terminal.main import main


def run(settings: Settings) -> int:
    """Start the Discord bot; its libraries are loaded only now, so that the terminal stays quick."""
    from bot.chat.process import run_bot

    return run_bot(settings)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ, run))
