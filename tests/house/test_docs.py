"""House rule 13: generated pages are fresh, the sixty-second tour's stops exist, and no link of ours is dead."""

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.house.project import ROOT, write

# page -> the module that prints it
_GENERATED = {"docs/kinds.md": "criteria.tables", "docs/analyzers.md": "analyzers.registry"}
_TOUR = (
    "README.md",
    "catalog/workflow.py",
    "criteria/editions",
    "criteria/book",
    "criteria/engine.py",
    "analyzers/traffic_hosts",
)
_LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")
_FAR = re.compile(r"[a-z]+:")
_SKIPPED = (".venv", ".state", "build", "node_modules", ".git", ".pytest_cache")


def find_missing(root: Path, stops: Sequence[str]) -> list[str]:
    """Stops of the tour that do not exist, or that the README does not name."""
    readme = root / "README.md"
    told = readme.read_text(encoding="utf-8") if readme.is_file() else ""
    problems = [f"{stop}: does not exist" for stop in stops if not (root / stop).exists()]
    return problems + [f"{stop}: not on the tour of the README" for stop in stops[1:] if stop not in told]


def find_dead_links(root: Path) -> list[str]:
    """Relative links of our pages that lead nowhere."""
    problems = []
    for page in sorted(root.rglob("*.md")):
        place = page.relative_to(root)
        if any(part.startswith(_SKIPPED) for part in place.parts):
            continue
        targets = (found for found in _LINK.findall(page.read_text(encoding="utf-8")) if not _FAR.match(found))
        problems += [f"{place.as_posix()}: {target}" for target in targets if not (page.parent / target).exists()]
    return problems


def find_stale(printed: str, page: Path) -> list[str]:
    """The page, when it is not what its generator prints today."""
    written = page.read_text(encoding="utf-8") if page.is_file() else None
    return [] if written == printed else [f"{page.name}: stale"]


@pytest.mark.parametrize("page", sorted(_GENERATED))
def test_a_generated_page_is_fresh(page: str) -> None:
    command = [sys.executable, "-m", _GENERATED[page]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)

    assert find_stale(done.stdout, ROOT / page) == []


def test_every_stop_of_the_tour_exists_and_is_named() -> None:
    assert find_missing(ROOT, _TOUR) == []


def test_no_link_is_dead() -> None:
    assert find_dead_links(ROOT) == []


def test_a_stale_or_missing_page_is_found(tmp_path: Path) -> None:
    page = write(tmp_path, "docs/kinds.md", "yesterday")

    assert find_stale("yesterday", page) == []
    assert find_stale("today", page) == ["kinds.md: stale"]
    assert find_stale("today", tmp_path / "docs/gone.md") == ["gone.md: stale"]


def test_a_missing_stop_is_found(tmp_path: Path) -> None:
    write(tmp_path, "README.md", "Start at catalog/workflow.py.")
    write(tmp_path, "criteria/engine.py")

    assert find_missing(tmp_path, ("README.md", "catalog/workflow.py", "criteria/engine.py")) == [
        "catalog/workflow.py: does not exist",
        "criteria/engine.py: not on the tour of the README",
    ]


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    write(tmp_path, "docs/a.md", "[good](b.md#place) [bad](c.md) [far](https://example.org/c.md)")
    write(tmp_path, "docs/b.md")

    assert find_dead_links(tmp_path) == ["docs/a.md: c.md"]
