"""``python -m bot doctor``: what it says about everything around the bot, and what to do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from discord.http import Route
from packaging.requirements import Requirement

from bot.__main__ import examine, run
from bot.terminal.doctor import WORKS_WITH
from bot.terminal.main import main

from .loopback import Bot, Discord
from .loopback.process import SITE
from .loopback.world import BOT_RIGHTS, SEND
from .small_knowledge import write_knowledge

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Seen:
    """What doctor printed: a light and a text by each thing it looked at, and its exit code."""

    text: str
    code: int

    def __getitem__(self, what: str) -> tuple[str, str]:
        found = re.search(rf"^(fine|look|wrong) +{re.escape(what)}: (.*(?:\n {{6}} -> .*)?)$", self.text, re.M)
        assert found, f"{what!r} is not in\n{self.text}"
        return found[1], found[2]


def environment(discord: Discord | None, tmp_path: Path, **env: str) -> dict[str, str]:
    """What doctor is given: a small knowledge, a state folder, and what the test adds."""
    folder = tmp_path / "knowledge"
    if not folder.exists():
        write_knowledge(folder)
    return {
        "DISCORD_TOKEN": discord.token if discord else "",
        "STRIPES_KNOWLEDGE": str(folder),
        "STRIPES_STATE": str(tmp_path / "state"),
        **env,
    }


def doctor(discord: Discord | None, tmp_path: Path, **env: str) -> Seen:
    """``doctor`` against a loopback Discord, or against none, in this process: starting one takes most of a second."""
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()) as out:
        patch.setattr(Route, "BASE", f"{discord.url if discord else 'http://127.0.0.1:9'}/api/v10")
        code = main(["doctor"], environment(discord, tmp_path, **env), run, examine)
    return Seen(out.getvalue(), code)


def doctor_process(discord: Discord, tmp_path: Path, **env: str) -> Seen:
    """``python -m bot doctor`` against a loopback Discord."""
    given = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{SITE}{os.pathsep}{ROOT}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LOOPBACK_DISCORD": discord.url,
        **environment(discord, tmp_path, **env),
    }
    done = subprocess.run(
        [sys.executable, "-m", "bot", "doctor"], cwd=ROOT, env=given, capture_output=True, text=True, timeout=60
    )
    assert not done.stderr, done.stderr
    return Seen(done.stdout, done.returncode)


@pytest.fixture
def discord() -> Iterator[Discord]:
    with Discord() as discord:
        yield discord


def test_all_is_fine(discord: Discord, tmp_path: Path) -> None:
    """A bot that ran once, with everything set: every light says fine, exit 0, and the token is nowhere."""
    folder = write_knowledge(tmp_path / "knowledge")
    with Bot(discord, knowledge=folder):
        pass
    seen = doctor_process(discord, tmp_path, STRIPES_MODERATORS_CHANNEL=str(discord.general.id))
    assert seen.code == 0, seen.text
    for what in (
        "versions", "settings", "knowledge", "state folder", "disk", "Discord", "clock", "token", "commands",
        "privileged intents", "install link", "moderators' channel",
    ):  # fmt: skip
        assert seen[what][0] == "fine", seen.text
    assert f"client_id={discord.world.application_id}&scope=bot+applications.commands" in seen["install link"][1]
    assert discord.token not in seen.text


def test_doctor_only_looks(discord: Discord, tmp_path: Path) -> None:
    """Nothing but GET requests, and none for a gateway session."""
    doctor(discord, tmp_path, STRIPES_MODERATORS_CHANNEL=str(discord.general.id))
    assert {seen.method for seen in discord.requests()} == {"GET"}
    assert not discord.gateway.identifies


def test_before_the_first_run(tmp_path: Path) -> None:
    """No token and no network: both are said, with what to do, and the rest is looked at all the same."""
    seen = doctor(None, tmp_path)
    assert seen.code == 1
    assert seen["token"][0] == "wrong" and "discord.com/developers" in seen["token"][1]
    assert seen["Discord"][0] == "wrong" and "check the network" in seen["Discord"][1]
    assert seen["knowledge"][0] == seen["state folder"][0] == seen["versions"][0] == "fine"


def test_commands_before_the_first_start(discord: Discord, tmp_path: Path) -> None:
    """A valid token whose bot never ran: its commands come with the first start."""
    seen = doctor(discord, tmp_path)
    assert seen.code == 0 and seen["commands"][0] == "look" and "start the bot" in seen["commands"][1]
    assert seen["token"] == ("fine", f"valid; the bot is stripes ({discord.world.me.id})")


@pytest.mark.slow
def test_commands_of_another_version(discord: Discord, tmp_path: Path) -> None:
    """Commands that differ from this version's are noticed."""
    with Bot(discord, knowledge=write_knowledge(tmp_path / "knowledge")):
        pass
    discord.do(lambda: discord.commands[0].update(description="an older text"))
    assert doctor(discord, tmp_path)["commands"][0] == "look"


def test_a_refused_token(discord: Discord, tmp_path: Path) -> None:
    """A wrong token is one request, and is not repeated in the text."""
    seen = doctor(discord, tmp_path, DISCORD_TOKEN="wrong.token.here")
    assert seen.code == 1 and seen["token"][0] == "wrong" and "Reset Token" in seen["token"][1]
    assert "wrong.token" not in seen.text
    assert len(discord.requests("GET /users/@me")) == 1


@pytest.mark.parametrize("token", ["two words", "line\nbreak", "tökén"])
def test_a_token_that_is_none(discord: Discord, tmp_path: Path, token: str) -> None:
    """Something else in the token's place is not even sent."""
    seen = doctor(discord, tmp_path, DISCORD_TOKEN=token)
    assert seen["token"][0] == "wrong" and "not a token" in seen["token"][1] and token not in seen.text
    assert not discord.requests("GET /users/@me")


def test_a_token_file_that_is_not_there(discord: Discord, tmp_path: Path) -> None:
    """The file's path is said, and the rest goes on."""
    seen = doctor(discord, tmp_path, DISCORD_TOKEN="", DISCORD_TOKEN_FILE=str(tmp_path / "missing"))
    assert seen["token"][0] == "wrong" and "missing cannot be read" in seen["token"][1]
    assert seen["clock"][0] == "fine"


def test_a_channel_where_the_bot_may_not_write(discord: Discord, tmp_path: Path) -> None:
    """Reading is not enough; a channel it may not see, and one that is none, are told apart."""
    quiet = discord.channel("quiet", bot_rights=BOT_RIGHTS & ~SEND)
    hidden = discord.channel("hidden", bot_rights=0)
    for channel, says in ((quiet.id, "may not write"), (hidden.id, "may not see"), (123456789012345678, "no such")):
        light, text = doctor(discord, tmp_path, STRIPES_MODERATORS_CHANNEL=str(channel))["moderators' channel"]
        assert light == "wrong" and says in text and "Send Messages" in text


def test_a_clock_that_is_wrong(discord: Discord, tmp_path: Path) -> None:
    """Two minutes are worth a look, two days are wrong; both say by how much."""
    discord.desk.clock_offset = 120.0
    light, text = doctor(discord, tmp_path)["clock"]
    assert light == "look" and re.search(r"1(19|20|21) seconds behind", text)
    discord.desk.clock_offset = -2 * 86_400.0
    light, text = doctor(discord, tmp_path)["clock"]
    assert light == "wrong" and "ahead of" in text


def test_discord_in_trouble(discord: Discord, tmp_path: Path) -> None:
    """503, HTML instead of JSON, and a cut connection are words, not tracebacks."""
    with discord.fails("GET /*", 503, times=None):
        seen = doctor(discord, tmp_path)
        assert seen["Discord"][0] == "look" and seen["token"][0] == "look"
    with discord.fails("GET /users/@me", 200, body="<html>login</html>", times=None):
        assert doctor(discord, tmp_path)["token"][0] == "look"
    with discord.fails("GET /*", reset=True, times=None):
        assert doctor(discord, tmp_path)["Discord"][0] == "wrong"


def test_settings_knowledge_and_state_that_are_wrong(discord: Discord, tmp_path: Path) -> None:
    """Every wrong setting is said, and what can be looked at is looked at."""
    folder = write_knowledge(tmp_path / "knowledge")
    (folder / "drugs" / "zebranib.yaml").write_text("name: [", encoding="utf-8")
    (tmp_path / "file").write_text("", encoding="utf-8")
    seen = doctor(
        discord, tmp_path, STRIPES_STATE=str(tmp_path / "file"), STRIPES_KEPER="Anna", STRIPES_SHARDS="5 of 4"
    )
    assert seen.code == 1
    assert "did you mean STRIPES_KEEPER?" in seen.text and "STRIPES_SHARDS cannot be '5 of 4'" in seen.text
    assert seen["knowledge"][0] == "wrong" and "python -m bot check" in seen["knowledge"][1]
    assert seen["state folder"][0] == "wrong"
    assert seen["token"][0] == "fine"


def test_a_state_folder_that_takes_no_file(tmp_path: Path) -> None:
    """A folder that takes no file is wrong; none at all is worth a look."""
    assert doctor(None, tmp_path, STRIPES_STATE="/proc/stripes")["state folder"][0] == "wrong"
    assert doctor(None, tmp_path, STRIPES_STATE="")["state folder"][0] == "look"


def test_the_versions_are_those_of_the_project() -> None:
    """What doctor expects is what pyproject.toml asks for."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    for requirement in map(Requirement, asked):
        assert requirement.name in WORKS_WITH
        assert f"{WORKS_WITH[requirement.name]}9999" in requirement.specifier
        assert "0.1" not in requirement.specifier
