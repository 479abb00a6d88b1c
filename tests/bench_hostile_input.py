"""How long the answer to a hostile string takes, by each way of asking:  python -m tests.bench_hostile_input [COUNT]

The floor is 20 ms each, of processor time: what else the machine does is not counted. Only benches measure time; tests/test_hostile_input.py asserts what was said.
"""

from __future__ import annotations

import sys
import time

from bot.answers.pages import pages
from bot.editing.library import load

from .conftest import KNOWLEDGE, TODAY
from .hostile_strings import hostile
from .test_hostile_input import ways


def main(count: int) -> None:
    """Print median, 99th percentile and slowest of each way, in milliseconds of processor time."""
    known = load(KNOWLEDGE)
    for name, ask in ways():
        spent = []
        for typed in hostile(count):
            start = time.thread_time()
            pages(ask(typed, known, TODAY))
            spent.append(1_000 * (time.thread_time() - start))
        spent.sort()
        late = sum(one > 20 for one in spent)
        print(
            f"{name:<16} {count} strings   median {spent[count // 2]:6.2f} ms   99 % {spent[count * 99 // 100]:6.2f} ms"
            f"   slowest {spent[-1]:6.2f} ms   over 20 ms: {late}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
