"""The state folder: full, not writable, damaged, shared; and a bot that is killed while it writes there."""

from __future__ import annotations

import asyncio
import logging
import random
import resource
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answers.moderating import News
from bot.chat import reloading
from bot.chat.reloading import Shelf
from bot.editing.holding import settle
from bot.editing.lastgood import COPIES, prepare, read_last_good
from tests.life.watching import until
from tests.loopback import Bot, Discord
from tests.small_knowledge import DRUG, FILES, TRIAL, write_knowledge

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EDITED = DRUG.replace("a made-up pill", "an edited pill")
PATH = "drugs/zebranib.yaml"


def started(folder: Path, state: Path | None) -> Shelf:
    shelf = Shelf(folder, state)
    shelf.start(NOW)
    return shelf


def look(shelf: Shelf, at_once: bool = True) -> News | None:
    return asyncio.run(shelf.look(NOW, at_once))[1]


def live(shelf: Shelf) -> str:
    """What is said of the drug now."""
    assert shelf.live is not None
    return shelf.live.known.drugs["zebranib"].in_one_sentence.text


@contextmanager
def full_disk() -> Iterator[None]:
    """No file can be written, as on a disk without room: the system refuses every byte."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, old)


def test_a_full_disk_stops_no_edit(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The edit goes live, the log says once that it is not kept, and it is kept when there is room again."""
    folder, state = write_knowledge(tmp_path / "knowledge"), tmp_path / "state"
    shelf = started(folder, state)
    (folder / PATH).write_text(EDITED, encoding="utf-8")
    with full_disk():
        news = look(shelf)
        look(shelf, at_once=False)
        look(shelf, at_once=False)
    assert news is not None and news.changed == (PATH,)
    assert "an edited pill" in live(shelf)
    assert [r.getMessage() for r in caplog.records if "could not be kept" in r.getMessage()] == [
        "the last good copies could not be kept: File too large"
    ]
    assert read_last_good(state)[PATH] == DRUG
    assert not list(state.rglob(".new-*"))
    look(shelf, at_once=False)
    assert read_last_good(state)[PATH] == EDITED


def test_a_state_folder_that_vanishes_is_made_again(tmp_path: Path) -> None:
    """What is live is kept again as soon as something changes."""
    folder, state = write_knowledge(tmp_path / "knowledge"), tmp_path / "state"
    shelf = started(folder, state)
    for path in sorted(state.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    state.rmdir()
    (folder / PATH).write_text(EDITED, encoding="utf-8")
    look(shelf)
    assert read_last_good(state) == {**FILES, PATH: EDITED}


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe\x00", b"name: [\n", DRUG[:300].encode(), b"\x00" * 4096])
def test_a_damaged_copy_harms_no_other_entry(tmp_path: Path, damage: bytes) -> None:
    """An entry without any good text is left out; the others show their newest text, and the copy is mended later."""
    folder, state = write_knowledge(tmp_path / "knowledge"), tmp_path / "state"
    extra = DRUG.replace("zebranib", "quagganib").replace("Zeb", "Quag").replace("ZB100", "QG100")
    (folder / "drugs/quagganib.yaml").write_text(extra, encoding="utf-8")
    started(folder, state)
    (state / COPIES / "drugs/quagganib.yaml").write_bytes(damage)
    (folder / "drugs/quagganib.yaml").write_text("name: [\n", encoding="utf-8")
    (folder / PATH).write_text(EDITED, encoding="utf-8")
    shelf = started(folder, state)
    assert "an edited pill" in live(shelf)
    assert shelf.live is not None and "quagganib" not in shelf.live.known.drugs
    (folder / "drugs/quagganib.yaml").write_text(extra, encoding="utf-8")
    look(shelf)
    assert read_last_good(state)["drugs/quagganib.yaml"] == extra


def test_a_mistake_at_the_start_is_told_once(tmp_path: Path) -> None:
    """Moderators hear of a file that is broken at the start, and not again at every restart."""
    folder, state = write_knowledge(tmp_path / "knowledge"), tmp_path / "state"
    started(folder, state)
    (folder / PATH).write_text("name: [\n", encoding="utf-8")
    shelf = started(folder, state)
    assert "made-up pill" in live(shelf)
    told = look(shelf, at_once=False)
    assert told is not None and told.slips[0].where.startswith(f"knowledge/{PATH}:1:") and not told.added
    assert shelf.history[0] == told, "/knowledge status shows it"
    again = started(folder, state)
    assert look(again, at_once=False) is None and again.history[0].slips == told.slips
    (folder / PATH).write_text(EDITED, encoding="utf-8")
    mended = look(again)
    assert mended is not None and mended.slips == ()


def test_two_processes_share_a_state_folder(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Each keeps its copies while the other starts and sweeps up; nothing is lost, and none complains."""
    folder, state = write_knowledge(tmp_path / "knowledge"), tmp_path / "state"
    first, second = started(folder, state), started(folder, state)
    done = threading.Event()

    def sweep() -> None:
        while not done.is_set():
            prepare(state)
            Shelf(folder, state).start(NOW)

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    try:
        for number in range(25):
            (folder / PATH).write_text(DRUG.replace("a made-up pill", f"pill {number}"), encoding="utf-8")
            for shelf in (first, second):
                look(shelf)
                assert f"pill {number}" in live(shelf)
    finally:
        done.set()
        sweeper.join()
    for shelf in (first, second):
        look(shelf, at_once=False)
    assert read_last_good(state)[PATH] == (folder / PATH).read_text(encoding="utf-8")
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR] == []


def test_a_mistake_of_ours_keeps_what_is_live(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """If the program fails over a file, all stays as it was, moderators hear of it once, and the next edit is read."""
    folder = write_knowledge(tmp_path / "knowledge")
    shelf = started(folder, None)

    def failing(new: dict[str, str], *rest: object) -> object:
        if "a pill that we trip over" in new[PATH]:
            raise RecursionError
        return settle(new, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(reloading, "settle", failing)
    (folder / PATH).write_text(DRUG.replace("a made-up pill", "a pill that we trip over"), encoding="utf-8")
    news = [look(shelf, at_once=False) for _ in range(5)]
    assert [n.slips[0].what[:27] for n in news if n] == ["the program made a mistake "]
    assert "a made-up pill" in live(shelf)
    assert sum("the program failed" in r.getMessage() for r in caplog.records) == 1
    (folder / PATH).write_text(EDITED, encoding="utf-8")
    assert any(look(shelf, at_once=False) for _ in range(3))
    assert "an edited pill" in live(shelf) and shelf.problems == ()


def test_a_reload_and_a_look_at_once_bring_the_newest_text(tmp_path: Path) -> None:
    """Looks that overlap, also one that nobody waits for any more, take their turn; the newest text is live at the end."""
    folder = write_knowledge(tmp_path / "knowledge")
    shelf = started(folder, None)

    async def overlapping() -> None:
        for number in range(40):
            (folder / PATH).write_text(DRUG.replace("a made-up pill", f"pill {number}"), encoding="utf-8")
            looks = [asyncio.create_task(shelf.look(NOW, at_once)) for at_once in (True, False, True)]
            await asyncio.sleep(0)
            looks[number % 3].cancel()
            await asyncio.gather(*looks, return_exceptions=True)
        await shelf.look(NOW, at_once=True)

    asyncio.run(overlapping())
    assert "pill 39" in live(shelf)
    assert shelf.problems == () and set(shelf.texts) == set(FILES)


def test_a_clock_that_jumps_changes_nothing(tmp_path: Path) -> None:
    """Edits go live whatever the clock says, backwards too."""
    folder, state = write_knowledge(tmp_path / "knowledge"), tmp_path / "state"
    shelf = started(folder, state)
    for number, year in enumerate((2030, 1970, 2026)):
        (folder / PATH).write_text(DRUG.replace("a made-up pill", f"pill {number}"), encoding="utf-8")
        _, news = asyncio.run(shelf.look(datetime(year, 1, 1, tzinfo=UTC), at_once=True))
        assert news is not None and news.changed == (PATH,) and f"pill {number}" in live(shelf)


@pytest.mark.slow
def test_20_kills_lose_nothing(tmp_path: Path) -> None:
    """kill -9 in the middle of a reload or of keeping copies: the next start shows a whole text, old or new.

    The file is broken before the next start, so that the text can only come from the state folder.
    """
    folder, state = write_knowledge(tmp_path / "knowledge"), tmp_path / "state"
    chance = random.Random(11)
    with Discord() as discord:
        bot = Bot(discord, knowledge=folder, env={"STRIPES_STATE": str(state)})
        with bot:
            last, newest = 0, 0
            for number in range(1, 21):
                (folder / PATH).write_text(DRUG.replace("a made-up pill", f"pill {number}-a"), encoding="utf-8")
                (folder / "trials/stripe-1.yaml").write_text(
                    TRIAL.replace("made-up tumours", f"tumours {number}"), encoding="utf-8"
                )
                discord.moderator().asks("knowledge reload")
                # Where the reload is then, is left to chance: on a quiet machine it is through after some 20 ms.
                time.sleep(chance.random() * 0.02)
                bot.kill()
                (folder / PATH).write_text("name: [\n", encoding="utf-8")
                bot.start()
                card = discord.member("Anna").slash("drug", name="zebranib").text
                options = {f"pill {last}-a", f"pill {number}-a"} if last else {"a made-up pill", f"pill {number}-a"}
                found = {option for option in options if option in card}
                assert len(found) == 1, (number, options, card[:300])
                if f"pill {number}-a" in found:
                    last, newest = number, newest + 1
                assert not list(state.rglob(".new-*"))
            assert newest > 0, "some kills came after the copies were kept"
            print(f"{newest} of 20 kills came after the new text was kept")
            (folder / PATH).write_text(EDITED, encoding="utf-8")
            until(
                lambda: "an edited pill" in discord.member("Anna").slash("drug", name="zebranib").text, "the edit", 10
            )
            assert "Traceback" not in bot.stderr
