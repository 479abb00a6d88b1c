"""Nothing is kept of who asked what: not in the log at any level, not in files, not in what the system shows of a process."""

from __future__ import annotations

import io
import json
import logging
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import discord as library
import pytest

from bot.chat.client import intents
from bot.chat.discreet import keep_discreet
from bot.chat.logs import Lines, Objects

from .loopback import Bot, Discord, Pending, Person, Said

ROOT = Path(__file__).resolve().parent.parent
WORD = "querymarker"

# Starts the bot with every logger of every library at DEBUG, as a host in trouble would, and breaks it on purpose:
# each question with "crash" in it fails with its own words, and the asker, in the exception.
BROKEN = """
import asyncio, logging, runpy, sys
import bot.chat.client as client, bot.chat.logs as logs, bot.chat.reply as reply
from bot.answers.compose import answer

set_up = logs.set_up
def at_debug(settings):
    set_up(settings)
    for name in ("", "discord", "discord.client", "discord.gateway", "discord.http", "asyncio", "aiohttp", "stripes"):
        logging.getLogger(name).setLevel(logging.DEBUG)
logs.set_up = at_debug
import bot.chat.process as process
process.set_up = at_debug

def broken(question, *rest):
    if "composer" in question.asked:
        raise ValueError(f"planted: {question}")
    return answer(question, *rest)
client.answer = broken

send = reply.send
async def breaks(interaction, said):
    typed = str(interaction.data)
    if "sender" in typed:
        raise RuntimeError(f"planted: {interaction} {interaction.user.id} {typed} {interaction.token}")
    if "forgotten" in typed:
        async def nobody_waits():
            raise LookupError(f"planted: {interaction.user} {typed}")
        asyncio.create_task(nobody_waits(), name=f"for {interaction.user.id} {typed}")
    if "callback" in typed:
        def later():
            raise ArithmeticError(f"planted: {interaction.user.id} {typed}")
        asyncio.get_running_loop().call_soon(later)
    await send(interaction, said)
reply.send = breaks

sys.argv = ["bot", "run"]
runpy.run_module("bot", run_name="__main__")
"""


def everything_said(bot: Bot) -> str:
    """All that the process printed, and what the system shows of it while it runs."""
    seen = bot.stdout + bot.stderr
    if bot.running:
        proc = Path(f"/proc/{bot.pid}")
        seen += (proc / "cmdline").read_text().replace("\0", " ").replace(BROKEN, "") + (proc / "comm").read_text()
        seen += "".join((task / "comm").read_text() for task in (proc / "task").iterdir())
    return seen


def files_of(bot: Bot, *folders: Path) -> dict[str, str]:
    """Every file that the process has open or wrote: regular files only, by path."""
    paths = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    for link in Path(f"/proc/{bot.pid}/fd").iterdir():
        target = Path(link.resolve())
        if target.is_file():
            paths.add(target)
    return {str(path): path.read_text(errors="replace") for path in paths}


def ask_much(discord: Discord, people: list[Person], rounds: int) -> list[str]:
    """Questions of every kind by many people; the words that must be nowhere afterwards."""
    planted: list[str] = []
    acts: list[Callable[[], Pending | Said]] = []
    for number in range(rounds):
        person = people[number % len(people)]
        here, dm = person.channel.guild is not None, person.channel.guild is None
        crash = {0: "composer", 10: "sender", 20: "forgotten", 30: "callback"}.get(number % 50, "")
        word = f"{WORD}{number}{crash}"
        planted.append(word)
        ways: list[Callable[[], Pending | Said]] = [
            lambda p=person, w=word: p.asks("trial", name=w),
            lambda p=person, w=word: p.asks("drug", name=f"lenvatinib {w}"),
            lambda p=person, w=word: p.types("drug", name=w),
            lambda p=person, w=word: p.asks("find", country=w),
            lambda p=person, w=word: p.uses_menu("Explain the words", f"{w} everolimus"),
        ]  # fmt: skip
        if crash:
            ways = ways[:1]
        elif dm:
            ways.append(lambda p=person, w=word: p.asks("word", name=w))
        elif here:
            ways.append(lambda p=person, w=word: p.writes(f"{discord.me} {w}"))
        acts.append(ways[number % len(ways)])
    discord.burst(acts, at_once=20, timeout=30.0)
    return planted


def nothing_kept(rounds: int, tmp_path: Path, **env: str) -> str:
    """Ask, fail, lose the connection and come back; then look everywhere. Returns what the process said."""
    state = tmp_path / "state"
    state.mkdir()
    with (
        Discord(relax={"one_answer"}) as discord,
        Bot(discord, command=(sys.executable, "-c", BROKEN), env={"STRIPES_STATE": str(state), **env}) as bot,
    ):
        people = [discord.member(f"Person{n}") for n in range(60)] + [discord.in_dm(f"Private{n}") for n in range(20)]
        planted = ask_much(discord, people, rounds)
        card = people[0].slash("drug", name="afinitor")
        card.buttons[0].click()
        with discord.fails("POST /interactions/*/callback", 500, times=2):
            people[1].asks("trial", name=f"{WORD}lost")
            discord.wait_until(lambda: len(discord.requests("POST /interactions/*")) > 0, "a request")
        discord.cut_sockets()
        discord.wait_connected()
        people[2].slash("drug", name="afinitor", timeout=20)
        seen = everything_said(bot)
        held = files_of(bot, state, Path(bot.folder.name))
        health = subprocess.run(
            [sys.executable, "-m", "bot", "health"], cwd=ROOT, env=bot.env, capture_output=True, text=True, timeout=30
        )
        seen += health.stdout + health.stderr
        assert bot.stop() == 0
        seen += everything_said(bot)
        forbidden = {
            "a user id": [str(user.id) for user in discord.world.users.values()],
            "a name": [person.name.lower() for person in people],
            "a token": [discord.token, *(one.token for one in discord.world.interactions.values())],
            "an interaction": [str(number) for number in discord.world.interactions],
            "a place": [str(number) for number in (*discord.world.channels, *discord.world.guilds)],
            "a session": list(discord.gateway.sessions),
        }
    assert WORD not in seen and "planted" not in seen
    for what, values in forbidden.items():
        leaked = [value for value in values if value in seen]
        assert not leaked, f"{what} is in the log: {leaked[:3]}\n{_around(seen, leaked[0])}"
    for path, text in held.items():
        assert WORD not in text, path
        for what, values in forbidden.items():
            assert not any(value in text for value in values), f"{what} is in {path}"
    assert planted
    return seen


def _around(text: str, value: str) -> str:
    place = text.index(value)
    return text[max(0, place - 300) : place + 300]


def test_nothing_is_kept(tmp_path: Path) -> None:
    """Some hundreds of questions at DEBUG level, a part of them with planted exceptions: nobody and nothing is named."""
    seen = nothing_kept(400, tmp_path)
    assert "discord.gateway: For Shard ID 0: WebSocket Event: … (gateway.py:" in seen
    assert len(re.findall(r"mistake [0-9a-f]{6}: ValueError", seen)) == 8
    assert "asyncio (base_events.py:" in seen and "LookupError" in seen and "ArithmeticError" in seen


@pytest.mark.slow
@pytest.mark.parametrize("how", ["text", "json"])
def test_ten_thousand_questions_are_forgotten(tmp_path: Path, how: str) -> None:
    """10,000 questions and 800 exceptions, for people and for programs to read."""
    seen = nothing_kept(10_000, tmp_path, STRIPES_LOG=how, STRIPES_LOG_LEVEL="debug")
    assert len(re.findall(r"mistake [0-9a-f]{6}: ValueError", seen)) == 200
