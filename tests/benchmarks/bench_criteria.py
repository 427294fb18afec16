"""One assessment of the whole newest edition, facts in memory: `python -m tests.benchmarks.bench_criteria [ROUNDS]`."""

import gc
import json
import statistics
import sys
import time
from pathlib import Path

from criteria.engine import assess
from criteria.findings import Coverage, Finding, Source
from criteria.load import list_editions, load_edition
from criteria.model import Answer, Dossier, Edition
from criteria.scoring import score

OUT = Path(__file__).resolve().parents[2] / "build" / "bench" / "criteria.json"
GOAL_MS = 0.3
BATCH = 20  # calls per round: one call is too short for the clock


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


def measure(rounds: int) -> list[float]:
    """Milliseconds of one assessment, round by round."""
    edition = load_edition(list_editions()[-1])
    dossier = gather_dossier(edition)
    spent = []
    gc.disable()
    for _ in range(rounds):
        start = time.process_time_ns()
        for _ in range(BATCH):
            assess(edition, dossier)
        spent.append((time.process_time_ns() - start) / BATCH / 1e6)
    gc.enable()
    return spent


def main(rounds: int) -> None:
    """Measure, print, keep."""
    edition = load_edition(list_editions()[-1])
    dossier, spent = gather_dossier(edition), measure(rounds)
    start = time.process_time_ns()
    for _ in range(BATCH):
        score(edition, assess(edition, dossier))
    scored = (time.process_time_ns() - start) / BATCH / 1e6
    figures = [
        {"name": "criteria.assess_ms", "value": round(statistics.median(spent), 3), "goal": GOAL_MS, "better": "lower"},
        {"name": "criteria.assess_and_score_ms", "value": round(scored, 3), "goal": None, "better": "lower"},
        {"name": "criteria.count", "value": len(edition.criteria), "goal": None, "better": "higher"},
        {"name": "criteria.findings", "value": len(dossier.findings), "goal": None, "better": "higher"},
    ]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({"figures": figures}, indent=2), encoding="utf-8")
    for figure in figures:
        sys.stdout.write(f"{figure['name']:30} {figure['value']}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
