"""How long the knowledge takes to load, cold, and ten times as much of it:  python -m tests.bench_loading"""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOAD = """
import sys, time, resource
began = time.perf_counter()
from pathlib import Path
from bot.editing.library import load
catalogue = load(Path(sys.argv[1]))
known = catalogue.known
print(len(known.drugs) + len(known.trials), f"{time.perf_counter() - began:.3f}", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def copies(folder: Path, times: int) -> None:
    """Fill ``folder`` with the knowledge and ``times`` - 1 renamed copies of every drug and trial."""
    shutil.copytree(ROOT / "knowledge", folder, dirs_exist_ok=True)
    for room in ("drugs", "trials"):
        for path in sorted((ROOT / "knowledge" / room).glob("[!_]*.yaml")):
            for number in range(1, times):
                text = path.read_text(encoding="utf-8")
                letters = "".join("bcdfghjklm"[int(d)] for d in str(number))
                text = re.sub(r"^name: (.*)$", rf"name: {letters}o{path.stem}x{number}", text, count=1, flags=re.M)
                text = re.sub(r"^names:\n(?:  .*\n)+", "", text, flags=re.M)
                text = re.sub(r"^names: .*\n", "", text, flags=re.M)
                text = re.sub(r"^ids:\n(?:  .*\n)+", "", text, flags=re.M)
                text = re.sub(r"^register_url: .*\n", "", text, flags=re.M)
                if room == "drugs":
                    text = text.replace("names_from:", "names: {}\nnames_from:", 1)
                (folder / room / f"{path.stem}-{number}.yaml").write_text(text, encoding="utf-8")


def measured(folder: Path) -> tuple[str, str, str, float]:
    """Entries, seconds and MB of a fresh process that loads ``folder``, and its whole wall time."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", LOAD, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    entries, seconds, memory = done.stdout.split()
    return entries, seconds, memory, time.perf_counter() - began


if __name__ == "__main__":
    print("entries  load s  whole process s  MB")
    with tempfile.TemporaryDirectory() as scratch:
        for times in (1, 10):
            folder = Path(scratch) / f"knowledge-{times}"
            copies(folder, times)
            runs = sorted(measured(folder) for _ in range(3))
            entries, seconds, memory, wall = runs[1]
            print(f"{entries:>7}  {seconds:>6}  {wall:15.2f}  {memory:>3}")
    print(f"(this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB)")
