"""Hot reload: sees an edit within seconds, reads it in a thread, and swaps the whole knowledge in one assignment.

Files are compared by their content, so that it works on bind mounts and network shares; a change counts once it has
stayed the same for two looks, so that a half-written file is never read.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path

from bot.answers.host import Store
from bot.answers.moderating import News, Slip
from bot.editing.holding import Outcome, Reader, settle, with_renewed
from bot.editing.lastgood import keep, kept_since, note, prepare, read_last_good, recall
from bot.editing.library import read_folder
from bot.names.catalogue import Catalogue, catalogue
from bot.problems import Place, Problem, UserError

log = logging.getLogger("stripes")

SECONDS_BETWEEN_LOOKS = 1.25
MOST_REMEMBERED = 10
_RENEWED = "renewed"

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
        self.history: deque[News] = deque(maxlen=MOST_REMEMBERED)
        self._reader = Reader()
        self._since: dict[str, date] = {}
        self._renewed: frozenset[str] = frozenset()
        self._seen: Seen | None = None
        self._applied: Seen | None = None
        self._told: frozenset[str] = frozenset()
        self._one_at_a_time = asyncio.Lock()

    def start(self, now: datetime) -> Catalogue:
        """Read the folder, with the last good copies for broken files. Raises UserError if nothing is usable."""
        if self.state:
            prepare(self.state)
            self.texts = read_last_good(self.state)
            self._since = kept_since(self.state)
            self._renewed = frozenset(recall(self.state, _RENEWED).split())
        seen = self._look()
        news = self._take(seen, now)
        if self.live is None:
            first = "\n".join(str(problem) for problem in self.problems[:5])
            raise UserError(
                f"the knowledge in {self.folder} cannot be used: {len(self.problems)} problem(s)\n{first}",
                "python -m bot check   shows all of them, each with the way out",
            )
        for problem in self.problems[:20]:
            log.warning("%s", str(problem).replace("\n", " "))
        if news.held or news.left_out:
            log.warning("started with %s", news.in_one_line())
        return self.live

    async def look(self, now: datetime, at_once: bool = False) -> tuple[Catalogue | None, News | None]:
        """Look at the files once: the new knowledge if there is one to go live, and what to tell moderators if anything.

        ``at_once`` does not wait for the files to stay the same.
        """
        async with self._one_at_a_time:
            seen = await asyncio.to_thread(self._look)
            settled = at_once or seen == self._seen
            self._seen = seen
            if not settled or (seen == self._applied and not at_once):
                return None, None
            before = self.live
            news = await asyncio.to_thread(self._take, seen, now)
            return (self.live if self.live is not before else None), self._worth_telling(news)

    def _look(self) -> Seen:
        try:
            return read_folder(self.folder)
        except UserError as gone:
            return {}, (Problem(_place(self.folder), gone.what, gone.hint),)

    def _take(self, seen: Seen, now: datetime) -> News:
        """Work out what may go live, keep it, and say what became of it."""
        texts, unreadable = seen
        outcome = settle(texts, unreadable, self.texts, self.folder.name, self._reader)
        self._applied = seen
        self.problems = outcome.problems
        if outcome.knowledge is not None:
            before = self.texts
            self._renewed = self._still_renewed(outcome)
            if dict(outcome.texts) != before or self.live is None:
                self.live = catalogue(with_renewed(outcome.knowledge, self._renewed))
                self.texts = dict(outcome.texts)
                self._since |= {p: now.date() for p in (*outcome.changed, *outcome.added)}
                self._keep(before)
                # What was just built stays: the collector need not walk it, which would hold up answers for 50 ms.
                gc.collect()
                gc.freeze()
        return self._news(outcome, now)

    def _still_renewed(self, outcome: Outcome) -> frozenset[str]:
        """Entries whose last change renewed only days; a real edit takes an entry off the list."""
        edited = {path.rsplit("/", 1)[-1].removesuffix(".yaml") for path in (*outcome.changed, *outcome.added)}
        return (self._renewed - edited) | outcome.renewed

    def _keep(self, before: dict[str, str]) -> None:
        if self.state is None:
            return
        try:
            keep(self.state, self.texts, before)
            note(self.state, _RENEWED, " ".join(sorted(self._renewed)))
        except OSError as error:
            log.error("the last good copies could not be kept: %s", error.strerror)

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
            slips=tuple(slip(problem) for problem in outcome.problems),
            renewed=tuple(sorted(outcome.renewed)),
        )

    def _worth_telling(self, news: News) -> News | None:
        """News once: a change, or a set of mistakes that was not told before."""
        mistakes = frozenset(f"{s.where} {s.what}" for s in news.slips)
        is_new = mistakes != self._told and bool(mistakes | self._told)
        self._told = mistakes
        if not (news.changed or news.added or news.removed or is_new):
            return None
        self.history.appendleft(news)
        log.info("knowledge files: %s", news.in_one_line())
        return news


def slip(problem: Problem) -> Slip:
    """A problem as moderators read it."""
    return Slip(str(problem.place), problem.what, problem.hint)


def _place(folder: Path) -> Place:
    return Place(folder.name)


async def watch(
    shelf: Shelf,
    swap: Callable[[Catalogue], None],
    tell: Callable[[News], Awaitable[None]],
    daily: Callable[[], Awaitable[None]],
) -> None:
    """Look at the files for ever; swap the knowledge when they changed, tell moderators what became of it."""
    while True:
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        try:
            fresh, news = await shelf.look(datetime.now(UTC))
            if fresh is not None:
                swap(fresh)
            if news is not None:
                await tell(news)
            await daily()
        except Exception:
            log.exception("a look at the knowledge files failed")
