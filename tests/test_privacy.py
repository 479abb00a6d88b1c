"""A made-up word is asked on every path, with everything logged that can be; then it is looked for everywhere.

The process runs with its own debug level, with asyncio's debug mode, and with discord.py's loggers wide open.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from .loopback import Bot, Discord, Person, Trouble
from .loopback.world import VIEW
from .test_patients import asked, offered

LETTERS = "bcdfghjklmnpqrstvwxz"
# The bot as it is, but every answer about one drug fails with an exception that holds the question.
PLANTED = """
import bot.answers.compose as compose
known = compose.drug_card
def broken(drug, *rest):
    if drug.id == "everolimus":
        raise ValueError(f"planted {compose.asked_last}")
    return known(drug, *rest)
def answer(question, *rest):
    compose.asked_last = question
    return whole(question, *rest)
whole, compose.drug_card, compose.answer = compose.answer, broken, answer
import bot.chat.client as client
client.answer = answer
find = client.filters.complete
def failing(field, typed, known):
    if "crash" in typed:
        raise RuntimeError(f"planted {typed}")
    return find(field, typed, known)
client.filters.complete = failing
import runpy, sys
sys.argv = ["bot"]
runpy.run_module("bot", run_name="__main__")
"""


@dataclass(frozen=True)
class Scene:
    """A running bot, the word that nobody may keep, and the folders in which the bot may write."""

    discord: Discord
    bot: Bot
    word: str
    folders: tuple[Path, ...]

    def places(self) -> Iterator[str]:
        """Where the word is: in what the process printed, or in a file or a file's name."""
        for name, text in (("stdout", self.bot.stdout), ("stderr", self.bot.stderr)):
            yield from (f"{name}: {line[:300]}" for line in text.splitlines() if self.word in line.casefold())
        for folder in self.folders:
            for path in folder.rglob("*"):
                if self.word in path.name or (path.is_file() and self.word.encode() in path.read_bytes().lower()):
                    yield str(path)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One process, as talkative as it can be made; its home, temporary and state folders are watched."""
    base = tmp_path_factory.mktemp("private")
    folders = tuple(base / name for name in ("home", "tmp", "state"))
    for folder in folders:
        folder.mkdir()
    word = "".join(secrets.choice(LETTERS) for _ in range(14))
    with Discord(relax={"never"}) as discord:
        moderators = discord.channel("moderators")
        env = {
            "HOME": str(folders[0]), "TMPDIR": str(folders[1]), "STRIPES_STATE": str(folders[2]),
            "STRIPES_LOG_LEVEL": "debug", "PYTHONASYNCIODEBUG": "1", "PYTHONDEVMODE": "1",
            "STRIPES_MODERATORS_CHANNEL": str(moderators.id),
        }  # fmt: skip
        with Bot(discord, command=(sys.executable, "-c", PLANTED), env=env) as bot:
            yield Scene(discord, bot, word, (*folders, Path(bot.folder.name)))


def struck(failure: Trouble) -> bool:
    return failure.happened >= 1


@pytest.fixture
def anna(scene: Scene) -> Person:
    return scene.discord.member("Anna")


def test_the_log_really_says_everything(scene: Scene, anna: Person) -> None:
    """The other tests here mean something: libraries do log at debug level."""
    anna.slash("help")
    assert " DEBUG discord.gateway" in scene.bot.stderr and " DEBUG discord.http" in scene.bot.stderr


def test_commands_and_their_options(scene: Scene, anna: Person) -> None:
    """Every option of every command, answered or not, with and without a restart's worth of state."""
    word = scene.word
    for command, values in [
        ("trial", {"name": word}), ("drug", {"name": f"{word} everolimus talent"}), ("word", {"name": word}),
        ("find", {"treatment": word}), ("find", {"country": word}), ("find", {"kind": word, "status": word}),
        ("compare", {"first": word, "second": "sunitinib"}), ("compare", {"first": "sunitinib", "second": word}),
        ("people", {"country": word}),
    ]:  # fmt: skip
        for _ in range(6):  # moderators hear of words that several people looked for; it is still in no log
            assert word in asked(anna, command, **values).text or command in ("drug", "find", "compare")
    assert list(scene.places()) == []


def test_autocomplete(scene: Scene, anna: Person) -> None:
    """While typing, also when completing fails."""
    for command, option in [
        ("trial", "name"), ("drug", "name"), ("word", "name"), ("find", "kind"), ("find", "treatment"),
        ("find", "country"), ("find", "status"), ("compare", "first"), ("compare", "second"), ("people", "country"),
    ]:  # fmt: skip
        assert offered(anna, command, **{option: scene.word}) == []
    assert anna.autocomplete("find", country=f"{scene.word} crash") == []
    assert "RuntimeError" in scene.bot.stderr
    assert list(scene.places()) == []


def test_messages_mentions_and_a_flood(scene: Scene, anna: Person) -> None:
    """Direct messages up to the throttle and beyond, mentions, and talk that is not meant for the bot."""
    dora = scene.discord.in_dm("Dora")
    for number in range(12):
        dora.writes(f"{scene.word} {number}")
    scene.discord.wait_until(lambda: len(scene.discord.posts(dora.channel)) >= 7, "the throttle")
    assert anna.says(f"{scene.discord.me} {scene.word}").text
    anna.writes(scene.word)
    assert list(scene.places()) == []


def test_menu_and_form(scene: Scene, anna: Person) -> None:
    """The text of a message, and a report: it reaches the moderators' channel and nothing else."""
    anna.message_menu("Explain the words", content=f"{scene.word} PRRT " * 50)
    form = anna.slash("trial", name="talent").button("Something is wrong").click()
    assert "Thank you" in anna.submit(form, {"What is wrong?": f"{scene.word} is wrong"}).text
    assert list(scene.places()) == []


def test_share_refused(scene: Scene, anna: Person) -> None:
    """A card that came from a guess, and that may not be posted."""
    general = scene.discord.general
    sure = anna.slash("trial", name=f"talent {scene.word}")
    buttons = [label for label in sure.labels if label == "Share here"]
    card = sure if buttons else anna.slash("trial", name="talent")
    confirm = card.button("Share here").click()
    general.bot_rights, rights = VIEW, general.bot_rights
    try:
        assert "may not post" in confirm.button("Post it here").click().text
    finally:
        general.bot_rights = rights
    assert list(scene.places()) == []


def test_a_crash(scene: Scene, anna: Person) -> None:
    """A mistake of ours whose exception holds what was typed: an apology, places in the program, not the word."""
    sorry = anna.slash("drug", name=f"everolimus {scene.word}")
    assert sorry.text.startswith("## Sorry") or "Which one" in sorry.text
    assert scene.discord.in_dm("Emil").says("what is everolimus").text.startswith("## Sorry")
    assert "ValueError" in scene.bot.stderr and "compose.py" in scene.bot.stderr
    assert list(scene.places()) == []


@pytest.mark.parametrize(
    "trouble", [{"status": 500}, {"status": 400}, {"status": 403}, {"status": 404}, {"reset": True}]
)
def test_discord_in_trouble(scene: Scene, anna: Person, trouble: dict[str, Any]) -> None:
    """An answer, a completion and a post that Discord refuses or cuts off are logged without their content."""
    for pattern in ("POST /interactions/*/callback", "POST /channels/*/messages"):
        with scene.discord.fails(pattern, times=1, **trouble) as failure:
            if "callback" in pattern:
                anna.asks("trial", name=scene.word)
            else:
                anna.writes(f"{scene.discord.me} {scene.word}")
            scene.discord.wait_until(partial(struck, failure), "the trouble")
    anna.slash("help")
    assert list(scene.places()) == []


def test_the_end(scene: Scene, anna: Person) -> None:
    """Neither the stop nor anything of before left the word anywhere; nor is it left in the working folder."""
    anna.slash("trial", name=scene.word)
    assert scene.bot.stop() == 0
    assert list(scene.places()) == []
    root = Path(__file__).resolve().parent.parent
    fresh = [p for p in root.iterdir() if p.is_file() and p.stat().st_mtime > os.stat(scene.folders[0]).st_mtime]
    assert [p.name for p in fresh if scene.word.encode() in p.read_bytes()] == []
