"""House rule 9: every setting is documented with its default, and the environment is read in one file."""

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest

from catalog.plumbing.settings import describe_settings
from tests.house.project import ROOT, modules, parse, shown, write

_DOOR = "catalog/plumbing/settings.py"
_NAMES = {"environ", "environb", "getenv"}


def find_readers(root: Path) -> list[str]:
    """Files that look at the environment, other than the one that may."""
    problems = []
    for path in modules(root):
        if shown(root, path) == _DOOR:
            continue
        named = {node.attr for node in ast.walk(parse(path)) if isinstance(node, ast.Attribute)}
        named |= {node.name for node in ast.walk(parse(path)) if isinstance(node, ast.alias)}
        problems += [f"{shown(root, path)}: reads {name}" for name in sorted(named & _NAMES)]
    return problems


def find_undocumented(rows: Iterable[tuple[str, str, str]], page: str) -> list[str]:
    """Settings whose name, default or sentence is not on the page, on one line."""
    lines = page.splitlines()
    return [
        f"{name}: not documented as it is"
        for name, default, sentence in rows
        if not any(f"`{name}`" in line and default in line and sentence in line for line in lines)
    ]


def test_every_setting_is_documented_with_its_default() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")

    assert find_undocumented(describe_settings(), page) == []


def test_the_environment_is_read_in_one_file() -> None:
    assert find_readers(ROOT) == []


def test_an_undocumented_setting_is_found() -> None:
    rows = [("SCEAU_MOON", "full", "Phase of the moon.")]

    assert find_undocumented(rows, "| `SCEAU_MOON` | full | Phase of the moon. |") == []
    assert find_undocumented(rows, "| `SCEAU_MOON` | new | Phase of the moon. |") == [
        "SCEAU_MOON: not documented as it is"
    ]


@pytest.mark.parametrize(
    "line", ["import os\nx = os.environ['X']", "import os\nx = os.getenv('X')", "from os import environ"]
)
def test_another_reader_is_found(tmp_path: Path, line: str) -> None:
    write(tmp_path, "web/planted.py", line)

    assert len(find_readers(tmp_path)) == 1
