"""Mutation of the rules: `python -m tests.mutate [WORKERS] [ONE_IN] [MODULE…]` changes `criteria/` in a copy.

A mutant is caught when a test of the rules fails. `ONE_IN` takes one mutant in so many, drawn by the digest of its
name, the same each time and of every module alike. The mutants are made by mutmut and judged by `tests/fates.py`, which
collects the tests once and forks for each. The figure and the survivors go to `build/bench/mutation.json`.
"""

import json
import os
import shutil
import subprocess
import sys
import time
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
    "tests/fates.py",
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
CAUGHT = {"killed", "timeout"}


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


def draw(one_in: int, modules: list[str]) -> list[str]:
    """Draw the mutants to judge: one in so many, of these modules or of all."""
    made = [json.loads(path.read_text()) for path in sorted((COPY / "mutants" / "criteria").glob("*.meta"))]
    names = [name.replace("__init__.", "") for one in made for name in one["exit_code_by_key"]]
    chosen = [name for name in names if not modules or name.split(".")[1] in modules]
    return [name for name in chosen if int(sha256(name.encode()).hexdigest(), 16) % one_in == 0]


def judge(names: list[str], workers: str) -> dict[str, str]:
    """Run the tests against each mutant and return its fate."""
    asked, told = COPY / "asked.txt", COPY / "fates.json"
    asked.write_text("\n".join(names), encoding="utf-8")
    told.unlink(missing_ok=True)
    tests = [name for name in TESTS if (ROOT / name).exists()]
    run = [sys.executable, "-m", "pytest", "-q", "-p", "tests.fates", "-p", "no:randomly", "-p", "no:cacheprovider"]
    settings = {"SCEAU_MUTANTS": str(asked), "SCEAU_FATES": str(told), "SCEAU_CHILDREN": workers}
    places = {"PYTHONPATH": ".", "MUTANT_UNDER_TEST": "", "PY_IGNORE_IMPORTMISMATCH": "1"}
    around = os.environ | settings | places  # noqa: TID251 -- what the child is started with
    subprocess.run([*run, *tests], cwd=COPY / "mutants", check=True, env=around)
    fates: dict[str, str] = json.loads(told.read_text(encoding="utf-8"))
    return fates


def main(workers: str, one_in: int, modules: list[str]) -> int:
    """Mutate, judge, keep the figure; 1 when too many survive."""
    start = time.monotonic()
    lay_out()
    # Asked for a mutant that does not exist, the tool makes them all and judges none.
    make = [sys.executable, "-m", "mutmut", "run", "--max-children", workers, "none.of.them"]
    subprocess.run(make, cwd=COPY, check=False, capture_output=True)
    fates = judge(draw(one_in, modules), workers)
    counted = Counter(fates.values())
    caught = sum(number for fate, number in counted.items() if fate in CAUGHT)
    score = caught / len(fates) if fates else 0.0
    survivors = sorted(name for name, fate in fates.items() if fate not in CAUGHT)
    minutes = (time.monotonic() - start) / 60
    figures = [
        {"name": "criteria.mutation_score", "value": round(score, 4), "goal": GOAL, "better": "higher"},
        {"name": "criteria.mutation_minutes", "value": round(minutes, 1), "goal": None, "better": "lower"},
    ]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({"figures": figures, "fates": counted, "survivors": survivors}, indent=2), "utf-8")
    said = f"{caught} of {len(fates)} mutants caught ({score:.1%}; goal {GOAL:.0%}) in {minutes:.1f} minutes"
    sys.stdout.write(f"{said}: {dict(counted)}\n")
    return 0 if score >= GOAL else 1


if __name__ == "__main__":
    workers, one_in, *modules = (*sys.argv[1:], *("2", "1")[len(sys.argv) - 1 :])
    sys.exit(main(workers, int(one_in), modules))
