"""Nothing is kept of who asked what: not in the log at any level, not in files, not in what the system shows of a process."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from bot.chat.client import intents

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
        alone = person.channel.guild is None
        crash = {0: "composer", 10: "sender", 20: "forgotten", 30: "callback"}.get(number % 50, "")
        word = f"{WORD}{number}{crash}"
        planted.append(word)
        ways: list[Callable[[], Pending | Said]] = [
            partial(person.asks, "trial", name=word),
            partial(person.asks, "drug", name=f"lenvatinib {word}"),
            partial(person.types, "drug", name=word),
            partial(person.asks, "find", country=word),
            partial(person.uses_menu, "Explain the words", f"{word} everolimus"),
        ]
        if crash:
            ways = ways[:1]
        elif alone:
            ways.append(partial(person.asks, "word", name=word))
        else:
            # Each by a person of their own: who writes too fast gets no answer.
            ways.append(partial(discord.member(f"Writer{number}").writes, f"{discord.me} {word}"))
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


@pytest.mark.slow
def test_nothing_is_kept(tmp_path: Path) -> None:
    """Some hundreds of questions at DEBUG level, a part of them with planted exceptions: nobody and nothing is named."""
    seen = nothing_kept(400, tmp_path, STRIPES_LOG_LEVEL="debug")
    assert "discord.gateway: For Shard ID 0: WebSocket Event: … (gateway.py:" in seen
    assert len(set(re.findall(r"mistake [0-9a-f]{6}: ValueError", seen))) == 8
    assert "asyncio (base_events.py:" in seen and "LookupError" in seen and "ArithmeticError" in seen


@pytest.mark.slow
@pytest.mark.parametrize("how", ["text", "json"])
def test_ten_thousand_questions_are_forgotten(tmp_path: Path, how: str) -> None:
    """10,000 questions and 800 exceptions, for people and for programs to read."""
    seen = nothing_kept(10_000, tmp_path, STRIPES_LOG=how, STRIPES_LOG_LEVEL="debug")
    assert len(set(re.findall(r"mistake [0-9a-f]{6}: ValueError", seen))) == 200


# Tells every connection, look-up, datagram, program and file for writing that Python begins, as the interpreter sees it.
AUDITED = """
import os, runpy, sys
NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg")
PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork")
def audit(event, args):
    writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if writes or event in NETWORK or event in PROGRAMS:
        os.write(2, f"AUDIT {event} {args[1:] if event.startswith('socket') else args}\\n".encode())
sys.addaudithook(audit)
sys.argv = ["bot", "run"]
runpy.run_module("bot", run_name="__main__")
"""


@pytest.mark.slow
def test_no_network_call_while_answering() -> None:
    """A question leads to one request, Discord's own callback: no other connection, look-up, program, or written file."""
    with Discord() as discord, Bot(discord, command=(sys.executable, "-c", AUDITED)) as bot:
        anna = discord.member("Anna")
        assert "AUDIT socket.connect" in bot.stderr, "the audit works"
        anna.slash("trial", name="lenvatinib")
        asked, before = len(discord.requests()), len(bot.stderr)
        acts: list[Callable[[], Pending | Said]] = [
            lambda: anna.asks("trial", name="lenvatinib"),
            lambda: anna.asks("drug", name="afinitor"),
            lambda: anna.asks("word", name="PRRT"),
            lambda: anna.asks("find", country="Norway"),
            lambda: anna.asks("compare", first="everolimus", second="sunitinib"),
            lambda: anna.asks("drug", name="vapreotide"),
            lambda: anna.asks("trial", name="xyzzyq"),
            lambda: anna.types("drug", name="afin"),
            lambda: anna.uses_menu("Explain the words", "PRRT and everolimus"),
        ]
        discord.burst(acts * 6, at_once=1)
        requests = discord.requests()[asked:]
        assert len(requests) == 54
        assert {(one.method, one.path.split("/")[1], one.path.split("/")[-1]) for one in requests} == {
            ("POST", "interactions", "callback")
        }
        audited = [line for line in bot.stderr[before:].splitlines() if line.startswith("AUDIT")]
        assert [line for line in audited if f"('127.0.0.1', {discord.port})" not in line] == []


def test_the_intents_are_the_minimum() -> None:
    """Direct messages and mentions; nothing privileged, no members, no presences, no servers' contents."""
    wanted = intents()
    assert sorted(name for name, on in wanted if on) == ["dm_messages", "guild_messages"]
    assert wanted.value == 1 << 9 | 1 << 12
    with Discord() as discord, Bot(discord):
        assert [one["intents"] for one in discord.gateway.identifies] == [1 << 9 | 1 << 12]


# A library that logs what it must not, through a handler that somebody added later, and a thread that dies.
TALKATIVE = """
import json, logging, sys, threading
from pathlib import Path
from bot.settings import read_settings
from bot.chat.logs import set_up
set_up(read_settings(json.loads(sys.argv[1]), Path.cwd()))
added = logging.StreamHandler(sys.stdout)
added.setFormatter(logging.Formatter("%(name)s %(message)s %(taskName)s"))
logging.getLogger().addHandler(added)
logging.getLogger().setLevel(logging.DEBUG)
secret = "querymarker"
try:
    try:
        raise KeyError(secret)
    except KeyError as error:
        raise ValueError(f"about {secret}") from error
except ValueError as caught:
    error = caught
for name in ("discord.http", "asyncio", "aiohttp.client", "somebody"):
    log = logging.getLogger(name)
    log.debug("put together: " + secret)
    log.warning("%s of %d and %(x)" if 0 else "%s of %d, %.2f, %r, 100%%", secret, 4, 2.5, secret)
    log.info("%(who)s asked", {"who": secret})
    log.error("an id: %s, a large number: %d, a flag: %s", "123456789012345678", 123456789012345678, True)
    log.exception("it broke: %s", secret, exc_info=error)
    log.warning("%d", secret)
    log.warning("stack", stack_info=True, extra={"who": "nobody"})
ours = logging.getLogger("stripes")
ours.info("knowledge %s: %d entries", "4f2a1c", 116)
ours.info("a mistake of ours: %s", "123456789012345678 MTAwMDAwMDAwMDAwMDAwMDAx.GloopB.a-token-that-only-the-loopback-knows")
ours.info("%d", "no number")
ours.error("it broke", exc_info=error)
threading.Thread(target=lambda: {}[secret]).start()
{}[secret]
"""


@pytest.mark.parametrize("how", ["text", "json"])
def test_no_library_and_no_handler_can_tell(how: str) -> None:
    """Whatever is logged by whom and through which handler: values are left out, kinds and places of mistakes stay."""
    done = subprocess.run(
        [sys.executable, "-c", TALKATIVE, json.dumps({"STRIPES_LOG": how})],
        cwd=ROOT, capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    seen = done.stdout + done.stderr
    assert WORD not in seen.replace("{}[secret]", "") and "1234567890" not in seen and "loopback" not in seen
    assert "discord.http: … of 4, 2.50, …, 100% (<string>:" in done.stdout
    assert "somebody: … asked (<string>:" in done.stdout
    assert "an id: …, a large number: …, a flag: … (" in done.stdout
    assert "knowledge 4f2a1c: 116 entries" in done.stdout and "a mistake of ours: … …" in done.stdout
    assert "KeyError" in done.stdout and "ValueError" not in done.stdout
    assert "stripes: a line that could not be written, TypeError (<string>:" in done.stdout
    assert done.stderr.count("mistake outside of any answer") == 2, "the thread's end and the program's"
    if how == "json":
        lines = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
        assert len(lines) >= 30 and all({"time", "level", "from", "says"} <= set(line) for line in lines)
        assert any("KeyError" in line.get("where", "") for line in lines)
    else:
        assert re.search(r"^2\d{3}-\d\d-\d\d \d\d:\d\d:\d\d INFO knowledge 4f2a1c: 116 entries$", done.stderr, re.M)
        assert "\x1b" not in done.stderr
