"""House rule 10: every public class of a `model.py` is in the glossary with its French term."""

import ast
from pathlib import Path

import pytest

from tests.house.project import ROOT, modules, parse, write

_PAGE = "docs/glossary.md"


def read_terms(page: str) -> dict[str, str]:
    """The rows of the page's tables: name in the code, French term."""
    terms = {}
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.strip().startswith("|") and len(cells) > 1:
            for name in cells[0].replace("`", "").split(","):
                terms[name.strip()] = cells[1].strip("—- ")
    return terms


def find_problems(root: Path) -> list[str]:
    """Classes of the models that the glossary does not hold, or holds without French."""
    terms = read_terms((root / _PAGE).read_text(encoding="utf-8"))
    problems = []
    for path in modules(root):
        if path.name != "model.py":
            continue
        public = [node.name for node in parse(path).body if isinstance(node, ast.ClassDef) and node.name[0] != "_"]
        place = f"{path.parent.name}/model.py"
        problems += [f"{place}: {name} has no French term in {_PAGE}" for name in public if not terms.get(name)]
    return problems


def test_every_public_class_of_a_model_has_its_french_term() -> None:
    assert find_problems(ROOT) == []


@pytest.mark.parametrize("page", ["", "| `Moon` | |", "| `Sun` | soleil |", "Moon, lune"])
def test_a_class_without_its_term_is_found(tmp_path: Path, page: str) -> None:
    write(tmp_path, _PAGE, f"| code | français |\n|---|---|\n{page}\n")
    write(tmp_path, "catalog/sky/model.py", "class Moon: ...\nclass _Hidden: ...\n")

    assert find_problems(tmp_path) == [f"sky/model.py: Moon has no French term in {_PAGE}"]


def test_a_class_with_its_term_is_no_problem(tmp_path: Path) -> None:
    write(tmp_path, _PAGE, "| code | français |\n|---|---|\n| `Moon`, `Satellite` | lune |\n")
    write(tmp_path, "catalog/sky/model.py", "class Moon: ...\nclass Satellite: ...\n")

    assert find_problems(tmp_path) == []
