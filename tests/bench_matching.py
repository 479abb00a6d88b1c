"""How well names are found, beside what one would use instead, on the same typings in the same run.

    python -m tests.bench_matching                                    on our own table of typings
    python -m tests.bench_matching --names names.json --data set.jsonl    on any other set

names.json is {entry: [names]}. A line of set.jsonl is {"query", "kind", "expect"}: kind pos_... must be answered with
expect; neg_... must not be answered (of other medicines if "drug" or "lasa" or "redmed" is in the kind); ambig_... must
be asked about, with at least two of the expected entries (or all, if there are fewer) among the five suggestions;
ambig_either may be answered too.

Only this file measures time. The tests assert what was found, never how long it took.
"""

import argparse
import difflib
import json
import random
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from bot.names.find import Sure, Unsure, find
from bot.names.fold import fold, words
from bot.names.index import build
from tests.names import tables

Names = dict[str, list[str]]
Reply = tuple[str | None, Sequence[str]]  # the entry answered or None, and up to five entries suggested
Matcher = Callable[[str], Reply]


@dataclass(frozen=True, slots=True)
class Row:
    """One typing, and what is expected: one entry, several, or none."""

    query: str
    kind: str
    expect: tuple[str, ...]


def own_rows() -> list[Row]:
    """Our table of typings as rows."""
    kinds = {"is": "pos", "guess": "pos", "ask": "ambig_ask", "other": "neg_drug", "unknown": "neg", "never": "neg"}
    return [Row(row.typed, kinds[row.outcome], row.entries) for row in tables.typings()]


def read_rows(path: Path) -> list[Row]:
    """The rows of a file."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        expect = row["expect"]
        rows.append(Row(row["query"], row["kind"], (expect,) if isinstance(expect, str) else tuple(expect or ())))
    return rows


# The schemes


def ours(names: Names, not_covered: Iterable[str], everyday: Iterable[str]) -> Matcher:
    """This room, with the two lists of the knowledge folder and the nicknames of our tests."""
    nicknames = {nick: [entry for entry in means if entry in names] for nick, means in tables.shared().items()}
    shared = {nick: entries for nick, entries in nicknames.items() if entries}
    index = build(names, not_covered, shared=shared, everyday=everyday)

    def match(query: str) -> Reply:
        found = find(index, query)
        if isinstance(found, Sure):
            return found.entity, (found.entity,)
        if isinstance(found, Unsure):
            return None, [candidate.entity for candidate in found.candidates]
        return None, ()

    return match


def best_of(names: Names, score: Callable[..., float], cut: float) -> Matcher:
    """The name with the best score is answered from a cut-off on; the five best entries are suggested."""
    flat = [(fold(name), entry) for entry, spellings in names.items() for name in spellings]
    choices = [name for name, _ in flat]

    def match(query: str) -> Reply:
        typed = fold(query)
        if not typed:
            return None, ()
        ranked = process.extract(typed, choices, scorer=score, limit=15)
        entries = list(dict.fromkeys(flat[at][1] for _, _, at in ranked))
        return entries[0] if ranked and ranked[0][1] >= cut else None, entries[:5]

    return match


def difflib_best(names: Names, cut: float) -> Matcher:
    """The same with the standard library's difflib."""
    flat = [(fold(name), entry) for entry, spellings in names.items() for name in spellings]

    def match(query: str) -> Reply:
        matcher = difflib.SequenceMatcher(b=fold(query)[:200], autojunk=False)
        scored = []
        for name, entry in flat:
            matcher.set_seq1(name)
            if matcher.real_quick_ratio() >= 0.4 and matcher.quick_ratio() >= 0.4:
                scored.append((matcher.ratio(), entry))
        scored.sort(key=lambda pair: -pair[0])
        entries = list(dict.fromkeys(entry for _, entry in scored))
        return entries[0] if scored and scored[0][0] >= cut else None, entries[:5]

    return match


def trigrams(names: Names) -> Matcher:
    """SQLite's full-text search over trigrams: answered if one entry has clearly the most in common."""
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table names using fts5(name, entry unindexed, tokenize='trigram')")
    rows = [(fold(name), entry) for entry, spellings in names.items() for name in spellings]
    base.executemany("insert into names values (?, ?)", rows)

    def match(query: str) -> Reply:
        typed = fold(query)[:200]
        parts = {typed[at : at + 3] for at in range(len(typed) - 2)}
        if not parts:
            return None, ()
        asked = " OR ".join('"' + part.replace('"', "") + '"' for part in sorted(parts))
        hits = base.execute(
            "select name, entry from names where names match ? order by rank limit 20", (asked,)
        ).fetchall()
        entries = list(dict.fromkeys(entry for _, entry in hits))
        if not hits:
            return None, ()
        name = hits[0][0]
        its = {name[at : at + 3] for at in range(len(name) - 2)}
        alike = 2 * len(parts & its) / (len(parts) + len(its) or 1)
        return entries[0] if alike >= 0.7 else None, entries[:5]

    return match


# The measures


@dataclass(slots=True)
class Tally:
    """Counts of one scheme over one set, and the microseconds of each query."""

    right: int = 0
    in_five: int = 0
    wrong: int = 0
    positives: int = 0
    false: int = 0
    negatives: int = 0
    false_other: int = 0
    others: int = 0
    handled: int = 0
    wrongly_handled: int = 0
    ambiguous: int = 0
    took: list[float] = field(default_factory=list)

    def count(self, row: Row, reply: Reply) -> None:
        """Counts one reply."""
        answer, suggestions = reply[0], list(reply[1])[:5]
        if row.kind.startswith("pos"):
            self.positives += 1
            self.right += (answer,) == row.expect
            self.in_five += (answer,) == row.expect or row.expect[0] in suggestions
            self.wrong += answer is not None and (answer,) != row.expect
        elif row.kind.startswith("neg"):
            self.negatives += 1
            self.false += answer is not None
            if any(part in row.kind for part in ("drug", "lasa", "redmed")):
                self.others += 1
                self.false_other += answer is not None
        else:
            self.ambiguous += 1
            hits = sum(entry in suggestions for entry in row.expect)
            asked = answer is None and hits >= min(2, len(row.expect))
            either = row.kind == "ambig_either" and (answer in row.expect or (answer is None and hits >= 1))
            self.handled += asked or either
            self.wrongly_handled += answer is not None and answer not in row.expect

    def line(self, name: str) -> str:
        """One line of the table."""
        shares = (
            (self.right, self.positives), (self.in_five, self.positives), (self.wrong, self.positives),
            (self.false, self.negatives), (self.false_other, self.others), (self.handled, self.ambiguous),
        )  # fmt: skip
        times = sorted(self.took)
        quantiles = " / ".join(f"{times[min(int(q * len(times)), len(times) - 1)]:.0f}" for q in (0.5, 0.95, 0.99))
        cells = " | ".join(f"{100 * part / whole:6.2f}" if whole else "     -" for part, whole in shares)
        return f"| {name:22} | {cells} | {quantiles:>18} |"


def measure(match: Matcher, rows: Sequence[Row]) -> Tally:
    """Asks every row once, after a few to warm up."""
    for row in rows[:: max(1, len(rows) // 50)]:
        match(row.query)
    tally = Tally()
    for row in rows:
        start = time.perf_counter_ns()
        reply = match(row.query)
        tally.took.append((time.perf_counter_ns() - start) / 1e3)
        tally.count(row, reply)
    return tally


def many_names(names: Names, total: int) -> Names:
    """The names, and made-up ones up to a total, to see how the time grows."""
    dice = random.Random(3)
    more = {entry: list(spellings) for entry, spellings in names.items()}
    taken = {fold(name) for spellings in names.values() for name in spellings}
    parts = [
        "ba",
        "ce",
        "di",
        "fo",
        "gu",
        "lan",
        "mer",
        "nol",
        "pra",
        "ric",
        "ste",
        "tox",
        "ul",
        "va",
        "xi",
        "zy",
        "tinib",
        "mab",
        "platin",
        "limus",
        "ine",
        "ol",
        "a",
        "e",
        "o",
        "us",
    ]
    while len(taken) < total:
        name = "".join(dice.choice(parts) for _ in range(dice.randint(2, 5)))
        if name not in taken and words(name):
            taken.add(name)
            more[f"made up {len(taken)}"] = [name]
    return more


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=Path, help="JSON: entry to names (default: the names of our tests)")
    parser.add_argument("--data", type=Path, help="JSON lines of typings (default: our table of typings)")
    parser.add_argument("--errors", type=int, default=0, help="show so many of our misses")
    asked = parser.parse_args()
    names: Names = json.loads(asked.names.read_text(encoding="utf-8")) if asked.names else tables.names()
    rows = read_rows(asked.data) if asked.data else own_rows()
    not_covered, everyday = tables.not_covered(), tables.everyday()

    start = time.perf_counter()
    ours(names, not_covered, everyday)
    building = 1e3 * (time.perf_counter() - start)
    print(f"{len(rows)} typings; {sum(map(len, names.values()))} names of {len(names)} entries, ", end="")
    print(f"{len(not_covered)} other medicines, {len(everyday)} ordinary words; built in {building:.0f} ms\n")
    print(
        "| in %                   |  right | in five |  wrong | answers a negative | another medicine | ambiguous ",
        end="",
    )
    print("| µs p50 / p95 / p99 |\n|---|---|---|---|---|---|---|---|")
    match = ours(names, not_covered, everyday)
    schemes: list[tuple[str, Matcher]] = [
        ("Stripes", match),
        ("rapidfuzz WRatio >= 80", best_of(names, fuzz.WRatio, 80)),
        ("rapidfuzz WRatio >= 90", best_of(names, fuzz.WRatio, 90)),
        ("rapidfuzz ratio >= 86", best_of(names, fuzz.ratio, 86)),
        ("difflib >= 0.86", difflib_best(names, 0.86)),
        ("SQLite FTS5 trigram", trigrams(names)),
    ]
    for name, scheme in schemes:
        print(measure(scheme, rows).line(name))
        sys.stdout.flush()
    print(measure(ours(many_names(names, 10_000), not_covered, everyday), rows).line("Stripes, 10,000 names"))
    for row in rows:
        answer, suggestions = match(row.query)
        good = answer is None if row.kind.startswith("neg") else (answer,) == row.expect
        if asked.errors and not row.kind.startswith("ambig") and not good:
            asked.errors -= 1
            print(f"  {row.query[:60]!r} ({row.kind}): expected {row.expect}, got {answer}, {list(suggestions)}")


if __name__ == "__main__":
    main()
