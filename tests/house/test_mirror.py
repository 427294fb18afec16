"""House rule 12: every module has its unit file, a door plate and a name that says what it is."""

import ast
from pathlib import Path

import pytest

from tests.house.project import ROOT, modules, parse, shown, write

_FORBIDDEN = {"utils", "helpers", "common", "misc", "base", "core", "manager", "types"}
# What only integration can exercise is said here, with the reason; everything else has a unit file of its own.
_WITHOUT_UNIT_FILE = {
    "catalog/migrations/env.py": "run by Alembic on a real database: tests/integration",
}


def _needs_unit_file(name: str, tree: ast.Module) -> bool:
    if name.endswith("/__init__.py") or name in _WITHOUT_UNIT_FILE or "/migrations/versions/" in name:
        return False
    # A module of rows and constants only (a slice's `model.py`) has nothing to execute.
    return any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) for node in ast.walk(tree))


def find_problems(root: Path) -> list[str]:
    """Modules without unit file, without door plate, or with a name that says nothing."""
    problems = []
    for path in modules(root):
        name, tree = shown(root, path), parse(path)
        if not (ast.get_docstring(tree) or "").split("\n")[0].strip().endswith((".", "!", "?")):
            problems.append(f"{name}: no one-sentence docstring at the door")
        if path.stem in _FORBIDDEN:
            problems.append(f"{name}: a forbidden name")
        mirror = root / "tests" / "unit" / path.relative_to(root).with_name(f"test_{path.name}")
        if _needs_unit_file(name, tree) and not mirror.is_file():
            problems.append(f"{name}: no {shown(root, mirror)}")
    return problems


def test_every_module_has_its_unit_file_its_plate_and_its_name() -> None:
    assert find_problems(ROOT) == []


def test_every_exception_to_the_mirror_still_exists() -> None:
    assert [name for name in _WITHOUT_UNIT_FILE if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("catalog/alone.py", '"""Alone."""\n\ndef work(): ...\n', "no tests/unit/catalog/test_alone.py"),
        ("web/plain.py", "x = 1\n", "no one-sentence docstring at the door"),
        ("criteria/utils.py", '"""Anything."""\n', "a forbidden name"),
    ],
)
def test_a_planted_module_is_found(tmp_path: Path, name: str, text: str, problem: str) -> None:
    write(tmp_path, name, text)

    assert find_problems(tmp_path) == [f"{name}: {problem}"]
