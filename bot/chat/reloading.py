"""Hot reload: sees an edit within seconds, reads it in a thread, and swaps the whole knowledge in one assignment.

Files are compared by their content, so that it works on bind mounts and network shares; a change counts once it has
stayed the same for two looks, so that a half-written file is never read. What looks cut off although it could be read
waits longer: the rest may be on its way.
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import logging
import sys
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from bot.answers.host import Store
from bot.answers.moderating import News, Slip
from bot.editing.holding import Outcome, Reader, path_of, seems_cut, settle, with_renewed
from bot.editing.lastgood import keep, kept_since, note, prepare, read_last_good, recall
from bot.editing.library import read_folder
from bot.editing.sheets import read_sheet
from bot.names.catalogue import Catalogue, catalogue
from bot.problems import Place, Problem, UserError

log = logging.getLogger("stripes")

SECONDS_BETWEEN_LOOKS = 1.25
SECONDS_OF_A_TURN = 0.001
LONGEST_WAIT = 20.0
LOOKS_IF_CUT = 24  # half a minute
MOST_REMEMBERED = 10
_RENEWED, _TOLD = "renewed", "told"

_OURS = (
    "the program made a mistake over these files; what was live stays, and nothing newer goes live",
    "Undo the last edit, and tell whoever runs the bot: the log says more.",
)

COPIES_STORE = Store(
    "Last good copies", "the texts of the knowledge files as they were live last, if the host gave a state folder"
)

Seen = tuple[dict[str, str], tuple[Problem, ...]]


class Shelf:
    """What is live now, what it is made of, and what became of the last edits."""

    def __init__(self, folder: Path, state: Path | None) -> None:
        self.folder = folder
        self.state = state
        self.live: Catalogue | None = None
        self.texts: dict[str, str] = {}
        self.problems: tuple[Problem, ...] = ()
        self.waiting: tuple[str, ...] = ()
        self.history: deque[News] = deque(maxlen=MOST_REMEMBERED)
        self._reader = Reader()
        self._since: dict[str, date] = {}
        self._renewed: frozenset[str] = frozenset()
        self._seen: Seen | None = None
        self._applied: Seen | None = None
        self._doubts: dict[str, tuple[str | None, int]] = {}
        self._told = ""
        self._to_tell: News | None = None
        self._on_disk: dict[str, str] = {}
        self._keeps = True
        # A thread of its own: one look after the other, also if nobody waits for it any more; a disk that hangs takes
        # no thread from others; and one thread that builds needs 5 MB less than several in turn.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="knowledge")

    def start(self, now: datetime) -> Catalogue:
        """Read the folder, with the last good copies for broken files. Raises UserError if nothing is usable."""
        if self.state:
            prepare(self.state)
            self.texts = self._undamaged(read_last_good(self.state))
            self._since = kept_since(self.state)
            self._renewed = frozenset(recall(self.state, _RENEWED).split())
            self._told = recall(self.state, _TOLD)
        news = self._take(self._look(), now)
        if self.live is None:
            first = "\n".join(str(problem) for problem in self.problems[:5])
            raise UserError(
                f"the knowledge in {self.folder} cannot be used: {len(self.problems)} problem(s)\n{first}",
                "python -m bot check   shows all of them, each with the way out",
            )
        # What is there now stays: the collector need not walk it, which would hold up answers. Not again at later takes:
        # the questions that are under way then are cycles, and would stay for ever.
        gc.collect()
        gc.freeze()
        for problem in self.problems[:20]:
            log.warning("%s", str(problem).replace("\n", " "))
        if news.held or news.left_out:
            log.warning("started with %s", news.in_one_line())
        if self.problems:
            self._to_tell = self._worth_telling(replace(news, changed=(), added=(), removed=()))
        return self.live

    def _undamaged(self, copies: dict[str, str]) -> dict[str, str]:
        """The copies that can be read; one that the disk has damaged would stand in the way of good texts."""
        self._on_disk = copies
        good = {path: text for path, text in copies.items() if self._reader(path, text, self._shown(path))[0]}
        for path in copies.keys() - good.keys():
            log.warning("the last good copy of %s is damaged and is not used", path)
        return good

    async def look(self, now: datetime, at_once: bool = False) -> tuple[Catalogue | None, News | None]:
        """Look at the files once: the new knowledge if there is one to go live, and what to tell moderators if anything.

        ``at_once`` does not wait for the files to stay the same, except for those that look cut off: see ``waiting``.
        It raises TimeoutError if the disk does not answer.
        """
        looking = asyncio.get_running_loop().run_in_executor(self._thread, self._look_once, now, at_once)
        return await asyncio.wait_for(looking, LONGEST_WAIT if at_once else None)

    def _look_once(self, now: datetime, at_once: bool) -> tuple[Catalogue | None, News | None]:
        seen = self._patient(self._look())
        settled = at_once or seen == self._seen
        self._seen = seen
        first, self._to_tell = self._to_tell, None
        if not settled or (seen == self._applied and not at_once):
            self._keep()
            return None, first
        before = self.live
        news = self._worth_telling(self._take(seen, now))
        return (self.live if self.live is not before else None), news or first

    def _look(self) -> Seen:
        try:
            return read_folder(self.folder)
        except UserError as gone:
            return {}, (Problem(_place(self.folder), gone.what, gone.hint),)

    def _patient(self, seen: Seen) -> Seen:
        """The texts seen, but the live ones in place of those that may be cut off, and of a file that is gone.

        A file that was cut off where it happens to make sense would be served; one that is deleted to be written
        again would be missed. If nothing comes for ``LOOKS_IF_CUT`` looks, it is meant.
        """
        texts, unreadable = seen
        unread = {path_of(problem, self.folder.name) for problem in unreadable}
        known = self._applied[0] if self._applied else {}
        doubts: dict[str, tuple[str | None, int]] = {}
        for path in texts.keys() | self.texts.keys():
            text = texts.get(path)
            if text is None and (path in unread or texts.keys() - self.texts.keys()):
                continue
            if text is not None and text in (self.texts.get(path), known.get(path)):
                continue
            before, looks = self._doubts.get(path, (None, 0))
            if (before == text and looks) or text is None or self._is_doubtful(path, text):
                doubts[path] = (text, looks + 1 if before == text and looks else 1)
        self._doubts = doubts
        self.waiting = tuple(sorted(path for path, (_, looks) in doubts.items() if looks <= LOOKS_IF_CUT))
        patient = {path: text for path, text in texts.items() if path not in self.waiting}
        return patient | {path: self.texts[path] for path in self.waiting if path in self.texts}, unreadable

    def _is_doubtful(self, path: str, text: str) -> bool:
        """True if a text seems cut off and could go live all the same; one with mistakes is refused at once."""
        return seems_cut(text, self.texts.get(path)) and not read_sheet(path, text, self._shown(path))[1]

    def _take(self, seen: Seen, now: datetime) -> News:
        """Work out what may go live, keep it, and say what became of it."""
        try:
            outcome, fresh = self._read(*seen)
        except Exception:
            log.exception("the program failed over the knowledge files")
            if not self.texts:
                raise
            outcome, fresh = self._read(self.texts, (Problem(_place(self.folder), *_OURS),))
        self._applied = seen
        self.problems = outcome.problems
        if fresh is not None:
            self.live = fresh
            self.texts = dict(outcome.texts)
            self._since |= {p: now.date() for p in (*outcome.changed, *outcome.added)}
            self._renewed = self._still_renewed(outcome)
        self._keep()
        return self._news(outcome, now)

    def _read(self, texts: dict[str, str], unreadable: tuple[Problem, ...]) -> tuple[Outcome, Catalogue | None]:
        """What may go live, and the catalogue of it if it differs from what is live."""
        outcome = settle(texts, unreadable, self.texts, self.folder.name, self._reader)
        if outcome.knowledge is None or (dict(outcome.texts) == self.texts and self.live is not None):
            return outcome, None
        return outcome, catalogue(with_renewed(outcome.knowledge, self._still_renewed(outcome)))

    def _still_renewed(self, outcome: Outcome) -> frozenset[str]:
        """Entries whose last change renewed only days; a real edit takes an entry off the list."""
        edited = {path.rsplit("/", 1)[-1].removesuffix(".yaml") for path in (*outcome.changed, *outcome.added)}
        return (self._renewed - edited) | outcome.renewed

    def _keep(self) -> None:
        """Keep what is live; again at every look until it could be kept, with one line in the log."""
        if self.state is None or self._on_disk == self.texts:
            return
        try:
            keep(self.state, self.texts, self._on_disk)
            note(self.state, _RENEWED, " ".join(sorted(self._renewed)))
        except OSError as error:
            if self._keeps:
                log.error("the last good copies could not be kept: %s", error.strerror)
            self._keeps = False
        else:
            self._keeps = True

    def _news(self, outcome: Outcome, now: datetime) -> News:
        version = self.live.known.version if self.live else "none"
        return News(
            at=now,
            version=version,
            changed=outcome.changed,
            added=outcome.added,
            removed=outcome.removed,
            held=tuple((path, self._since.get(path)) for path in outcome.held),
            left_out=outcome.left_out,
            slips=tuple(slip(problem) for problem in _one_of_each_first(outcome.problems)),
            renewed=tuple(sorted(outcome.renewed)),
        )

    def _worth_telling(self, news: News) -> News | None:
        """News once: a change, or a set of mistakes that was not told before, also not before a restart."""
        mistakes = "\n".join(sorted(f"{s.where} {s.what}" for s in news.slips))
        told = hashlib.sha256(mistakes.encode("utf-8", "replace")).hexdigest() if mistakes else ""
        is_new = told != self._told
        if is_new and self.state is not None:
            with suppress(OSError):  # the copies cannot be kept either, and that is in the log
                note(self.state, _TOLD, told)
        self._told = told
        changes = news.changed or news.added or news.removed
        if changes or is_new or (mistakes and not self.history):
            self.history.appendleft(news)
            log.info("knowledge files: %s", news.in_one_line())
        return news if changes or is_new else None

    def _shown(self, path: str) -> str:
        return f"{self.folder.name}/{path}"


def slip(problem: Problem) -> Slip:
    """A problem as moderators read it."""
    return Slip(str(problem.place), problem.what, problem.hint)


def _one_of_each_first(problems: tuple[Problem, ...]) -> list[Problem]:
    """The first mistake of each file, then the others: a file with many of them hides no other file."""
    firsts = {problem.place.path: problem for problem in reversed(problems)}
    return sorted(problems, key=lambda problem: problem is not firsts[problem.place.path])


def _place(folder: Path) -> Place:
    return Place(folder.name)


async def watch(
    shelf: Shelf,
    swap: Callable[[Catalogue], None],
    tell: Callable[[News], Awaitable[None]],
    daily: Callable[[], Awaitable[None]],
    seconds: float = SECONDS_BETWEEN_LOOKS,
) -> None:
    """Look at the files for ever; swap the knowledge when they changed, tell moderators what became of it.

    A moderators' channel that cannot be reached holds up neither the looks nor the swaps.
    """
    # Answering one question takes several turns; while a thread reads, each would wait 5 ms for its turn.
    sys.setswitchinterval(SECONDS_OF_A_TURN)
    to_tell: asyncio.Queue[News | None] = asyncio.Queue()
    telling = asyncio.create_task(_tell_in_turn(to_tell, tell, daily), name="telling")
    swapped: Catalogue | None = None
    try:
        while True:
            # Not what this look brought: the look of a moderator may have brought something newer meanwhile.
            if shelf.live is not None and shelf.live is not swapped:
                swapped = shelf.live
                swap(swapped)
            await asyncio.sleep(seconds)
            try:
                _, news = await shelf.look(datetime.now(UTC))
            except Exception:
                log.exception("a look at the knowledge files failed")
                continue
            if news is not None or to_tell.empty():
                to_tell.put_nowait(news)
    finally:
        telling.cancel()


async def _tell_in_turn(
    to_tell: asyncio.Queue[News | None], tell: Callable[[News], Awaitable[None]], daily: Callable[[], Awaitable[None]]
) -> None:
    while True:
        news = await to_tell.get()
        try:
            await (tell(news) if news is not None else daily())
        except Exception:
            log.exception("the moderators could not be told")
