"""Shards on real processes: one for all, or several that share the servers, and nobody is answered twice or never."""

from __future__ import annotations

from pathlib import Path

import pytest

from .loopback import Bot, Discord
from .small_knowledge import write_knowledge

NAME = "zebrava"


def test_two_processes_share_the_servers(tmp_path: Path) -> None:
    """``0 of 2`` and ``1 of 2``: each server is answered by its own process, direct messages by the first."""
    folder = write_knowledge(tmp_path)
    with Discord(shards=2) as discord:
        places = [discord.guild(shard=(number, 2)).channels[0] for number in (0, 1)]
        first, second = ({"STRIPES_SHARDS": f"{number} of 2"} for number in (0, 1))
        with Bot(discord, knowledge=folder, env=first) as one, Bot(discord, knowledge=folder, env=second):
            assert sorted(session.shard for session in discord.gateway.live()) == [(0, 2), (1, 2)]
            for place in places * 5:
                reply = discord.member("Anna", channel=place).slash("drug", name=NAME)
                assert reply.text.startswith("## Zebranib")
            assert "ebranib" in discord.in_dm("Dora").says(NAME).text
            assert len(discord.requests("PUT /applications/*/commands")) == 1
            one.stop()
            assert discord.member("Anna", channel=places[1]).slash("drug", name=NAME).text.startswith("## Zebranib")


@pytest.mark.slow
def test_one_process_takes_all_shards(tmp_path: Path) -> None:
    """``auto``: as many connections as Discord asks for, in one process."""
    with Discord(shards=3) as discord:
        places = [discord.guild(shard=(number, 3)).channels[0] for number in range(3)]
        with Bot(
            discord, knowledge=write_knowledge(tmp_path), env={"STRIPES_SHARDS": "auto"}, sessions=3, timeout=60
        ) as bot:
            assert sorted(session.shard for session in discord.gateway.live()) == [(0, 3), (1, 3), (2, 3)]
            for place in places:
                assert discord.member("Anna", channel=place).slash("drug", name=NAME).text.startswith("## Zebranib")
            assert bot.stop(timeout=6) == 0


def test_one_connection_is_the_default(tmp_path: Path) -> None:
    """Without the setting there is one, whatever Discord would recommend."""
    with Discord(shards=2) as discord, Bot(discord, knowledge=write_knowledge(tmp_path)):
        assert [session.shard for session in discord.gateway.live()] == [(0, 1)]
