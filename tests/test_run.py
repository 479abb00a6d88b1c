"""The bot as a real process against the loopback Discord: what a patient gets, also after a restart."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from .loopback import NOTHING, Bot, Discord
from .small_knowledge import write_knowledge

END = "check the register."


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[Discord, Bot]]:
    """Discord with the bot connected, started once for all tests here."""
    with Discord() as discord, Bot(discord) as bot:
        yield discord, bot


@pytest.fixture
def discord(both: tuple[Discord, Bot]) -> Iterator[Discord]:
    """The shared Discord; a breach of Discord's rules fails the test that made it."""
    yield both[0]
    both[0].check()


@pytest.fixture
def bot(both: tuple[Discord, Bot]) -> Bot:
    return both[1]


def test_trial_lenvatinib_is_answered_privately(discord: Discord) -> None:
    """The main job: the overview, private to the asker, with the disclaimer at the end."""
    reply = discord.member("Anna").slash("trial", name="lenvatinib")
    assert reply.ephemeral
    assert reply.text.startswith("## Trials with lenvatinib")
    assert "44.2 % (about 4 in 10 people)" in reply.text
    assert reply.text.rstrip().endswith(END)


def test_a_misspelt_drug_says_what_is_shown(discord: Discord) -> None:
    """Typed text that was never picked goes up the same ladder, and a guess says so."""
    reply = discord.member("Anna").slash("drug", name="affinitor")
    assert "Showing everolimus. You typed “affinitor”." in reply.text
    assert "Not what I meant" in reply.labels
    way_out = reply.button("Not what I meant").click()
    assert "that was not what you meant" in way_out.text and way_out.text.rstrip().endswith(END)


def test_a_miss_and_another_medicine(discord: Discord) -> None:
    """Nothing found, and a medicine that is not covered, are answers too, with the disclaimer."""
    anna = discord.member("Anna")
    nothing = anna.slash("trial", name="xyzzyq")
    assert "I found nothing for “xyzzyq”" in nothing.text and nothing.text.rstrip().endswith(END)
    other = anna.slash("drug", name="vapreotide")
    assert "different medicine" in other.text and "lanreotide" not in other.text


def test_autocomplete_says_why(discord: Discord) -> None:
    """A brand says which medicine it is; the value is the entry's id; nothing irrelevant on a miss."""
    anna = discord.member("Anna")
    assert ("Afinitor (brand) → everolimus", "everolimus") in anna.autocomplete("drug", name="afin")
    assert anna.autocomplete("trial", name="xyzzyq") == []
    assert anna.autocomplete("drug", name="vapreotide") == []
    featured = anna.autocomplete("trial", name="")
    assert "talent" in [value for _, value in featured]


def test_a_label_sent_instead_of_a_value(discord: Discord) -> None:
    """Some phones send the label that was picked; it leads to the same card."""
    reply = discord.member("Anna").slash("drug", name="Afinitor (brand) → everolimus")
    assert reply.text.startswith("## Everolimus")


def test_a_card_opens_and_its_pages_turn(discord: Discord) -> None:
    """A listed trial opens as a new private message; its pages turn in place."""
    anna = discord.member("Anna")
    card = (
        anna.slash("trial", name="lenvatinib").button("TALENT: Lenvatinib for NETs of the pancreas and the gut").click()
    )
    assert card.kind == "message" and card.ephemeral and "TALENT" in card.text.splitlines()[0]
    label = next(label for label in card.labels if label.startswith("Page 2 of"))
    second = card.button(label).click()
    assert second.kind == "update" and second.message["id"] == card.message["id"]
    assert "Page 2 of" in second.text and second.text.rstrip().endswith(END)
    results = card.button("Results of TALENT").click()
    assert "What it found" in results.text and "Side effects reported" in results.text


def test_in_a_direct_message_and_as_an_installed_app(discord: Discord) -> None:
    """It works in a chat with the bot, where messages may stay, and for people who installed it for themselves."""
    alone = discord.in_dm("Ben").slash("trial", name="talent")
    assert not alone.ephemeral and "TALENT" in alone.text
    away = discord.in_foreign_guild("Cleo").slash("drug", name="sutent")
    assert away.ephemeral and "unitinib" in away.text


@pytest.mark.parametrize(
    "typed", ["@everyone", "<@123456789012345678>", "[free](https://evil.example) *x*", "# big\n> q"]
)
def test_what_was_typed_is_harmless(discord: Discord, typed: str) -> None:
    """Mentions, masked links and markup in what was typed neither ping nor format nor link."""
    reply = discord.member("Anna").slash("trial", name=typed)
    assert "@everyone" not in reply.text and "<@" not in reply.text and "evil.example" not in reply.text
    assert reply.text.rstrip().endswith(END)


def test_a_restart_keeps_buttons_alive_and_writes_no_commands(discord: Discord, bot: Bot) -> None:
    """Commands are registered once; after a restart an old button still answers, and nothing is registered again."""
    reply = discord.member("Anna").slash("trial", name="lenvatinib")
    writes = len(discord.requests("PUT /applications/*/commands"))
    assert writes == 1
    assert bot.stop(signal.SIGTERM, timeout=5) == 0
    bot.start()
    assert "lenvatinib" in reply.button("About lenvatinib").click().text
    assert len(discord.requests("PUT /applications/*/commands")) == writes


def test_nothing_typed_is_in_the_log(discord: Discord, bot: Bot) -> None:
    """What people ask is in no line that the process prints."""
    discord.member("Anna").slash("drug", name="mysecretsearchword")
    assert "mysecret" not in bot.stderr + bot.stdout


def test_a_refused_token_is_one_line(tmp_path: Path) -> None:
    """A wrong token: one line and a hint, exit 1, no traceback, and the token nowhere."""
    with (
        Discord() as discord,
        Bot(discord, token="wrong.token.here", until=NOTHING, knowledge=write_knowledge(tmp_path)) as bot,
    ):
        assert bot.wait() == 1
        assert "error: Discord refused the token" in bot.stderr and "hint: " in bot.stderr
        assert "Traceback" not in bot.stderr and "wrong.token" not in bot.stderr + bot.stdout


def test_no_token_is_one_line(tmp_path: Path) -> None:
    """Without a token the way to one, and to the terminal, is shown."""
    with Discord() as discord, Bot(discord, token="", until=NOTHING, knowledge=write_knowledge(tmp_path)) as bot:
        assert bot.wait() == 1
        assert bot.stderr.startswith("error: DISCORD_TOKEN is not set\n hint: make a bot at discord.com/developers")


def test_a_token_from_a_file(tmp_path: Path) -> None:
    """DISCORD_TOKEN_FILE works as Docker secrets need it."""
    with Discord() as discord:
        secret = tmp_path / "token"
        secret.write_text(discord.token + "\n", encoding="utf-8")
        folder = write_knowledge(tmp_path / "knowledge")
        with Bot(discord, token="", env={"DISCORD_TOKEN_FILE": str(secret)}, knowledge=folder) as bot:
            assert "zebranib" in discord.member("Anna").slash("drug", name="zebrava").text.casefold()
            assert bot.stop(signal.SIGTERM, timeout=5) == 0


CRASH = """
import bot.answers.compose as compose
def broken(*args):
    raise ValueError(f"planted with {args}")
compose.trials_of_drug = broken
import runpy, sys
sys.argv = ["bot"]
runpy.run_module("bot", run_name="__main__")
"""


def test_a_crash_in_a_composer_is_an_apology(tmp_path: Path) -> None:
    """A mistake of ours: an apology with the disclaimer, and a traceback in the log without what was asked."""
    import sys

    with Discord() as discord, Bot(discord, command=(sys.executable, "-c", CRASH)) as bot:
        reply = discord.member("Anna").slash("trial", name="lenvima")
        assert reply.text.startswith("## Sorry") and reply.text.rstrip().endswith(END) and reply.ephemeral
        number = reply.text.split("this number helps: ")[1][:6]
        assert f"mistake {number}: ValueError" in bot.stderr and "compose.py" in bot.stderr
        assert "lenvima" not in bot.stderr and "planted" not in bot.stderr.replace('ValueError(f"planted', "")
