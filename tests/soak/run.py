"""The soak: does the bot stay small and smooth?  python -m tests.soak.run [INTERACTIONS]

A real process with all knowledge on a loopback Discord is asked again and again: cards, buttons, words that nobody
knows, autocomplete. Every 2,000 interactions a file is edited. Printed are the resident memory (VmRSS) along the way,
its slope, and how long interactions wait while a reload is under way and while none is.

The floors: at most 100 MB, at most 5 MB more over 100,000 interactions, at most 50 ms for an interaction during a
reload. 100,000 take about 4 minutes on two cores; nothing here runs in CI.
"""

from __future__ import annotations

import itertools
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.conftest import KNOWLEDGE
from tests.loopback import Bot, Discord, Person
from tests.loopback.replies import Pending

BATCH = 500
EDIT_EVERY = 2_000
RELOADS = 40
WORDS = ("quaggatrol", "what is this", "stage 4", "lanreotide autogel", "<@1> *x*", "NCT99999999", "side effects")


def names() -> list[tuple[str, str]]:
    """A command and a name for every entry."""
    every = [("drug", path.stem) for path in sorted((KNOWLEDGE / "drugs").glob("[!_]*.yaml"))]
    return every + [("trial", path.stem) for path in sorted((KNOWLEDGE / "trials").glob("[!_]*.yaml"))]


def acts(person: Person) -> Iterator[Callable[[], Pending]]:
    """What people do, for ever: six things in turn for each entry."""
    for number, (command, name) in enumerate(itertools.cycle(names())):
        word = WORDS[number % len(WORDS)]
        yield lambda c=command, n=name: person.asks(c, name=n)  # type: ignore[misc]
        yield lambda n=name: person.asks("trial", name=n[:-1])  # type: ignore[misc]
        yield lambda w=word, n=number: person.asks("drug", name=f"{w} {n}")  # type: ignore[misc]
        for end in (0, 2, 5):
            yield lambda c=command, n=name, e=end: person.types(c, "name", name=n[:e])  # type: ignore[misc]


def megabytes(bot: Bot) -> float:
    return bot.memory() / 1_000_000


def slope(points: list[tuple[int, float]]) -> float:
    """MB more for 100,000 interactions, by least squares."""
    n = len(points)
    middle, mean = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    spread = sum((x - middle) ** 2 for x, _ in points)
    return 100_000 * sum((x - middle) * (y - mean) for x, y in points) / spread if spread else 0.0


def percentiles(seconds: list[float]) -> str:
    ordered = sorted(1000 * one for one in seconds)
    p50, p99 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    return f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, most {ordered[-1]:.1f} ms ({len(ordered)} interactions)"


def edit(folder: Path, number: int) -> None:
    """Change one text of one trial."""
    path, text = folder / "trials" / "talent.yaml", (KNOWLEDGE / "trials" / "talent.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("TALENT looked at", f"TALENT, edit {number}, looked at"), encoding="utf-8")


def soaked(discord: Discord, bot: Bot, folder: Path, interactions: int) -> None:
    """Ask so often, and print how the memory goes."""
    endless, points, began = acts(discord.member("Anna")), list[tuple[int, float]](), time.monotonic()
    step = max(BATCH, interactions // 20 // BATCH * BATCH)
    for done in range(BATCH, interactions + 1, BATCH):
        discord.burst(itertools.islice(endless, BATCH), at_once=20)
        discord.forget()
        if done % EDIT_EVERY == 0:
            edit(folder, done)
        if done % step == 0:
            points.append((done, megabytes(bot)))
            print(f"{done:>7} interactions: {points[-1][1]:.1f} MB", flush=True)
    spent = time.monotonic() - began
    late = points[len(points) // 3 :]
    print(f"{interactions} interactions in {spent:.0f} s; most {max(y for _, y in points):.1f} MB")
    print(f"slope after the first third: {slope(late):+.1f} MB for 100,000 interactions")


def waits(discord: Discord, folder: Path) -> None:
    """How long interactions wait, one after the other, while nothing else happens and while files are reloaded."""
    anna, mo = discord.member("Anna"), discord.moderator()
    quiet, busy, lives = list[float](), list[float](), list[float]()

    def once(into: list[float]) -> None:
        began = time.perf_counter()
        anna.autocomplete("trial", name="le")
        into.append(time.perf_counter() - began)

    for _ in range(400):
        once(quiet)
    for number in range(RELOADS):
        edit(folder, 1_000_000 + number)
        reload = mo.asks("knowledge reload")
        while not reload.done:
            once(busy)
        discord.forget()
    for number in range(3):
        edit(folder, 2_000_000 + number)
        saved = time.perf_counter()
        while f"edit {2_000_000 + number}" not in anna.slash("trial", name="talent").text:
            time.sleep(0.05)
        lives.append(time.perf_counter() - saved)
    print(f"autocomplete, nothing else: {percentiles(quiet)}")
    print(f"autocomplete during {RELOADS} reloads: {percentiles(busy)}")
    print(f"an edit is live after {', '.join(f'{one:.1f}' for one in lives)} s")


def main(interactions: int) -> None:
    with tempfile.TemporaryDirectory() as scratch, Discord() as discord:
        folder = Path(scratch) / "knowledge"
        shutil.copytree(KNOWLEDGE, folder)
        channel = discord.channel("moderators")
        settings = {
            "STRIPES_STATE": str(Path(scratch) / "state"),
            "STRIPES_MODERATORS_CHANNEL": str(channel.id),
            "STRIPES_DIGEST_DAY": "never",
        }
        with Bot(discord, knowledge=folder, env=settings, timeout=60) as bot:
            print(f"      0 interactions: {megabytes(bot):.1f} MB", flush=True)
            waits(discord, folder)
            soaked(discord, bot, folder, interactions)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
