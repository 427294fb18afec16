"""One assessment of the whole newest edition, facts in memory: `python -m tests.benchmarks.bench_criteria`.

`assess` is a dossier whose facts have been sorted by what the rules ask; `assess_unseen` a dossier never judged before,
the sorting included; `index` is what putting the facts in memory costs.
"""

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from criteria.engine import assess
from criteria.findings import Coverage, Finding, Source
from criteria.load import list_editions, load_edition
from criteria.model import Answer, Dossier, Edition
from criteria.scoring import score

OUT = Path(__file__).resolve().parents[2] / "build" / "bench" / "criteria.json"
GOAL_MS = 0.3
BATCH = 1  # calls per round: a call lasts thousands of times the tick of the clock
ROUNDS = 1000


def gather_dossier(edition: Edition) -> Dossier:
    """Put together all the facts that the examples of the edition show: more of each kind than a usual app has."""
    findings: dict[str, Finding] = {}
    coverage: dict[tuple[str, str], Coverage] = {}
    declarations: dict[str, Answer] = {}
    profile: dict[str, Answer] = {}
    for criterion in edition.criteria:
        for example in criterion.examples:
            findings |= {one.digest: one for one in example.dossier.findings if one.source is Source.BENCH}
            coverage |= {(row.kind, row.scope): row for row in example.dossier.coverage}
            declarations |= example.dossier.declarations
            profile |= example.dossier.profile
    return Dossier(tuple(findings.values()), tuple(coverage.values()), declarations, profile)


def measure(edition: Edition, dossiers: list[Dossier], work: Callable[[Edition, Dossier], object]) -> float:
    """Milliseconds of CPU of one call, the median over rounds: each round takes every dossier once."""
    spent = []
    gc.disable()
    for first in range(0, ROUNDS * BATCH, BATCH):
        batch = dossiers[first : first + BATCH] or dossiers
        start = time.process_time_ns()
        for dossier in batch:
            work(edition, dossier)
        spent.append((time.process_time_ns() - start) / BATCH / 1e6)
    gc.enable()
    return statistics.median(spent)


def main() -> None:
    """Measure, print, keep."""
    edition = load_edition(list_editions()[-1])
    dossier = gather_dossier(edition)
    assess(edition, dossier)  # the edition is compiled once per process
    known = [dossier] * BATCH
    unseen = [replace(dossier) for _ in range(BATCH * ROUNDS)]
    figures = [
        ("criteria.assess_ms", measure(edition, known, assess), GOAL_MS, "lower"),
        ("criteria.assess_unseen_ms", measure(edition, unseen, assess), None, "lower"),
        ("criteria.assess_and_score_ms", measure(edition, known, lambda a, b: score(a, assess(a, b))), None, "lower"),
        ("criteria.index_ms", measure(edition, known, lambda _, b: replace(b)), None, "lower"),
        ("criteria.count", len(edition.criteria), None, "higher"),
        ("criteria.findings", len(dossier.findings), None, "higher"),
    ]
    rows = [{"name": n, "value": round(value, 3), "goal": goal, "better": better} for n, value, goal, better in figures]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({"figures": rows}, indent=2), encoding="utf-8")
    for n, value, goal, _ in figures:
        sys.stdout.write(f"{n:30} {value:.3f}{f'  (goal {goal})' if goal else ''}\n")


if __name__ == "__main__":
    main()
