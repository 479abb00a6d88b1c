"""The loopback Discord keeps its own promises: a real discord.py client talks to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from .loopback import NOTHING, READY, Bot, Discord, NotOffered
from .loopback.gateway import Session

CLIENT = [sys.executable, str(Path(__file__).parent / "loopback" / "example" / "client.py")]


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[Discord, Bot]]:
    """Discord with the small client connected."""
    with Discord() as discord, Bot(discord, command=CLIENT) as bot:
        yield discord, bot


@pytest.fixture
def discord(both: tuple[Discord, Bot]) -> Iterator[Discord]:
    """The shared Discord; each test answers for its own complaints."""
    yield both[0]
    both[0].check()


@pytest.fixture
def bot(both: tuple[Discord, Bot]) -> Bot:
    return both[1]


# ---- dialogues


def test_a_slash_command_is_answered_in_words(discord: Discord) -> None:
    """The text is what a reader hears, top to bottom, with components stripped."""
    anna = discord.member("Anna", rights=2048)
    reply = anna.slash("hello", name="Anna")
    assert reply.text == "Hello Anna 0, 2048, TextChannel\nsecond\nthird"
    assert reply.kind == "message"
    assert reply.ephemeral
    assert not anna.slash("hello", name="Anna", loud=True).ephemeral
    assert reply.labels == ["Change it", "Share here", "Old", "Register"]
    assert reply.button("register").url == "https://example.org"
    assert reply.seconds is not None
    assert 0 < reply.seconds < 1


def test_a_button_updates_answers_or_posts(discord: Discord) -> None:
    """A click comes back as an update of the same message or as a new one."""
    anna = discord.member("Anna")
    reply = anna.slash("hello", name="Anna")
    update = reply.button("Change it").click()
    assert (update.kind, update.message["id"]) == ("update", reply.message["id"])
    assert update.text.startswith("changed")
    assert reply.now().text == update.text
    fresh = reply.button("Old").click()
    assert (fresh.kind, fresh.text, fresh.ephemeral) == ("message", "still here", True)
    before = len(discord.posts())
    assert reply.button("Share here").click().text.startswith("done")
    assert discord.wait_for_post(count=before + 1).text == "shared"
    assert anna.choose(reply, "One").text.startswith("['One']")
    with pytest.raises(NotOffered, match="privately"):
        reply.button("Old").click(by=discord.member("Ben"))


def test_autocomplete_modal_file_menu_and_thinking(discord: Discord, bot: Bot) -> None:
    """Every kind of exchange that the bot uses works with discord.py's own parsing."""
    anna = discord.member("Anna")
    assert anna.autocomplete("hello", name="le")[0] == ("le 0", "id-0")
    form = anna.slash("form")
    assert (form.kind, form.title, list(form.fields)) == ("modal", "A form", ["Your words"])
    assert anna.submit(form, {"Your words": "good"}).text == "got good"
    with pytest.raises(NotOffered, match="11 characters"):
        anna.submit(form, {"words": "x" * 11})
    file = anna.slash("file").files[0]
    assert (file.name, file.text, file.description) == ("appointment.txt", "all the words", "for you")
    discord.wait_until(lambda: "downloaded all the words" in bot.stdout, "the download")
    assert anna.message_menu("Explain the words", content="mTOR").text == "It says: mTOR"
    slow = anna.slash("slow")
    assert slow.text.startswith("at last")
    assert slow.ephemeral
    discord.wait_until(lambda: slow.followups, "the followup")
    assert [more.text for more in slow.followups] == ["and more"]


def test_places_differ_as_they_do_in_discord(discord: Discord) -> None:
    """DM, foreign server and group chat: context, channel and rights are those of the place."""
    assert discord.in_dm().slash("hello", name="x").text.startswith("Hello x 1, 0, DMChannel")
    finn = discord.in_foreign_guild()
    assert finn.slash("hello", name="x").text.startswith("Hello x 0, ")
    assert discord.in_group_chat().slash("hello", name="x").text.startswith("Hello x 2, 0, GroupChannel")
    with pytest.raises(NotOffered, match="not offered"):
        finn.slash("moderate")


def test_rights_hide_a_command_until_a_server_opens_it(discord: Discord) -> None:
    """default_permissions hide; they do not guard."""
    with pytest.raises(NotOffered, match="hidden"):
        discord.member("Anna").slash("moderate")
    assert discord.moderator("Mo").slash("moderate").text == "yes"
    discord.open_to_everyone.add("moderate")
    assert discord.member("Anna").slash("moderate").text == "yes"


def test_words_reach_the_bot_only_where_discord_lets_them(discord: Discord) -> None:
    """Without the privileged intent a server message is empty, unless it mentions the bot."""
    anna = discord.member("Anna")
    assert discord.in_dm().says("cabo").text == "heard 'cabo'"
    assert anna.says("cabo").text == "heard ''"
    assert "cabo" in anna.says(f"{discord.me} cabo").text


def test_many_at_once_are_all_answered_and_timed(discord: Discord, bot: Bot) -> None:
    """A load test sees each reply with its own time."""
    anna = discord.member("Anna")
    done = discord.burst([lambda: anna.asks("hello", name="x")] * 200, at_once=50)
    assert len(done) == 200
    assert all(one.seconds is not None and one.seconds < 3 for one in done)
    assert 20e6 < bot.memory() < 200e6


# ---- the connection


def test_the_gateway_can_fail_in_every_way_and_be_resumed(discord: Discord, bot: Bot) -> None:
    """Op 7, a resumable op 9, a closed and a dropped socket: the client comes back with RESUME."""
    anna = discord.member("Anna")
    assert discord.gateway.live()[0].shard == (0, 1)
    assert discord.gateway.sockets[0].deflate is not None
    causes: list[Callable[[], None]] = [
        discord.reconnect,
        lambda: discord.invalidate(resumable=True),
        discord.close_sockets,
        discord.cut_sockets,
    ]
    session = discord.gateway.live()[0]
    for number, cause in enumerate(causes, start=session.resumes + 1):
        cause()
        discord.wait_until(partial(resumed, session, number), f"resume {number}")
        assert anna.slash("hello", name=str(number)).text.startswith(f"Hello {number}")
    assert len(discord.gateway.identifies) == 1


def resumed(session: Session, times: int) -> bool:
    return session.resumes >= times


def test_a_silent_gateway_is_left() -> None:
    """Without heartbeat answers the client leaves the dead connection and resumes."""
    patience = {"HEARTBEAT_TIMEOUT": "0.5"}
    with Discord(heartbeat=0.2) as discord, Bot(discord, command=CLIENT, env=patience):
        session = discord.gateway.live()[0]
        with discord.zombie():
            discord.wait_until(partial(resumed, session, 1), "a resume")
        discord.wait_until(lambda: discord.gateway.beats > 3, "heartbeats")


@pytest.mark.slow
def test_a_failing_route_fails_as_often_as_asked(discord: Discord) -> None:
    """One 500 on the callback: discord.py asks again after a second; the answer arrives."""
    anna = discord.member("Anna")
    with discord.fails("POST /interactions/*/callback", 500, times=1) as trouble:
        reply = anna.slash("hello", name="x")
    assert trouble.happened == 1
    assert reply.seconds is not None
    assert reply.seconds >= 1


@pytest.mark.slow
def test_a_failure_can_be_of_any_kind(discord: Discord, bot: Bot) -> None:
    """HTML instead of JSON at login, a 429 that no proxy vouches for, a cut connection, a late 500."""
    callback = "POST /interactions/*/callback"
    down = discord.fails("GET /users/@me", 503, body="<html>down</html>")
    with down, Bot(discord, command=CLIENT, until=NOTHING) as other:
        assert other.wait() == 1
        assert "503 Service Unavailable" in other.stderr
    anna = discord.member("Anna")
    with discord.fails(callback, 429, body={"retry_after": 0.1}, headers={"Via": ""}):
        anna.asks("hello", name="x")
        discord.wait_until(lambda: "429 Too Many Requests" in bot.stderr, "the refusal")
    with discord.fails(callback, reset=True):
        anna.asks("hello", name="x")
        discord.wait_until(lambda: "ServerDisconnectedError" in bot.stderr, "the cut")
    with discord.fails(callback, 500, late=True), discord.expect("40060"):
        assert anna.slash("hello", name="x").text
    with discord.fails(callback, 0, delay=0.2):
        assert (anna.slash("hello", name="x").seconds or 0) < 0.2


@pytest.mark.slow
def test_two_processes_share_the_servers_by_shard() -> None:
    """Each server is heard by one shard; twice the same shard answers twice, and Discord says so."""
    with Discord(shards=2) as discord:
        places = [discord.guild(shard=(number, 2)).channels[0] for number in (0, 1)]
        first, second = ({"SHARD": str(number)} for number in (0, 1))
        with Bot(discord, command=CLIENT, env=first), Bot(discord, command=CLIENT, env=second):
            assert sorted(session.shard for session in discord.gateway.live()) == [(0, 2), (1, 2)]
            for place in places:
                assert discord.member("Anna", channel=place).slash("hello", name="x").text
            with Bot(discord, command=CLIENT, env=second), discord.expect("40060"):
                discord.member("Anna", channel=places[1]).slash("hello", name="x")


def test_an_outage_ends_on_the_same_port_and_old_buttons_work_after_it() -> None:
    """A restart of the client and an absence of Discord leave messages usable."""
    with Discord() as discord, Bot(discord, command=CLIENT) as bot:
        anna = discord.member("Anna")
        reply = anna.slash("hello", name="x")
        writes = discord.world.command_writes
        assert bot.stop(signal.SIGTERM) == 0
        with pytest.raises(AssertionError, match="waited"):
            anna.slash("hello", name="x", timeout=0.1)
        bot.start()
        assert discord.world.command_writes == writes + 1
        assert len({command["version"] for command in discord.commands}) == len(discord.commands)
        assert reply.button("Old").click().text == "still here"
        port = discord.port
        with discord.outage():
            assert not discord.gateway.live()
        discord.wait_connected()
        assert discord.port == port
        assert reply.button("Old").click().text == "still here"


def test_a_wrong_token_is_refused() -> None:
    """401 at the login, and the token is asked only once."""
    with Discord() as discord, Bot(discord, command=CLIENT, token="wrong", until=NOTHING) as bot:
        assert bot.wait() == 1
        assert "Improper token" in bot.stderr
        assert [seen.status for seen in discord.requests()] == [401]


def test_privileged_intents_and_broken_rules_fail_the_test(tmp_path: Path) -> None:
    """4014 without the portal's consent; and leaving Discord with a complaint raises."""
    greedy = tmp_path / "greedy.py"
    greedy.write_text(
        "import discord, os\ndiscord.Client(intents=discord.Intents.all()).run(os.environ['DISCORD_TOKEN'])"
    )
    with (
        pytest.raises(AssertionError, match="4014 Disallowed intent"),
        Discord() as discord,
        Bot(discord, command=[sys.executable, str(greedy)], until=NOTHING) as bot,
    ):
        assert bot.wait() == 1


def test_a_process_that_does_not_import_discord_pays_nothing() -> None:
    """The hook is lazy, and only there when it is asked for."""
    site = str(Path(__file__).parent / "loopback" / "site")
    code = "import sys; print('discord' in sys.modules, type(sys.meta_path[0]).__name__)"
    for extra, expected in (({"LOOPBACK_DISCORD": "http://127.0.0.1:1"}, "False Hook"), ({}, "False")):
        env = {**os.environ, "PYTHONPATH": site, **extra}
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
        assert done.stdout.startswith(expected)
        assert ("Hook" in done.stdout) == bool(extra)


def test_ready_can_be_waited_for_alone() -> None:
    """A bot that registers nothing is waited for by READY."""
    with Discord(relax={"allowed_mentions"}) as discord, Bot(discord, command=CLIENT, until=READY) as bot:
        assert bot.seconds_to_start is not None
        assert discord.gateway.identifies[0]["intents"] & (1 << 15) == 0
