"""House rule 1: the import contracts hold, each can fail, and nothing is imported late but where it is allowed."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.project import PACKAGES, ROOT, modules, parse, shown, write

# Discovery loads the detectors it finds; the command line loads a verb's module when the verb is called.
_LATE = {"analyzers/registry.py", "catalog/cli.py"}
_LINT = Path(sys.executable).with_name("lint-imports")

# contract -> its name, and a module that breaks it
_VIOLATIONS = {
    "lean": ("The house leans one way", "criteria/planted.py", "import web"),
    "procedure": (
        "An upstream slice never knows a downstream one",
        "catalog/journal/planted.py",
        "import catalog.surveillance",
    ),
    "purity": ("Rules, detectors and lifecycles touch nothing", "criteria/planted.py", "import socket"),
    "strangers": ("Detectors do not know each other", "analyzers/identity/planted.py", "import analyzers.sdk_classes"),
    "blindfold": (
        "Instruments see the shared words, never the rules",
        "analyzers/formats/planted.py",
        "import criteria.engine",
    ),
}


def find_broken_contracts(root: Path) -> list[str]:
    """The names of the contracts that do not hold, as the linter prints them; any other failure is one too."""
    done = subprocess.run([_LINT, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)
    broken = re.findall(r"^(.+?) BROKEN", done.stdout, flags=re.MULTILINE)
    return broken or ([] if done.returncode == 0 else [done.stdout + done.stderr])


def find_late_imports(root: Path) -> list[str]:
    """Imports inside a function."""
    return sorted(
        {
            f"{shown(root, path)}:{inner.lineno}: imported inside {outer.name}"
            for path in modules(root)
            if shown(root, path) not in _LATE
            for outer in ast.walk(parse(path))
            if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
            for inner in ast.walk(outer)
            if isinstance(inner, ast.Import | ast.ImportFrom)
        }
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, root / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    yield root
    shutil.rmtree(root)


def test_every_contract_holds() -> None:
    assert find_broken_contracts(ROOT) == []


@pytest.mark.parametrize("contract", sorted(_VIOLATIONS))
def test_a_planted_violation_breaks_its_contract(copy: Path, contract: str) -> None:
    name, place, line = _VIOLATIONS[contract]
    planted = write(copy, place, f"{line}\n")
    broken = find_broken_contracts(copy)
    planted.unlink()

    assert name in broken


def test_a_violation_was_planted_for_every_contract() -> None:
    written = re.findall(r'^id = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert sorted(written) == sorted(_VIOLATIONS)


def test_nothing_is_imported_late() -> None:
    assert find_late_imports(ROOT) == []


def test_a_late_import_is_found(tmp_path: Path) -> None:
    write(tmp_path, "catalog/planted.py", "def work():\n    import json\n    return json\n")

    assert find_late_imports(tmp_path) == ["catalog/planted.py:2: imported inside work"]
