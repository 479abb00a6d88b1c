"""How fast the real process answers on the loopback Discord, and how much memory it takes.

    python -m tests.bench_chat            everything, about two minutes on two cores
    python -m tests.bench_chat --quick    a tenth of it, to see a difference while changing something

Times are from the event handed to the socket to the callback that arrives, with bot and Discord on one machine, so
they hold the loopback's own work too. Three kinds of load, because "50 at once" can mean each of them:

    waves     50 in the same moment, then nothing until all are answered; the last one waits for the other 49
    paced     a steady 250 a second, one every 4 ms: what 50 people make who each ask five times a second
    kept up   always 50 under way, as fast as the bot can: the most it does, not what anybody sees

Beside it stands a bot that only says hello, by the same discord.py on the same loopback in the same run: what no bot
here can be faster than. The exit code is 1 if a floor is missed at the steady pace, or in memory; a wave is mostly the
time that discord.py and the loopback take for 50 events.

Only this file measures time. Tests assert what is answered, never how fast.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from .loopback import Bot, Discord, Pending, Person, Reply, Said

Act = Callable[[], Pending | Said]
AT_ONCE = 50
EVERY = 0.004
FLOOR_AUTOCOMPLETE, FLOOR_REPLY, FLOOR_GROWTH = 30.0, 60.0, 10.0
HELLO = (sys.executable, str(Path(__file__).parent / "loopback" / "example" / "client.py"))
NAMES = (
    "lenvatinib",
    "afinitor",
    "talent",
    "NCT02678780",
    "cabo",
    "affinitor",
    "xyzzyq",
    "vapreotide",
    "PRRT",
    "netter",
)
TYPED = ("", "l", "le", "len", "lenva", "afin", "nett", "xyz", "177lu", "caboz")


def milliseconds(done: Iterable[Pending | Said]) -> list[float]:
    """How long each took, the shortest first."""
    return sorted(1000 * one.seconds for one in done if one.seconds is not None)


def say(what: str, times: Sequence[float], floor: float | None = None) -> bool:
    """One line: median, 99th percentile, longest; False if a floor is missed."""
    p50, p99, worst = times[len(times) // 2], times[int(len(times) * 0.99)], times[-1]
    verdict = "" if floor is None else f"   floor {floor:g} ms: {'held' if p99 <= floor else 'MISSED'}"
    print(f"{what:<46} p50 {p50:7.2f} ms   p99 {p99:7.2f} ms   longest {worst:7.2f} ms{verdict}", flush=True)
    return floor is None or p99 <= floor


def waves(discord: Discord, acts: Sequence[Act]) -> list[float]:
    """50 in the same moment, again and again."""
    done: list[Pending | Said] = []
    for start in range(0, len(acts), AT_ONCE):
        done += discord.burst(acts[start : start + AT_ONCE], at_once=AT_ONCE)
    discord.forget()
    return milliseconds(done)


def paced(discord: Discord, acts: Sequence[Act]) -> list[float]:
    """One every few milliseconds, whether the last one is answered or not."""
    discord.burst(acts[:1], at_once=1)  # garbage collection and connections are not what is measured

    async def send() -> list[Pending | Said]:
        loop, done = asyncio.get_running_loop(), list[Pending | Said]()
        begin = loop.time()
        for number, act in enumerate(acts):
            await asyncio.sleep(max(0.0, begin + number * EVERY - loop.time()))
            done.append(act())
        changed = asyncio.Event()
        discord.world.on_change = changed.set
        while not all(one.done for one in done):
            changed.clear()
            await asyncio.wait_for(changed.wait(), 10)
        discord.world.on_change = lambda: None
        return done

    done = asyncio.run_coroutine_threadsafe(send(), discord.loop).result()
    times = milliseconds(done)
    discord.forget()
    return times


def kept_up(discord: Discord, acts: Sequence[Act]) -> list[float]:
    """Always 50 under way."""
    times = milliseconds(discord.burst(acts, at_once=AT_ONCE))
    discord.forget()
    return times


def pressing(card: Reply) -> list[Act]:
    """Every button of a card but those that open a form or ask to share."""
    return [
        partial(card.person.uses, card, button.raw, {})
        for button in card.buttons
        if button.label not in ("Share here", "Something is wrong")
    ]


def mixed(anna: Person, count: int, dice: random.Random) -> list[Act]:
    """What a community asks, in no order: names, words, searches, menus, buttons, and typing in between."""
    buttons = pressing(anna.slash("trial", name="talent")) + pressing(anna.slash("drug", name="everolimus"))

    def name() -> str:
        return dice.choice(NAMES)

    kinds: list[Callable[[], Act]] = [
        lambda: partial(anna.asks, "trial", name=name()),
        lambda: partial(anna.asks, "drug", name=name()),
        lambda: partial(anna.asks, "word", name=name()),
        lambda: partial(anna.asks, "find", country="France", status="open"),
        lambda: partial(anna.asks, "find", treatment=name()),
        lambda: partial(anna.asks, "compare", first=name(), second="sunitinib"),
        lambda: partial(anna.asks, "people", country="Germany"),
        lambda: partial(anna.asks, "questions", about="trial"),
        lambda: partial(anna.asks, "about"),
        lambda: partial(anna.uses_menu, "Explain the words", f"{name()} and PRRT, a scan, grade 2 " * 20),
        lambda: dice.choice(buttons),
        lambda: dice.choice(buttons),
        *[lambda: partial(anna.types, "trial", name=dice.choice(TYPED))] * 4,
    ]
    return [dice.choice(kinds)() for _ in range(count)]


def main(words: Sequence[str]) -> int:
    """Measure and print; 1 if a floor is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    share = 10 if parser.parse_args(words).quick else 1
    held = []
    with Discord() as discord, Bot(discord) as bot:
        anna, dice = discord.member("Anna"), random.Random(1)
        print(f"start to commands registered                   {bot.seconds_to_start:.2f} s")
        print(f"resident memory, connected                     {bot.memory() / 1e6:.1f} MB")
        trial: Act = partial(anna.asks, "trial", name="lenvatinib")
        typing: list[Act] = [partial(anna.types, "trial", name=dice.choice(TYPED)) for _ in range(2000 // share)]
        replies = [act for act in mixed(anna, 3000 // share, dice) if act.func != anna.types]  # type: ignore[attr-defined]
        discord.burst(mixed(anna, 200, dice), at_once=10)
        cpu = bot.cpu()
        say("/trial lenvatinib, one at a time", milliseconds(discord.burst([trial] * (1000 // share), at_once=1)))
        print(f"processor time of one /trial lenvatinib        {1000 * (bot.cpu() - cpu) / (1000 // share):.2f} ms")
        for name, load in (("waves", waves), ("paced", paced), ("kept up", kept_up)):
            floors = (FLOOR_AUTOCOMPLETE, FLOOR_REPLY) if name != "kept up" else (None, None)
            fits = say(f"autocomplete, 50 at once, {name}", load(discord, typing), floors[0])
            fits &= say(f"any reply, 50 at once, {name}", load(discord, replies), floors[1])
            held.append(fits or name == "waves")
        held.append(endurance(discord, bot, anna, dice, 10_000 // share))
    hello(share)
    return 0 if all(held) else 1


def hello(share: int) -> None:
    """The same waves for a bot without any answers."""
    with Discord() as discord, Bot(discord, command=HELLO):
        anna = discord.member("Anna", rights=2048)
        discord.burst([partial(anna.asks, "hello", name="x")] * 200, at_once=10)
        typing: list[Act] = [partial(anna.types, "hello", name="le")] * (2000 // share)
        say("a bot that only says hello: autocomplete, waves", waves(discord, typing))
        say(
            "a bot that only says hello: reply, waves",
            waves(discord, [partial(anna.asks, "hello", name="x")] * (2000 // share)),
        )


def endurance(discord: Discord, bot: Bot, anna: Person, dice: random.Random, count: int) -> bool:
    """Many mixed interactions; whether all were answered and memory stayed."""
    warm, answered, then = count // 10, 0, 0
    for _ in range(0, count, warm):
        answered += len(discord.burst(mixed(anna, warm, dice), at_once=AT_ONCE))
        discord.forget()
        then = then or bot.memory()
    growth = (bot.memory() - then) / 1e6
    print(f"{count} mixed: unanswered {count - answered}; memory {bot.memory() / 1e6:.1f} MB, grown {growth:.1f} MB "
          f"after the first {warm}   floor {FLOOR_GROWTH:g} MB: {'held' if growth <= FLOOR_GROWTH else 'MISSED'}")  # fmt: skip
    return answered == count and growth <= FLOOR_GROWTH


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
