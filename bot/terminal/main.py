"""Reads the words of the command line and calls what they ask for."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.problems import UserError
from bot.settings import Settings, all_settings, read_settings
from bot.terminal.ask import ask
from bot.terminal.cards import print_all
from bot.terminal.check import check
from bot.terminal.doctor import Examine, doctor
from bot.terminal.due import due
from bot.terminal.health import health
from bot.terminal.schema import schema

FINE, LOOK, WRONG_USAGE, OUR_BUG = 0, 1, 2, 3
Run = Callable[[Settings], int]


def main(words: Sequence[str], environment: Mapping[str, str], run: Run, examine: Examine) -> int:
    """Do what the words ask; the exit code: 0 fine, 1 look at the output, 2 wrong usage, 3 our bug."""
    given = _parser().parse_args(words)
    try:
        if given.command == "doctor":
            return doctor(*all_settings(environment, Path.cwd()), examine)
        if given.command == "health":
            return health(all_settings(environment, Path.cwd())[0])
        settings = read_settings(environment, Path.cwd())
        if given.command == "ask" and given.all:
            return print_all(settings.knowledge, datetime.now(UTC).date())
        if given.command == "ask":
            today = datetime.now(UTC).date()
            return ask(given.words, settings.knowledge, today, given.json, given.explain, settings.keeper)
        if given.command == "check":
            today = datetime.now(UTC).date()
            return check(given.folder or settings.knowledge, given.plain, today, given.format == "github")
        if given.command == "due":
            return due(settings.knowledge, datetime.now(UTC).date())
        if given.command == "schema":
            return schema(settings.knowledge, given.write)
        return run(settings)
    except UserError as wrong:
        print(f"error: {wrong.what}\n hint: {wrong.hint}", file=sys.stderr)
        return LOOK
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  # the reader went away; nothing is left to say
        return FINE
    except Exception as error:
        sys.excepthook(type(error), error, error.__traceback__)
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
    commands.add_parser(
        "due",
        help="list what should be checked again, oldest first",
        description="Lists the trials whose status is overdue or due for a check within 14 days, at most ten, the oldest first. "
        "Exit code 0 if there are none, 1 if there are.",
    )
    commands.add_parser(
        "doctor",
        help="look at everything around the bot, and say what to do",
        description="Looks at token, commands, install link, moderators' channel, knowledge, state folder, clock, disk and "
        "versions. For each it says fine, look or wrong, and what to do. It changes nothing and posts nothing, and works "
        "before the first run. Exit code 1 if something is wrong, 0 otherwise.",
    )
    commands.add_parser(
        "health",
        help="ask the running bot how it is: connected, knowledge loaded, disk fine",
        description="Asks the bot that runs here with the same settings, and prints one line. Exit code 0 if it is connected, "
        "has its knowledge and can write where it should; 1 if not, or if it is frozen or not running. The image asks by itself.",
    )
    asking = commands.add_parser(
        "ask",
        help="ask one question here in the terminal; no token needed",
        description="Prints the answer that the bot would give in Discord. Exit code 1 if nothing was found.",
        epilog='Examples:  python -m bot ask /trial lenvatinib    python -m bot ask "/drug afinitor"    python -m bot ask NCT02678780',
    )
    asking.add_argument(
        "words", nargs="*", metavar="QUESTION", help="a command and a name: /trial lenvatinib, /drug afinitor"
    )
    asking.add_argument("--all", action="store_true", help="print every card there is, to read everything in one go")
    asking.add_argument("--json", action="store_true", help="print the answer as JSON")
    asking.add_argument("--explain", type=Path, metavar="FILE", help="explain the words in a text file")
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
    checking.add_argument(
        "--format", choices=("text", "github"), default="text", help="github: print what GitHub shows beside the lines"
    )
    schemas = commands.add_parser(
        "schema",
        help="look if the files for editor programs are up to date",
        description="Compares knowledge/.schema, by which editor programs complete and check the files, with the shapes the "
        "bot reads with. Exit code 0 if they agree, 1 otherwise.",
    )
    schemas.add_argument("--write", action="store_true", help="bring them up to date")
    return parser
