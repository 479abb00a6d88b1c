"""What a bot of many servers costs, on a loopback Discord:  python -m tests.bench_growth

Resident memory (VmRSS) and processor time (utime + stime) are read from /proc of the real process. The servers are as
READY names them: without the intent for servers, Discord tells the bot nothing else of them.
"""

from __future__ import annotations

import os
from pathlib import Path

from .loopback import Bot, Discord
from .loopback.views import blank

TICKS = os.sysconf("SC_CLK_TCK")


def megabytes(bot: Bot) -> float:
    """Resident memory now."""
    status = Path(f"/proc/{bot.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def seconds(bot: Bot) -> float:
    """Processor time spent so far."""
    fields = Path(f"/proc/{bot.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def settled(discord: Discord, bot: Bot) -> float:
    """Resident memory after ten answers, so that what is loaded lazily is loaded."""
    anna = discord.member("Anna")
    for _ in range(10):
        anna.slash("trial", name="lenvatinib", timeout=30)
    return megabytes(bot)


def servers() -> None:
    """Memory by number of servers."""
    for count in (1, 2_500, 10_000):
        with Discord() as discord:
            discord.do(lambda n=count, d=discord: [d.world.add_guild(f"Server {i}") for i in range(n - 1)])  # type: ignore[misc]
            with Bot(discord, timeout=60) as bot:
                print(f"{count:>6} servers, 1 shard:  {settled(discord, bot):6.1f} MB", flush=True)


def shards() -> None:
    """Memory by number of shards in one process."""
    for count in (1, 2, 4, 8):
        with Discord(shards=count) as discord:
            discord.home = discord.guild(shard=(0, count))
            discord.general = discord.home.channels[0]
            env = {"STRIPES_SHARDS": "auto"}
            with Bot(discord, env=env, sessions=count, timeout=120) as bot:
                print(f"     1 server,  {count} shards: {settled(discord, bot):6.1f} MB", flush=True)


def chatter(count: int = 20_000) -> None:
    """Processor time for messages that are not for the bot: Discord sends them without their words."""
    with Discord() as discord, Bot(discord) as bot:
        anna = discord.member("Anna")
        settled(discord, bot)
        before = seconds(bot)
        for _ in range(count // 500):
            for _ in range(500):
                raw = {**blank(discord.world, anna.channel, anna.user), "guild_id": str(discord.home.id)}
                discord.do(lambda event=raw: discord.world.publish("MESSAGE_CREATE", event, anna.channel))  # type: ignore[misc]
            anna.slash("trial", name="lenvatinib", timeout=60)
        spent = seconds(bot) - before
        print(
            f"{count} messages of others: {1_000_000 * spent / count:.0f} µs each; after them {megabytes(bot):.1f} MB"
        )


if __name__ == "__main__":
    servers()
    shards()
    chatter()
