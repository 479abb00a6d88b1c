"""Reads the words of the command line and calls what they ask for."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.problems import UserError
from bot.settings import Settings, read_settings
from bot.terminal.ask import ask
from bot.terminal.check import check

FINE, LOOK, WRONG_USAGE, OUR_BUG = 0, 1, 2, 3
Run = Callable[[Settings], int]


def main(words: Sequence[str], environment: Mapping[str, str], run: Run) -> int:
    """Do what the words ask; the exit code: 0 fine, 1 look at the output, 2 wrong usage, 3 our bug."""
    given = _parser().parse_args(words)
    try:
        settings = read_settings(environment, Path.cwd())
        if given.command == "ask":
            return ask(given.words, settings.knowledge, datetime.now(UTC).date(), given.json)
        if given.command == "check":
            return check(given.folder or settings.knowledge, given.plain)
        return run(settings)
    except UserError as wrong:
        print(f"error: {wrong.what}\n hint: {wrong.hint}", file=sys.stderr)
        return LOOK
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  # the reader went away; nothing is left to say
        return FINE
    except Exception:
        traceback.print_exc()
        print(
            "error: this is a mistake in the program, not yours\n hint: please report the lines above", file=sys.stderr
        )
        return OUR_BUG


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Answers about clinical trials and drugs in plain, sourced, dated words. Without a command it runs the Discord bot.",
        epilog="First steps without a Discord token:  python -m bot ask /trial lenvatinib",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser(
        "run",
        help="connect to Discord and answer there (needs DISCORD_TOKEN)",
        description="Connects to Discord and answers there until it is told to stop (Ctrl-C, or SIGTERM as Docker sends it). "
        "Needs DISCORD_TOKEN, or DISCORD_TOKEN_FILE with the path of a file that holds the token.",
    )
    asking = commands.add_parser(
        "ask",
        help="ask one question here in the terminal; no token needed",
        description="Prints the answer that the bot would give in Discord. Exit code 1 if nothing was found.",
        epilog='Examples:  python -m bot ask /trial lenvatinib    python -m bot ask "/drug afinitor"    python -m bot ask NCT02678780',
    )
    asking.add_argument(
        "words", nargs="+", metavar="QUESTION", help="a command and a name: /trial lenvatinib, /drug afinitor"
    )
    asking.add_argument("--json", action="store_true", help="print the answer as JSON")
    checking = commands.add_parser(
        "check",
        help="look for mistakes in the knowledge files",
        description="Reads every file of the knowledge folder and prints all mistakes at once: where, what, and how to mend it. "
        "Exit code 0 if there is none, 1 otherwise.",
    )
    checking.add_argument("folder", nargs="?", type=Path, help="the folder to read (default: the bot's own)")
    checking.add_argument(
        "--plain", action="store_true", help="also list the texts that are hard to read, the hardest first"
    )
    return parser
