"""A half-written file is never served: writes that stop at random places, in the ways that editors and copies do."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answers.moderating import News
from bot.chat.reloading import LOOKS_IF_CUT, Shelf, watch
from bot.editing.holding import seems_cut
from bot.editing.library import load
from bot.names.catalogue import Catalogue
from tests.loopback import Bot, Discord
from tests.small_knowledge import DISCLAIMER, DRUG, FILES, TRIAL, write_knowledge

LOOK = 0.02
LONGEST_PAUSE = LOOKS_IF_CUT / 3
NAMES = "".join(f"{a}{b}{c}imab\n" for a in ("sol", "tar", "ven") for b in "aeiou" for c in ("cir", "lut", "nat"))
LONG_DRUG = DRUG + "  second:\n    title: A second label\n    url: https://example.org/two\n    seen: 2026-11-02\n"
LONG_DRUG = LONG_DRUG.replace("[label]\nclass", "[label, second]\nclass") + "    read_through: a copy of the label\n"

Write = Callable[[Path, str, int], Iterator[None]]


def in_place(path: Path, text: str, cut: int) -> Iterator[None]:
    """Emptied at once, then the beginning, then the rest: what most programs do."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text[:cut])
        file.flush()
        yield
        file.write(text[cut:])


def emptied_first(path: Path, text: str, cut: int) -> Iterator[None]:
    """Emptied, and written a while later."""
    os.truncate(path, 0)
    yield
    path.write_text(text, encoding="utf-8")


def over_the_old(path: Path, text: str, cut: int) -> Iterator[None]:
    """Written over the old text from its beginning, which stays behind the cut; then made as long as it is."""
    with path.open("r+", encoding="utf-8", newline="") as file:
        file.write(text[:cut])
        file.flush()
        file.truncate()
        yield
        file.write(text[cut:])


def renamed_over(path: Path, text: str, cut: int) -> Iterator[None]:
    """Half-written under the file's name by a copy, then the whole text renamed over it."""
    path.write_text(text[:cut], encoding="utf-8")
    yield
    whole = path.with_name(f".{path.name}.part")
    whole.write_text(text, encoding="utf-8")
    whole.replace(path)


def beside_and_renamed(path: Path, text: str, cut: int) -> Iterator[None]:
    """Written beside the file under a name of an editor, then renamed."""
    beside = path.with_name(f"{path.name}~")
    beside.write_text(text[:cut], encoding="utf-8")
    yield
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def deleted_and_made_again(path: Path, text: str, cut: int) -> Iterator[None]:
    """Gone for a while, then there in two steps."""
    path.unlink()
    yield
    path.write_text(text[:cut], encoding="utf-8")
    yield
    path.write_text(text, encoding="utf-8")


WAYS: tuple[Write, ...] = (
    in_place, emptied_first, over_the_old, renamed_over, beside_and_renamed, deleted_and_made_again,
)  # fmt: skip


def edited(path: str, number: int, where: str) -> str:
    """A new whole text of a file, edited at its top, in its middle, or at its end."""
    word = f"edit {number}"
    if path == "drugs/zebranib.yaml":
        old = {"top": "a made-up pill", "middle": "a made-up signal", "end": "a copy of the label"}[where]
        return LONG_DRUG.replace(old, f"{old} of {word}")
    if path == "trials/stripe-1.yaml":
        old = {"top": "made-up tumours\nids", "middle": "shrinks made-up tumours", "end": "A made-up paper"}[where]
        return TRIAL.replace(old, f"{word} {old}")
    if path == "disclaimer.yaml":
        old = {"top": "Talk with", "middle": "no recommendation", "end": "out of date."}[where]
        return DISCLAIMER.replace(old, f"{old} ({word})")
    return {"top": f"{word}\n{NAMES}", "middle": NAMES.replace("ven", f"{word}\nven", 1), "end": f"{NAMES}{word}\n"}[
        where
    ]


PATHS = ("drugs/zebranib.yaml", "trials/stripe-1.yaml", "disclaimer.yaml", "not-covered.txt")


def whole_version(scratch: Path, files: dict[str, str]) -> str:
    """The version of the knowledge that these whole texts make."""
    return load(write_knowledge(scratch, **files)).known.version


async def torn(tmp_path: Path, writes: int, seed: int) -> tuple[int, list[str], float]:
    """Tear so many writes; what went live that was no whole version, and the longest wait for a whole text, in looks."""
    chance = random.Random(seed)
    folder, scratch = tmp_path / "knowledge", tmp_path / "whole"
    files = {**FILES, "drugs/zebranib.yaml": LONG_DRUG, "not-covered.txt": NAMES}
    write_knowledge(folder, **files)
    shelf = Shelf(folder, None)
    live, longest = asyncio.Event(), 0.0
    allowed, wrong = {whole_version(scratch, files)}, list[str]()
    current, wanted, about = [""], "", ""

    def swap(fresh: Catalogue) -> None:
        current[0] = fresh.known.version
        if current[0] not in allowed:
            wrong.append(about)
        if current[0] == wanted:
            live.set()

    async def nothing(*_: News) -> None:
        return None

    swap(shelf.start(datetime.now(UTC)))
    watching = asyncio.create_task(watch(shelf, swap, nothing, nothing, LOOK))
    for number in range(writes):
        path, where, way = chance.choice(PATHS), chance.choice(("top", "middle", "end")), chance.choice(WAYS)
        text = edited(path, number, where)
        cut = chance.randrange(1, len(text)) if number % 2 else text.index("\n", chance.randrange(len(text) - 1)) + 1
        about = f"{number}: {path}, edited at its {where}, {way.__name__}, cut behind {text[:cut][-40:]!r}"
        live.clear()
        files[path] = text
        wanted = whole_version(scratch, files)
        allowed.add(wanted)
        for _ in way(folder / path, text, cut):
            await asyncio.sleep(LOOK * chance.choice((0.3, 1.5, 4, LONGEST_PAUSE)))
        began = asyncio.get_running_loop().time()
        async with asyncio.timeout(20):
            await live.wait()
        longest = max(longest, asyncio.get_running_loop().time() - began)
        allowed = {wanted}
    watching.cancel()
    return writes, wrong, longest


@pytest.mark.parametrize("writes", [8, pytest.param(500, marks=pytest.mark.slow)])
def test_no_torn_write_is_served(tmp_path: Path, writes: int) -> None:
    """Whatever the cut and the pause, only whole versions go live, and each of them does."""
    done, wrong, longest = asyncio.run(torn(tmp_path, writes, seed=7))
    print(f"{done} torn writes, longest wait for a whole text {longest:.2f} s")
    assert wrong == []


@pytest.mark.parametrize(
    "text, before, cut",
    [
        ("a\nb\nc\n", "a\nb\nd\n", False),
        ("a\nb\n", "a\nb\nc\n", True),
        ("x\na\n", "a\nb\nc\n", True),
        ("a\nb\nc\nd\n", "a\nb\nc\n", False),
        ("a\nb\nc", "a\nb\nc\n", True),
        ("a\nb\nd", "a\nb\nc", False),
        ("x\na\nb", "a\nb\nbcd", True),
        ("a: 1\n  seen: x\nb: 2\n", "a: 1\n  seen: x\nb: 2\n  seen: x\n", True),
        ("a: 3\n  seen: x\nb: 2\n  seen: x\n", "a: 1\n  seen: x\nb: 2\n  seen: x\n", False),
        ("a\n", None, False),
        ("a", None, True),
    ],
)
def test_what_seems_cut(text: str, before: str | None, cut: bool) -> None:
    """A text that ends where the one before it went on may be half-written; one with another end is not."""
    assert seems_cut(text, before) is cut


@pytest.mark.slow
def test_the_running_bot_serves_no_torn_write(tmp_path: Path) -> None:
    """24 torn writes of a disclaimer and a drug, with the bot's own looks: every answer is of whole texts."""
    folder = write_knowledge(tmp_path / "knowledge", **{"drugs/zebranib.yaml": LONG_DRUG})
    chance = random.Random(3)
    with Discord() as discord, Bot(discord, knowledge=folder) as bot:
        anna = discord.member("Anna")

        def card() -> str:
            return anna.slash("drug", name="zebranib").text

        for number in range(24):
            path = PATHS[(0, 2)[number % 2]]
            text = edited(path, number, chance.choice(("top", "middle")))
            before, old = card(), (folder / path).read_text(encoding="utf-8")
            for _ in chance.choice(WAYS)(folder / path, text, chance.randrange(1, len(text))):
                until = asyncio.run(_asked_for(chance.choice((0.4, 1.5, 4.0)), card))
                assert until <= {before}, (number, path)
            assert old != text
            seen = asyncio.run(_asked_for(6.0, card, stop=lambda now, n=number: f"edit {n}" in now))  # type: ignore[misc]
            assert f"edit {number}" in card() and len(seen - {before}) <= 1
        assert "Traceback" not in bot.stderr


async def _asked_for(
    seconds: float, card: Callable[[], str], stop: Callable[[str], bool] = lambda _: False
) -> set[str]:
    """Every answer within so many seconds."""
    seen, loop = set[str](), asyncio.get_running_loop()
    end = loop.time() + seconds
    while loop.time() < end:
        now = await asyncio.to_thread(card)
        seen.add(now)
        if stop(now):
            break
    return seen


async def _watched(shelf: Shelf, act: Callable[[], None], tell: Callable[[News], Awaitable[None]]) -> Catalogue:
    """Watch, do something to the files, and wait for what goes live then."""
    changed = asyncio.Queue[Catalogue]()

    async def nothing() -> None:
        return None

    watching = asyncio.create_task(watch(shelf, changed.put_nowait, tell, nothing, LOOK))
    await changed.get()  # what is live from the start
    act()
    async with asyncio.timeout(10):
        fresh = await changed.get()
    watching.cancel()
    return fresh


async def _never(news: News) -> None:
    await asyncio.Event().wait()


def test_a_file_that_stays_away_is_removed(tmp_path: Path) -> None:
    """A deleted entry is believed to be gone after half a minute, and not before."""
    shelf = Shelf(write_knowledge(tmp_path / "knowledge"), None)
    shelf.start(datetime.now(UTC))
    (shelf.folder / "trials/stripe-1.yaml").unlink()
    for _ in range(LOOKS_IF_CUT):
        assert asyncio.run(shelf.look(datetime.now(UTC), at_once=True)) == (None, None)
        assert shelf.waiting == ("trials/stripe-1.yaml",)
    fresh, news = asyncio.run(shelf.look(datetime.now(UTC), at_once=True))
    assert fresh is not None and not fresh.known.trials
    assert news is not None and news.removed == ("trials/stripe-1.yaml",) and shelf.waiting == ()


def test_a_renamed_file_is_there_at_once(tmp_path: Path) -> None:
    """When another file came with the same look, a file that is gone was renamed or replaced, and is not waited for."""
    shelf = Shelf(write_knowledge(tmp_path / "knowledge"), None)
    shelf.start(datetime.now(UTC))
    (shelf.folder / "trials/stripe-1.yaml").rename(shelf.folder / "trials/stripe-one.yaml")
    fresh, _ = asyncio.run(shelf.look(datetime.now(UTC), at_once=True))
    assert fresh is not None and list(fresh.known.trials) == ["stripe-one"]


def test_a_channel_that_hangs_holds_up_no_edit(tmp_path: Path) -> None:
    """Discord may take as long as it likes over the news for moderators: the next edits go live meanwhile."""
    shelf = Shelf(write_knowledge(tmp_path / "knowledge"), None)
    shelf.start(datetime.now(UTC))
    for word in ("striped", "spotted"):
        text = DRUG.replace("a made-up pill", f"a {word} pill")
        path = shelf.folder / "drugs/zebranib.yaml"
        fresh = asyncio.run(_watched(shelf, lambda p=path, t=text: p.write_text(t) and None, _never))  # type: ignore[misc]
        assert word in fresh.known.drugs["zebranib"].in_one_sentence.text


def test_a_moderator_is_told_what_is_waited_for(tmp_path: Path) -> None:
    """/knowledge reload does not take a text that ends in the middle of a line, and says so."""
    folder = write_knowledge(tmp_path / "knowledge")
    with Discord() as discord, Bot(discord, knowledge=folder):
        mo = discord.moderator()
        text = DISCLAIMER.replace("no recommendation", "never a recommendation")
        (folder / "disclaimer.yaml").write_text(text[: text.index("Details")], encoding="utf-8")
        said = mo.slash("knowledge reload").text
        assert "Nothing new" in said and "disclaimer.yaml" in said and "never a recommendation" not in said
        (folder / "disclaimer.yaml").write_text(text, encoding="utf-8")
        assert "1 changed" in mo.slash("knowledge reload").text
