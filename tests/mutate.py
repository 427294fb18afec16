"""Mutation of the rules: `python -m tests.mutate [WORKERS] [ONE_IN]` changes `criteria/` in a copy, place by place.

A mutant is caught when a test of the rules fails. `ONE_IN` takes one mutant in so many, drawn by the digest of its
name, the same each time and of every module alike. The figure and the survivors go to `build/bench/mutation.json`.
"""

import json
import shutil
import subprocess
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPY = ROOT / "build" / "mutation"
OUT = ROOT / "build" / "bench" / "mutation.json"
GOAL = 0.9
TESTS = ("tests/unit/criteria", "tests/contract/test_criteria_book.py")
NEEDED = (
    "criteria",
    "tests/__init__.py",
    "tests/builders",
    "tests/unit/__init__.py",
    "tests/contract/__init__.py",
    *TESTS,
)
CONFIG = """[tool.mutmut]
source_paths = ["criteria"]
also_copy = ["criteria", "docs", "tests"]
pytest_add_cli_args_test_selection = {tests}
pytest_add_cli_args = ["-p", "no:randomly", "-p", "no:cacheprovider"]
"""
CAUGHT = {"killed", "timeout", "caught by type check"}
LEFT_OUT = {"skipped", "not checked"}


def lay_out() -> None:
    """Copy what is mutated and what judges it, and nothing else."""
    shutil.rmtree(COPY, ignore_errors=True)
    for name in (*NEEDED, "docs"):
        source, target = ROOT / name, COPY / name
        if not source.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
        else:
            shutil.copy(source, target)
    tests = [name for name in TESTS if (ROOT / name).exists()]
    (COPY / "pyproject.toml").write_text(CONFIG.format(tests=json.dumps(tests)), encoding="utf-8")


def count(listed: str) -> tuple[Counter[str], list[str]]:
    """Count the fates in `mutmut results --all true`, and name who survived."""
    fates: Counter[str] = Counter()
    survivors = []
    for line in listed.splitlines():
        name, _, fate = line.strip().rpartition(": ")
        if name:
            fates[fate] += 1
            survivors += [name] if fate not in CAUGHT | LEFT_OUT else []
    return fates, survivors


def draw(one_in: int) -> list[str]:
    """Draw the mutants to judge: one in so many, whatever the module."""
    made = [json.loads(path.read_text()) for path in sorted((COPY / "mutants" / "criteria").glob("*.meta"))]
    names = [name for one in made for name in one["exit_code_by_key"]]
    return [name for name in names if int(sha256(name.encode()).hexdigest(), 16) % one_in == 0]


def main(workers: str, one_in: int) -> int:
    """Mutate, judge, keep the figure; 1 when too many survive."""
    lay_out()
    run = [sys.executable, "-m", "mutmut", "run", "--max-children", workers]
    if one_in > 1:
        # Asked for a mutant that does not exist, the tool makes them all and judges none.
        subprocess.run([*run, "none.of.them"], cwd=COPY, check=False, capture_output=True)
        run += draw(one_in)
    subprocess.run(run, cwd=COPY, check=False)
    results = [sys.executable, "-m", "mutmut", "results", "--all", "true"]
    listed = subprocess.run(results, cwd=COPY, check=True, capture_output=True, text=True)
    fates, survivors = count(listed.stdout)
    judged = sum(number for fate, number in fates.items() if fate not in LEFT_OUT)
    caught = sum(number for fate, number in fates.items() if fate in CAUGHT)
    score = caught / judged if judged else 0.0
    figures = [{"name": "criteria.mutation_score", "value": round(score, 4), "goal": GOAL, "better": "higher"}]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({"figures": figures, "fates": fates, "survivors": survivors}, indent=2), encoding="utf-8")
    sys.stdout.write(f"{caught} of {judged} mutants caught ({score:.1%}; goal {GOAL:.0%}): {dict(fates)}\n")
    return 0 if score >= GOAL else 1


if __name__ == "__main__":
    workers, one_in = (*sys.argv[1:], *("2", "1")[len(sys.argv) - 1 :])
    sys.exit(main(workers, int(one_in)))
