"""A bad knowledge file changes nothing that is live: broken files of all kinds, written into a running bot's folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.editing.breaking import FIXTURES, content, expected
from tests.hostile.bombs import BOMBS
from tests.life.watching import until
from tests.loopback import Bot, Discord, Person
from tests.loopback.replies import Reply
from tests.loopback.world import Channel

from .herd import ANIMALS, drug_of, files, renamed, trial_of, write_herd

ANSWERS_A_FILE = 10


@dataclass(frozen=True)
class Broken:
    """A broken file: what it stands for, its bytes, and in which line the editor is told to look (None: any)."""

    kind: str
    entry: str
    content: bytes
    line: int | None
    problems: int

    def about(self, animal: str) -> tuple[str, bytes]:
        """Path and bytes, as the file of another animal."""
        path = drug_of(animal) if self.entry == "drug" else trial_of(animal)
        try:
            return path, renamed(self.content.decode("utf-8"), animal).encode("utf-8")
        except UnicodeDecodeError:
            return path, self.content


def broken_files() -> list[Broken]:
    """All slips that editors make in drugs and trials, then the files made to harm."""
    found = []
    for fixture in FIXTURES:
        entry = fixture.split("/")[0]
        if entry in ("drug", "trial"):
            line = int(expected(fixture).split(": error: ")[0].rsplit(":", 2)[1])
            problems = expected(fixture).count(": error: ")
            found.append(Broken(fixture, entry, content(fixture), line, problems))
    return found + [Broken(name, "drug", make().encode("utf-8", "replace"), None, 9) for name, make in BOMBS.items()]


def rounds(of: list[Broken], at_once: int) -> Iterator[list[tuple[str, Broken, bytes]]]:
    """So many at once; those with many mistakes last, because moderators see the first ten."""
    for entry in ("drug", "trial"):
        left = sorted((one for one in of if one.entry == entry), key=lambda one: one.problems)
        while left:
            now, left = left[: at_once - 1], left[at_once - 1 :]
            if left:
                now.append(left.pop())
            now.sort(key=lambda one: one.problems)
            animals = sorted(ANIMALS, key=lambda a: drug_of(a) if entry == "drug" else trial_of(a))
            yield [(one.about(a)[0], one, one.about(a)[1]) for one, a in zip(now, animals, strict=False)]


class Herd:
    """A running bot with the herd's files, and what it said before anything was broken."""

    def __init__(self, discord: Discord, bot: Bot, folder: Path, channel: Channel) -> None:
        self.discord, self.bot, self.folder, self.channel = discord, bot, folder, channel
        self.anna, self.mo = discord.member("Anna"), discord.moderator()
        self.questions = [("drug", f"{a}anib") for a in ANIMALS]
        self.questions += [("trial", Path(trial_of(a)).stem) for a in ANIMALS]
        self.old = {question: self.card(*question) for question in self.questions}
        self.answers = 0

    def card(self, command: str, name: str, person: Person | None = None) -> str:
        return (person or self.anna).slash(command, name=name).text

    def ask(self, times: int) -> None:
        """Ask so often, one question after the other; each answer is the old one."""
        for _ in range(times):
            question = self.questions[self.answers % len(self.questions)]
            assert self.card(*question) == self.old[question], question
            self.answers += 1

    def write(self, batch: list[tuple[str, Broken, bytes]]) -> None:
        """Break these files, and mend all others."""
        broken = {path: bytes_ for path, _, bytes_ in batch}
        for path, text in files().items():
            wanted = broken.get(path, text.encode())
            if (self.folder / path).read_bytes() != wanted:
                (self.folder / path).write_bytes(wanted)

    def told(self) -> list[str]:
        return [post.text for post in self.discord.posts(self.channel)]


@pytest.fixture
def herd(tmp_path: Path) -> Iterator[Herd]:
    folder = write_herd(tmp_path / "knowledge")
    with Discord() as discord:
        channel = discord.channel("moderators")
        settings = {
            "STRIPES_STATE": str(tmp_path / "state"),
            "STRIPES_MODERATORS_CHANNEL": str(channel.id),
            "STRIPES_DIGEST_DAY": "never",
        }
        with Bot(discord, knowledge=folder, env=settings) as bot:
            yield Herd(discord, bot, folder, channel)


def refused(batch: list[tuple[str, Broken, bytes]], text: str) -> list[str]:
    """The kinds in a batch of which this text does not say file and line."""
    missing = []
    for path, one, _ in batch:
        place = f"knowledge/{path}:" + (f"{one.line}:" if one.line else "")
        if place not in text:
            missing.append(f"{one.kind}: {place}")
    return missing


def whole(reply: Reply) -> str:
    """All pages of a reply."""
    texts = [reply.text]
    while any(label.startswith(("Next", "More", "Page")) for label in reply.labels) and len(texts) < 5:
        reply = next(b for b in reply.buttons if b.label.startswith(("Next", "More", "Page"))).click()
        texts.append(reply.text)
    return "\n".join(texts)


def test_24_broken_files_change_nothing(herd: Herd) -> None:
    """Each is refused with file and line when a moderator reloads; meanwhile every answer is the old one."""
    every = broken_files()
    some = every[:: len(every) // 24][:24]
    assert len({one.kind for one in some}) == 24
    for batch in rounds(some, 6):
        herd.write(batch)
        news = whole(herd.mo.slash("knowledge reload"))
        assert refused(batch, news) == []
        assert refused(batch, whole(herd.mo.slash("knowledge status"))) == []
        herd.ask(ANSWERS_A_FILE * len(batch))
    assert herd.answers == 240
    assert herd.bot.running and "Traceback" not in herd.bot.stderr and "mistake" not in herd.bot.stderr


@pytest.mark.slow
def test_240_broken_files_change_nothing(herd: Herd) -> None:
    """The bot finds each by itself and tells the moderators' channel; 2,400 of 2,400 answers meanwhile are the old ones."""
    every = broken_files()
    slips = [one for one in every if one.line]
    chosen = [*slips[: 240 - 40], *[one for one in every if not one.line]][:240]
    assert len(chosen) == 240 and len({one.kind for one in chosen}) >= 40
    for batch in rounds(chosen, 6):
        told = len(herd.told())
        herd.write(batch)
        herd.ask(ANSWERS_A_FILE * len(batch) // 2)
        herd.discord.wait_until(lambda n=told: len(herd.told()) > n, "news of broken files", 15)  # type: ignore[misc]
        herd.ask(ANSWERS_A_FILE * len(batch) - ANSWERS_A_FILE * len(batch) // 2)
        assert refused(batch, "\n".join(herd.told()[told:])) == []
        assert refused(batch, whole(herd.mo.slash("knowledge status"))) == []
    assert herd.answers == 2_400
    assert herd.bot.running and "Traceback" not in herd.bot.stderr and "mistake" not in herd.bot.stderr
    herd.write([])
    until(lambda: "Refused" not in herd.mo.slash("knowledge status").text, "all mended", 15)
