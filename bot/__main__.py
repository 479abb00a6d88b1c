"""Where the process starts: the words of the command line, the environment, the exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings, all_settings

if TYPE_CHECKING:
    from bot.names.catalogue import Catalogue
    from bot.problems import Finding


def run(settings: Settings) -> int:
    """Start the Discord bot; its libraries are loaded only now, so that the terminal stays quick."""
    gc.enable()
    from bot.chat.process import run_bot

    return run_bot(settings)


def examine(settings: Settings, catalogue: Catalogue | None) -> Sequence[Finding]:
    """Look at the bot as Discord sees it, for ``doctor``."""
    from bot.chat.examination import examine

    return examine(settings, catalogue)


def start() -> int:
    """Do what the command line asks; the exit code."""
    if sys.argv[1:] == ["health"]:  # a container asks every few seconds: without all that the other commands load
        from bot.terminal.health import health

        return health(all_settings(os.environ, Path.cwd())[0])
    gc.disable()  # a short life makes no garbage worth looking for; ``run`` switches it on again
    from bot.terminal.main import main

    return main(sys.argv[1:], os.environ, run, examine)


if __name__ == "__main__":
    sys.exit(start())
