"""It starts although something around it is not ready yet, and needs nobody to start it again."""

from __future__ import annotations

import shutil
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from ..loopback import NOTHING, Bot, Discord
from ..small_knowledge import write_knowledge
from .relay import Relay
from .watching import health, troubles, until

PATIENCE = 45.0


@pytest.fixture
def discord() -> Iterator[Discord]:
    with Discord() as discord:
        yield discord


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    return write_knowledge(tmp_path / "knowledge")


def waits(bot: Bot, why: str) -> None:
    """Until the log says why it is not connected, in one line."""
    until(lambda: any(why in line for line in troubles(bot)), f"{why!r} in the log", 20)
    assert bot.running and health(bot)[0] == 1
    assert why in health(bot)[1]


def arrives(discord: Discord, bot: Bot) -> None:
    """Until it answers; then nothing but a line or two was said of the trouble."""
    discord.wait_connected(timeout=PATIENCE)
    discord.wait_until(lambda: discord.commands, "commands", PATIENCE)
    assert "Zebranib" in discord.member("Anna").slash("drug", name="zebrava").text
    until(lambda: health(bot)[0] == 0, "fine health", 30)
    assert "Traceback" not in bot.stderr and len(troubles(bot)) <= 2, bot.stderr
    assert bot.stop(signal.SIGTERM, timeout=5) == 0


@pytest.mark.slow
def test_the_token_file_comes_late(discord: Discord, knowledge: Path, tmp_path: Path) -> None:
    """A secret that is mounted later than the bot is waited for; an empty file is one that is just being written."""
    secret = tmp_path / "token"
    with Bot(discord, token="", env={"DISCORD_TOKEN_FILE": str(secret)}, knowledge=knowledge, until=NOTHING) as bot:
        waits(bot, "the token file")
        assert not discord.requests()
        secret.touch()
        secret.write_text(discord.token + "\n", encoding="utf-8")
        arrives(discord, bot)


@pytest.mark.slow
def test_it_can_be_stopped_while_it_waits(discord: Discord, knowledge: Path, tmp_path: Path) -> None:
    """Waiting is no reason not to stop at once."""
    missing = {"DISCORD_TOKEN_FILE": str(tmp_path / "token")}
    with Bot(discord, token="", env=missing, knowledge=knowledge, until=NOTHING) as bot:
        waits(bot, "the token file")
        assert bot.stop(signal.SIGINT, timeout=5) == 0


@pytest.mark.slow
def test_there_is_no_network_yet(discord: Discord, knowledge: Path) -> None:
    """A machine that starts everything at once has no network at first."""
    with ExitStack() as later:
        with discord.outage():
            bot = later.enter_context(Bot(discord, knowledge=knowledge, until=NOTHING))
            waits(bot, "Discord cannot be reached")
        arrives(discord, bot)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pattern", "status", "body", "why"),
    [
        ("GET /users/@me", 503, {"message": "unavailable", "code": 0}, "Discord answered 503"),
        ("GET /users/@me", 503, "<html>down</html>", "Discord answered 503"),
        ("GET /users/@me", 200, "<html>Welcome to our hotel</html>", "what answers is not Discord"),
        ("GET /users/@me", 200, {"hello": "world"}, "what answers is not Discord"),
        ("GET /users/@me", 403, "<html>blocked</html>", "Discord answered 403"),
        ("GET /oauth2/applications/@me", 503, "<html>down</html>", "Discord answered 503"),
        ("GET /socket/", 503, "<html>down</html>", "Discord cannot be reached"),
    ],
)
def test_something_else_answers_at_login(
    discord: Discord, knowledge: Path, pattern: str, status: int, body: object, why: str
) -> None:
    """Discord is ill, or a hotel's network answers in its place."""
    with Bot(discord, knowledge=knowledge, until=NOTHING) as bot:
        with discord.fails(pattern, status, body=body, times=None):
            if pattern == "GET /socket/":
                until(lambda: bool(troubles(bot)), "trouble", 20)
            else:
                waits(bot, why)
        arrives(discord, bot)


@pytest.mark.slow
def test_discord_asks_for_a_pause_at_login(discord: Discord, knowledge: Path) -> None:
    """After 429 with Retry-After nothing is asked until then."""
    told = {"Retry-After": "3", "Via": ""}
    with (
        discord.fails("GET /users/@me", 429, headers=told, body="<html>slow down</html>", times=1),
        Bot(discord, knowledge=knowledge, until=NOTHING) as bot,
    ):
        arrives(discord, bot)
    first, second, *_ = discord.requests("GET /users/@me")
    assert second.at - first.at >= 3


@pytest.mark.slow
def test_commands_that_cannot_be_registered_keep_nobody_waiting(discord: Discord, knowledge: Path) -> None:
    """The bot connects while its list of commands cannot be written, and writes it when that is possible."""
    with Bot(discord, knowledge=knowledge, until=NOTHING) as bot:
        with discord.fails("PUT /applications/*/commands", 503, times=None):
            discord.wait_connected(timeout=15)
            until(lambda: any("the commands" in line for line in troubles(bot)), "trouble with the commands")
        arrives(discord, bot)


NO_NAMES = """
import os, runpy, socket, sys
real, broken = socket.getaddrinfo, sys.argv[1]
def lost(host, *args, **more):
    if os.path.exists(broken):
        raise socket.gaierror(-3, "Temporary failure in name resolution")
    return real("127.0.0.1", *args, **more)
socket.getaddrinfo = lost
sys.argv = ["bot"]
runpy.run_module("bot", run_name="__main__")
"""


@pytest.mark.slow
def test_names_cannot_be_looked_up_yet(discord: Discord, knowledge: Path, tmp_path: Path) -> None:
    """DNS that comes later than the bot is waited for."""
    broken = tmp_path / "no-dns"
    broken.touch()
    url = f"http://discord.test:{discord.port}"
    command = (sys.executable, "-c", NO_NAMES, str(broken))
    with Bot(discord, command=command, url=url, knowledge=knowledge, until=NOTHING) as bot:
        waits(bot, "the name of Discord's server cannot be looked up")
        broken.unlink()
        arrives(discord, bot)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("openssl"), reason="makes certificates with openssl")
def test_the_certificate_is_not_accepted_yet(discord: Discord, knowledge: Path, tmp_path: Path) -> None:
    """A wrong certificate, as a wrong clock makes of every certificate, is never accepted and is tried again."""
    wrong, right = (certificate(tmp_path, address) for address in ("127.0.0.9", "127.0.0.1"))
    trusted = tmp_path / "trusted.pem"
    trusted.write_text(wrong.read_text() + right.read_text())
    with Tls(discord.port, wrong) as relay:
        url = relay.url.replace("http", "https")
        env = {"SSL_CERT_FILE": str(trusted)}
        with Bot(discord, url=url, env=env, knowledge=knowledge, until=NOTHING) as bot:
            waits(bot, "is this machine's clock right?")
            relay.show(right)
            arrives(discord, bot)


def certificate(folder: Path, address: str) -> Path:
    """A certificate for an address, with its key, in one file."""
    made = folder / f"{address}.pem"
    key, public = folder / "key", folder / "public"
    words = f"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN={address}"
    words += f" -addext subjectAltName=IP:{address} -keyout {key} -out {public}"
    subprocess.run(["openssl", *words.split()], check=True, capture_output=True)
    made.write_text(key.read_text() + public.read_text())
    return made


class Tls(Relay):
    """A relay that speaks TLS with a certificate."""

    def __init__(self, target: int, shown: Path) -> None:
        super().__init__(target)
        self.show(shown)

    def show(self, shown: Path) -> None:
        """From now on this certificate."""
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(shown)

    def greet(self, near: socket.socket) -> socket.socket:
        """A handshake, which fails if the bot does not accept the certificate."""
        return self.context.wrap_socket(near, server_side=True)


@pytest.mark.slow
def test_a_wrong_clock_of_discord_or_ours_keeps_nobody_from_an_answer(discord: Discord, knowledge: Path) -> None:
    """An hour between the two clocks changes nothing."""
    discord.desk.clock_offset = 3600
    with Bot(discord, knowledge=knowledge) as bot:
        arrives(discord, bot)
