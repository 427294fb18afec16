"""Fuzzes one target, or all of them one after the other: `python -m tests.fuzz.run SECONDS [TARGET…]`."""

import json
import re
import subprocess
import sys
from pathlib import Path

import atheris  # type: ignore[import-untyped] # publishes no types

with atheris.instrument_imports(include=["analyzers.formats", "analyzers.extract"]):
    from tests.fuzz.kept import GATHERED, kept
    from tests.fuzz.targets import TARGETS

_FIGURES = Path("build/bench/fuzz.json")
_DONE = re.compile(rb"Done (\d+) runs in (\d+) second")


def fuzz(name: str, seconds: int) -> None:
    """Fuzz one target in this process, which does not come back."""
    folder = GATHERED / name
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate((*TARGETS[name].seeds(), *kept(name))):
        (folder / f"seed-{number}").write_bytes(seed)
    limits = [
        f"-max_total_time={seconds}",
        "-timeout=10",
        "-rss_limit_mb=1536",
        "-max_len=65536",
        "-print_final_stats=0",
    ]
    atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={GATHERED}/found-{name}-", str(folder)], TARGETS[name].run)
    atheris.Fuzz()


def fuzz_all(names: list[str], seconds: int) -> int:
    """Fuzz each in a process of its own; print the figures and say whether anything was found."""
    GATHERED.mkdir(parents=True, exist_ok=True)
    figures, failed = [], []
    for name in names:
        command = [sys.executable, "-m", "tests.fuzz.run", str(seconds), "--one", name]
        done = subprocess.run(command, capture_output=True, check=False)
        count = _DONE.search(done.stderr)
        runs = int(count[1]) if count else 0
        sys.stdout.write(f"{name}: {runs} runs in {seconds} s, exit {done.returncode}\n")
        sys.stdout.flush()
        figures.append({"name": f"{name} runs", "value": runs, "goal": 1, "better": "higher"})
        if done.returncode:
            failed.append(name)
            (GATHERED / f"found-{name}.log").write_bytes(done.stderr[-20_000:])
    _FIGURES.parent.mkdir(parents=True, exist_ok=True)
    figures.append({"name": "targets with a finding", "value": len(failed), "goal": 0, "better": "lower"})
    _FIGURES.write_text(json.dumps({"figures": figures}, indent=1))
    sys.stdout.write(f"found something: {', '.join(failed) or 'nothing'}; inputs are kept in {GATHERED}\n")
    return int(bool(failed))


def main(arguments: list[str]) -> int:
    """Read the words of the command line."""
    seconds = int(arguments[0]) if arguments else 60
    if arguments[1:2] == ["--one"]:
        fuzz(arguments[2], seconds)
        return 0
    return fuzz_all(arguments[1:] or list(TARGETS), seconds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
