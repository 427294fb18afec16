"""The gate: everything that CI runs, cheapest first; the first part that fails ends it. Called by `make test`."""

import subprocess
import sys
import time

PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("format", ("ruff", "format", "--check", ".")),
    ("lint", ("ruff", "check", ".")),
    ("imports", ("lint-imports",)),
    ("types", ("mypy",)),
    (
        "unit, property, contract, house",
        ("pytest", "-n", "2", "tests/unit", "tests/property", "tests/contract", "tests/house"),
    ),
    ("integration", ("pytest", "-n", "2", "tests/integration")),
    ("end to end", ("pytest", "tests/e2e")),
)
TOOLS = {"pytest": ("pytest",), "mypy": ("mypy",), "ruff": ("ruff",)}


def _command(part: tuple[str, ...]) -> list[str]:
    if part[0] == "lint-imports":
        return [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    marks = ["-m", "not prove", "--durations=5"] if part[0] == "pytest" else []
    return [sys.executable, "-m", *part, *marks]


def main(chosen: list[str]) -> int:
    """Run every part, or pytest on the paths given; return the exit code of the first that fails."""
    parts = ((" ".join(chosen), ("pytest", *chosen)),) if chosen else PARTS
    started = time.monotonic()
    for name, part in parts:
        sys.stdout.write(f"== {name}\n")
        sys.stdout.flush()
        code = subprocess.run(_command(part), check=False).returncode
        if code:
            sys.stdout.write(f"== {name}: failed ({code})\n")
            return code
    sys.stdout.write(f"== all parts passed in {time.monotonic() - started:.0f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
