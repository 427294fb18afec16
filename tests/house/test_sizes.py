"""House rule 11: nothing is longer than two screens."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.project import PACKAGES, ROOT, modules, parse, shown, write

FILE, FUNCTION, TEMPLATE, CONFTEST, WORKFLOW = 400, 60, 200, 150, 80
_PYTHON = (*PACKAGES, "tests", "fixtures")


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _limit(root: Path, path: Path) -> int:
    if path.name == "conftest.py":
        return CONFTEST
    return WORKFLOW if shown(root, path) == "catalog/workflow.py" else FILE


def _long_functions(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION:
                yield f"{node.name} has {length} lines, {FUNCTION} allowed"


def find_problems(root: Path) -> list[str]:
    """Files, functions and templates over their limit."""
    problems = []
    for path in modules(root, *_PYTHON):
        if (lines := _lines(path)) > (limit := _limit(root, path)):
            problems.append(f"{shown(root, path)}: {lines} lines, {limit} allowed")
        if "/migrations/versions/" not in shown(root, path):
            problems += [f"{shown(root, path)}: {found}" for found in _long_functions(parse(path))]
    for path in sorted((root / "web" / "templates").rglob("*.*")):
        if (lines := _lines(path)) > TEMPLATE:
            problems.append(f"{shown(root, path)}: {lines} lines, {TEMPLATE} allowed")
    return problems


def test_nothing_is_too_long() -> None:
    assert find_problems(ROOT) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("catalog/long.py", "x = 1\n" * (FILE + 1)),
        ("tests/conftest.py", "x = 1\n" * (CONFTEST + 1)),
        ("catalog/workflow.py", "x = 1\n" * (WORKFLOW + 1)),
        ("web/long.py", "def work():\n" + "    x = 1\n" * FUNCTION),
        ("web/templates/long.html", "<p>\n" * (TEMPLATE + 1)),
    ],
)
def test_what_is_too_long_is_found(tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path, name, text)

    (problem,) = find_problems(tmp_path)
    assert problem.startswith(f"{name}: ")
