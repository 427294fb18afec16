"""A new signature among 350,000 invented fact sheets: `python -m tests.benchmarks.bench_postings [APPS]`.

Each app has some 150 packages: libraries that nearly all apps have, others that fewer and fewer have, and its own.
"""

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from catalog.evaluations.postings import Postings, Sheet

OUT = Path(__file__).resolve().parents[2] / "build" / "bench" / "postings.json"
SHARED, OWN, LIBRARIES = 130, 12, 20_000
GOAL_S = 1.0
ROUNDS = 5


def sheets(count: int) -> Iterator[Sheet]:
    """Invent apps: a library is the rarer the higher its number."""
    dice = random.Random(2026)  # noqa: S311 - the same apps at each run
    names = [f"lib{n % 997}.vendor{n}.part{n % 7}" for n in range(LIBRARIES)]
    for number in range(count):
        taken = {names[int(LIBRARIES * dice.random() ** 4)] for _ in range(SHARED)}
        own = (f"fr.fictif{number}.app.p{n}" for n in range(OWN))
        yield Sheet(f"{number:064x}", f"fr.fictif{number} 1.0", (*taken, *own))


def main(count: int) -> None:
    """Build, ask, print, keep."""
    with tempfile.TemporaryDirectory() as folder:
        index = Postings(Path(folder) / "postings.db")
        started = time.process_time()
        index.add(sheets(count))
        built = time.process_time() - started
        asked: dict[str, float] = {}
        found: dict[str, int] = {}
        for prefix in (
            "lib0",
            "lib1.vendor1",
            "lib300.vendor300",
            "lib996.vendor19937",
            f"fr.fictif{count // 2}",
            "absent",
        ):
            spent = []
            for _ in range(ROUNDS):
                begun = time.perf_counter()
                found[prefix] = Postings(index.path).find(prefix)[0]
                spent.append(time.perf_counter() - begun)
            asked[prefix] = statistics.median(spent)
        begun = time.process_time()
        index.add(
            Sheet(f"x{n}", "one more", tuple(f"lib{m}.vendor{m}.part{m % 7}" for m in range(150))) for n in range(1)
        )
        one_more = time.process_time() - begun
        size = index.path.stat().st_size
    for prefix, seconds in asked.items():
        sys.stdout.write(f"{prefix:24} {found[prefix]:>8} apps  {1000 * seconds:8.1f} ms\n")
    figures = [
        {
            "name": f"a signature among {count} fact sheets, worst, s",
            "value": round(max(asked.values()), 4),
            "goal": GOAL_S,
            "better": "lower",
        },
        {"name": "one more app, CPU s", "value": round(one_more, 4), "goal": None, "better": "lower"},
        {"name": "index from nothing, CPU s", "value": round(built, 1), "goal": None, "better": "lower"},
        {"name": "index, MB", "value": round(size / 1e6), "goal": None, "better": "lower"},
    ]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({"figures": figures}, indent=1), "utf-8")
    for row in figures:
        sys.stdout.write(f"{row['name']:52} {row['value']}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 350_000)
