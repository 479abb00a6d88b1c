"""Hot reload under measure:  python -m tests.bench_reload [EDITS]

Edits of one file of the real knowledge, one after the other, in a process that measures how late its event loop runs
meanwhile (what an interaction would wait) and how its memory grows; then how long one edit takes to be live.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.chat.reloading import Shelf, watch
from bot.names.catalogue import Catalogue

ROOT = Path(__file__).resolve().parent.parent
TICK = 0.005


def memory() -> float:
    """Resident memory now, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


async def lateness(late: list[float]) -> None:
    """Note, again and again, how much later than asked the event loop comes back."""
    while True:
        asked = time.perf_counter()
        await asyncio.sleep(TICK)
        late.append(time.perf_counter() - asked - TICK)


async def measured(edits: int) -> None:
    """Run the measurements and print them."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, state = Path(scratch) / "knowledge", Path(scratch) / "state"
        shutil.copytree(ROOT / "knowledge", folder)
        shelf = Shelf(folder, state)
        shelf.start(datetime.now(UTC))
        path = folder / "trials" / "talent.yaml"
        text = path.read_text(encoding="utf-8")
        late: list[float] = []
        watcher = asyncio.create_task(lateness(late))
        sizes, began = [], time.perf_counter()
        for number in range(edits):
            path.write_text(text.replace("TALENT looked at", f"TALENT, edit {number}, looked at"), encoding="utf-8")
            fresh, _ = await shelf.look(datetime.now(UTC), at_once=True)
            if fresh is None:
                raise SystemExit(f"edit {number} was not taken")
            sizes.append(memory())
        seconds = time.perf_counter() - began
        watcher.cancel()
        late.sort()
        print(f"{edits} edits: {1000 * seconds / edits:.0f} ms each")
        print(
            f"event loop late: p50 {1000 * late[len(late) // 2]:.1f} ms, p99 {1000 * late[int(len(late) * 0.99)]:.1f} ms, most {1000 * late[-1]:.1f} ms"
        )
        print(f"memory: {sizes[min(20, edits - 1)]:.1f} MB after 20 edits, {sizes[-1]:.1f} MB after {edits}")
        live = asyncio.Event()

        async def nothing(*_: object) -> None:
            return None

        def swapped(_: Catalogue) -> None:
            live.set()

        looking = asyncio.create_task(watch(shelf, swapped, nothing, nothing))
        await asyncio.sleep(3)
        live.clear()
        path.write_text(text, encoding="utf-8")
        saved = time.perf_counter()
        await live.wait()
        print(f"one edit: live {time.perf_counter() - saved:.1f} s after it was saved")
        looking.cancel()


if __name__ == "__main__":
    asyncio.run(measured(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
