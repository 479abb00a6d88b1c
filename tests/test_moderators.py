"""Moderators edit without fear: hot reload, last good text, /knowledge, what is due; real files, a real process."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .loopback import Bot, Discord, NotOffered
from .loopback.world import Channel
from .small_knowledge import DRUG, TRIAL, write_knowledge

SOON = 6.0


def eventually(true: Callable[[], bool], why: str, seconds: float = SOON) -> float:
    """Wait for something to become true; how long it took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, f"waited {seconds:g} s in vain: {why}"
        time.sleep(0.05)
    return time.monotonic() - began


class Place:
    """A running bot with files that a test may break."""

    def __init__(self, discord: Discord, bot: Bot, folder: Path, state: Path) -> None:
        self.discord, self.bot, self.folder, self.state = discord, bot, folder, state
        self.channel: Channel | None = None

    def card(self, name: str = "zebranib") -> str:
        return self.discord.member("Anna").slash("drug", name=name).text

    def write(self, path: str, text: str) -> None:
        (self.folder / path).write_text(text, encoding="utf-8")

    def news(self) -> list[str]:
        return [post.text for post in self.discord.posts(self.channel)]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A small knowledge folder, a state folder, and a moderators' channel."""
    folder, state = write_knowledge(tmp_path / "knowledge"), tmp_path / "state"
    with Discord() as discord:
        channel = discord.channel("moderators")
        settings = {
            "STRIPES_STATE": str(state),
            "STRIPES_MODERATORS_CHANNEL": str(channel.id),
            "STRIPES_DIGEST_DAY": "never",
        }
        with Bot(discord, knowledge=folder, env=settings) as bot:
            made = Place(discord, bot, folder, state)
            made.channel = channel
            yield made


def test_an_edit_is_live_within_seconds(place: Place) -> None:
    """A saved file is live without a restart, and the moderators hear of it."""
    assert "a made-up pill" in place.card()
    place.write("drugs/zebranib.yaml", DRUG.replace("a made-up pill", "a striped pill"))
    eventually(lambda: "a striped pill" in place.card(), "the new text")
    eventually(lambda: any("1 changed" in news for news in place.news()), "the news")


def test_a_broken_file_keeps_its_last_good_text(place: Place) -> None:
    """A bad edit never takes an answer away; the editor is told file, line, cause and cure, once."""
    place.write("drugs/zebranib.yaml", DRUG.replace("kind: targeted therapy", "kind: targetted"))
    place.write("trials/stripe-1.yaml", TRIAL.replace("made-up tumours", "striped tumours"))
    trial = place.discord.member("Anna")
    eventually(lambda: "striped tumours" in trial.slash("trial", name="stripe-1").text, "the good file")
    assert "a made-up pill" in place.card()
    news = next(n for n in place.news() if "refused" in n)
    assert "1 changed, 1 refused (still showing the text of" in news
    assert "drugs/zebranib.yaml:2:7" in news and "Allowed: targeted therapy" in news
    place.write("drugs/zebranib.yaml", DRUG.replace("kind: targeted therapy", "kind: targetted") + "\n")
    place.write("trials/stripe-1.yaml", TRIAL.replace("made-up tumours", "spotted tumours"))
    eventually(lambda: "spotted tumours" in trial.slash("trial", name="stripe-1").text, "the good file again")
    told = [n for n in place.news() if "zebranib.yaml" in n and "1 changed" not in n]
    assert told == [], "the same mistake is not told again by itself"


def test_the_last_good_text_survives_a_restart(place: Place) -> None:
    """Started with a broken file, the bot shows the last good copy and says so in the log."""
    eventually(lambda: (place.state / "last-good" / "drugs" / "zebranib.yaml").exists(), "the copy")
    place.bot.stop(signal.SIGTERM)
    place.write("drugs/zebranib.yaml", "name: [")
    place.bot.start()
    assert "a made-up pill" in place.card()
    assert "started with" in place.bot.stderr and "zebranib.yaml" in place.bot.stderr


@pytest.mark.slow
def test_a_killed_bot_loses_nothing(place: Place) -> None:
    """kill -9 in the middle of edits: the next start shows a whole text."""
    for number in range(6):
        place.write("drugs/zebranib.yaml", DRUG.replace("a made-up pill", f"pill number {number}"))
        time.sleep(0.4)
    place.bot.kill()
    place.bot.start()
    assert "pill number 5" in place.card()
    assert not list(place.state.rglob(".new-*"))


@pytest.mark.slow
def test_a_folder_that_vanishes_takes_nothing_away(place: Place) -> None:
    """An unmounted or emptied folder changes nothing that is live."""
    place.folder.rename(place.folder.with_name("elsewhere"))
    eventually(lambda: any("no knowledge folder" in news for news in place.news()), "the news")
    assert "a made-up pill" in place.card()
    place.folder.with_name("elsewhere").rename(place.folder)
    place.write("drugs/zebranib.yaml", DRUG.replace("a made-up pill", "a pill that is back"))
    eventually(lambda: "a pill that is back" in place.card(), "the folder again")


@pytest.mark.slow
def test_half_written_files_are_not_read(place: Place) -> None:
    """A file that is still being written is never served."""
    text = DRUG.replace("a made-up pill", "a whole pill")
    with (place.folder / "drugs" / "zebranib.yaml").open("w", encoding="utf-8") as file:
        for piece in (text[:200], text[200:260], text[260:]):
            file.write(piece)
            file.flush()
            os.fsync(file.fileno())
            for _ in range(8):
                assert "made-up" in place.card() or "a whole pill" in place.card()
                time.sleep(0.1)
    eventually(lambda: "a whole pill" in place.card(), "the whole text")


def test_moderators_commands(place: Place) -> None:
    """Status, due, changes, version, show-file and reload answer privately."""
    mo = place.discord.moderator()
    status = mo.slash("knowledge status")
    assert status.ephemeral and "1 medicines, 1 trials" in status.text
    assert "due" in mo.slash("knowledge due").text
    version = place.card().split("Text version: ")[1][:6]
    assert "drug zebranib" in mo.slash("knowledge version", text_version=version).text
    assert "older text" in mo.slash("knowledge version", text_version="abcdef").text
    shown = mo.slash("knowledge show-file", entry="zebranib")
    assert shown.files and shown.files[0].data.decode() == DRUG
    place.write("drugs/zebranib.yaml", DRUG.replace("a made-up pill", "a quick pill"))
    assert "1 changed" in mo.slash("knowledge reload").text
    assert "a quick pill" in place.card()
    assert "1 changed" in mo.slash("knowledge changes").text


def test_a_file_is_checked_before_it_is_live(place: Place) -> None:
    """Pasted in a form: the verdict, then the exact card; nothing is live."""
    mo = place.discord.moderator()
    form = mo.slash("knowledge check", entry="zebranib")
    bad = mo.submit(form, {"part-1": DRUG.replace("kind: targeted therapy", "kind: targetted")})
    assert "has mistakes" in bad.text and "zebranib.yaml:2:7" in bad.text
    form = mo.slash("knowledge check", entry="zebranib")
    good = mo.submit(form, {"part-1": DRUG.replace("a made-up pill", "a better pill")})
    assert "is fine" in good.text
    eventually(lambda: any("a better pill" in more.text for more in good.followups), "the card")
    assert "a made-up pill" in place.card()


def test_others_may_not(place: Place) -> None:
    """Hidden from members, and refused if a server opens it to everyone."""
    anna = place.discord.member("Anna")
    with pytest.raises(NotOffered):
        anna.slash("knowledge status")
    place.discord.open_to_everyone.add("knowledge")
    assert "for moderators" in anna.slash("knowledge status").text
    assert "for moderators" in anna.slash("knowledge reload").text


def test_managers_of_other_servers_may_not(tmp_path: Path) -> None:
    """/knowledge is answered only in the server of the moderators' channel."""
    with Discord() as discord:
        channel = discord.channel("moderators")
        other = discord.channel("general", guild=discord.guild("Another server"))
        folder = write_knowledge(tmp_path)
        with Bot(discord, knowledge=folder, env={"STRIPES_MODERATORS_CHANNEL": str(channel.id)}):
            eventually(lambda: bool(discord.requests(f"GET /channels/{channel.id}")), "the look at the channel")
            mo = discord.moderator()
            eventually(lambda: "How the knowledge is" in mo.slash("knowledge status").text, "their own server")
            assert "for moderators" in mo.at(other).slash("knowledge status").text


@pytest.mark.slow
def test_words_not_found_are_shown_from_five_on(place: Place) -> None:
    """Only a word that at least five askings had is shown; nothing with digits or mentions."""
    anna, mo = place.discord.member("Anna"), place.discord.moderator()
    for _ in range(4):
        anna.slash("drug", name="quaggatrol")
    assert "quaggatrol" not in mo.slash("knowledge wanted").text
    anna.slash("drug", name="Quaggatrol")
    anna.slash("drug", name="mrs smith 12 elm street")
    text = mo.slash("knowledge wanted").text
    assert "quaggatrol" in text and "5 times" in text and "smith" not in text


def test_something_is_wrong_reaches_the_moderators(place: Place) -> None:
    """A report arrives with the card and its text version, and without a name."""
    card = place.discord.member("Anna").slash("drug", name="zebranib")
    form = card.button("Something is wrong").click()
    thanks = place.discord.member("Anna").submit(form, {"what": "The colour is wrong."})
    assert "Passed on" in thanks.text or "Thank you" in thanks.text
    report = next(n for n in place.news() if "The colour is wrong" in n)
    assert "drug zebranib" in report and "Anna" not in report
