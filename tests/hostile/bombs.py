"""Files made to harm: each is small enough to be saved by anyone, and would stop a careless reader.

``python -m tests.hostile.bombs`` prints how long each takes to be refused, and what is said of it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from bot.editing.reading import read_knowledge
from tests.small_knowledge import DRUG, FILES

MOST = 199_000


def _filled(piece: str) -> str:
    return piece * (MOST // len(piece))


def _laughs(levels: int = 12) -> str:
    rows = ['a0: &a0 ["lol", "lol", "lol"]']
    for n in range(1, levels):
        inner = ", ".join([f"*a{n - 1}"] * 9)
        rows.append(f"a{n}: &a{n} [{inner}]")
    return "\n".join(rows) + "\n"


def _merges(levels: int = 24) -> str:
    rows = ["a0: &a0 {k: v}"]
    rows += [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, levels)]
    return "\n".join(rows) + "\n"


def _block_levels(deep: int) -> str:
    return "".join(" " * n + "a:\n" for n in range(deep))


BOMBS: dict[str, Callable[[], str]] = {
    "billion laughs": _laughs,
    "merge bomb": _merges,
    "merge key": lambda: "<<: {a: b}\n",
    "an alias of itself": lambda: "a: &a [*a]\n",
    "many anchors": lambda: "".join(f"k{n}: &a{n} a\n" for n in range(10_000)),
    "50,000 [": lambda: "[" * 50_000,
    "50,000 [ on lines": lambda: "[\n" * 50_000,
    "50,000 [ behind a field": lambda: "name: " + "[" * 50_000,
    "49,000 {a:": lambda: "{a: " * 49_000,
    "39,000 {a: on lines": lambda: "{a:\n " * 39_000,
    "10,000 levels in brackets": lambda: "a: " + "[" * 10_000 + "]" * 10_000,
    "99,000 dashes on a line": lambda: "- " * 99_000,
    "a million dashes": lambda: "-" * 1_000_000,
    "199,000 dashes": lambda: "-" * MOST,
    "99,000 ? on a line": lambda: "? " * 99_000,
    "600 ? on lines": lambda: "".join(" " * n + "?\n" for n in range(600)),
    "600 levels of fields": lambda: _block_levels(600),
    "600 levels of dashes": lambda: "".join(" " * n + "-\n" for n in range(600)),
    "10,000 levels in steps": lambda: _block_levels(10_000)[:MOST],
    "a huge field name": lambda: "k" * MOST + ": a\n",
    "a huge field name in brackets": lambda: "{" + "k" * MOST + ": a}\n",
    "a huge quoted field name": lambda: '"' + "k" * MOST + '": a\n',
    "a huge text": lambda: "name: " + _filled("x"),
    "a huge line of words": lambda: "name: " + _filled("x "),
    "a quote never closed": lambda: 'name: "' + _filled("x "),
    "quotes only": lambda: "name: " + _filled("'"),
    "quotes on many lines": lambda: _filled('a: "x\n'),
    "colons": lambda: _filled(": "),
    "colons in brackets": lambda: "name: [" + _filled("a: "),
    "many colons in a text": lambda: "name: " + _filled("a: b "),
    "many unknown fields": lambda: "".join(f"field{n}: a\n" for n in range(12_000)),
    "many twins": lambda: "name: a\n" * 24_000,
    "many points": lambda: "side_effects:\n" + "  - feeling tired [label]\n" * 8_000,
    "many wrong points": lambda: "side_effects:\n" + "  - feeling\n" * 15_000,
    "many names": lambda: "names:\n  brand: [" + ", ".join(f"n{n}" for n in range(15_000)) + "]\n",
    "many sources": lambda: "sources:\n" + "".join(f"  s{n}: a\n" for n in range(15_000)),
    "many joined lines": lambda: "name: a\n" + _filled("  b\n"),
    "many notes behind texts": lambda: "".join(f"f{n}: a # b\n" for n in range(12_000)),
    "many wrong steps": lambda: "a: b\n" + _filled("     c: d\n    e: f\n"),
    "many brackets in a text": lambda: "name: zebranib\nclass: " + "[a] " * 140 + "[label]\n",
    "many spaces": lambda: "name: a" + " " * MOST,
    "many empty lines": lambda: "\n" * MOST,
    "many notes": lambda: "#\n" * (MOST // 2),
    "many documents": lambda: _filled("---\n"),
    "many ends": lambda: _filled("...\n"),
    "percent signs": lambda: _filled("%"),
    "tags": lambda: "%TAG !a! b\n" * 15_000 + "---\na: b\n",
    "a huge tag": lambda: "a: !<" + "b" * MOST,
    "exclamation marks": lambda: _filled("!"),
    "backslashes": lambda: 'a: "' + _filled("\\n") + '"',
    "tabs": lambda: _filled("\t"),
    "tabs on lines": lambda: "a:\n" + _filled("\tb\n"),
    "NULs": lambda: _filled("\x00"),
    "emoji": lambda: "name: " + _filled("\U0001f993"),
    "zero-width signs": lambda: "name: " + _filled("a\u200b"),
    "accents on one letter": lambda: "name: a" + "\u0301" * 190,
    "spaces without a colon": lambda: "a" + " " * MOST + "b\nc: @\n",
    "spaces before a colon": lambda: "name" + " " * MOST + ": @\n",
    "many quotes in brackets": lambda: "name: [" + _filled('"",'),
    "many names in brackets": lambda: "name: {" + _filled('"a": b,')[:-1] + "@}",
    "notes, then joined lines": lambda: "#\n" * 90_000 + "".join(f"k{n}: a\n b\n" for n in range(900)),
    "texts cut off by notes": lambda: "".join(f"k{n}: #\n" for n in range(9_000)),
    "20 MB": lambda: "name: " + "a" * 20_000_000,
    "a real file, then rubbish": lambda: DRUG + _filled("[{"),
}
"""Every bomb by its name; made when asked for."""


def main() -> None:
    """Read each bomb as a drug file; one line of JSON each: name, seconds, events of the parser, what was said."""
    events = 0
    parse = yaml.parse

    def counted(text: str, Loader: Any) -> Iterator[Any]:
        nonlocal events
        for event in parse(text, Loader=Loader):
            events += 1
            yield event

    yaml.parse = counted  # type: ignore[assignment]
    for name, make in BOMBS.items():
        events, text = 0, make()
        start = time.perf_counter()
        read = read_knowledge({**FILES, "drugs/zebranib.yaml": text})
        spent = time.perf_counter() - start
        said = [str(p) for p in read.problems if p.place.path.endswith("zebranib.yaml")]
        print(json.dumps([name, round(spent, 4), events, said]), flush=True)


if __name__ == "__main__":
    main()
