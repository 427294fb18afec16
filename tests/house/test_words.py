"""House rule 1 and habits: who speaks which words, no trace of a machine, no check silenced without a reason."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.project import PACKAGES, ROOT, modules, parse, shown, write

_OPT_OUT = re.compile(r"#\s*(noqa\b(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?|type:\s*ignore(?:\[[a-z, -]+\])?)(.*)$")
_REASON = 5  # shorter than this, a reason says nothing
# Folders of the people and machines that build, not of those who run.
_TRACES = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/[\w.-]+")
_TEXTS = (".py", ".md", ".yaml", ".yml", ".toml", ".cfg", ".txt", ".in", ".lock", ".json", ".html", ".css", ".js")


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def find_foreign_words(root: Path) -> list[str]:
    """`criteria` speaks to none of ours; of it, `analyzers` hears the shared words only."""
    problems = []
    for path in modules(root, "criteria", "analyzers"):
        own = shown(root, path).split("/")[0]
        for name in sorted(set(_imports(path))):
            package, _, rest = name.partition(".")
            shared = package == "criteria" and (not rest or rest.split(".")[0] == "findings")
            if package in PACKAGES and package != own and not (own == "analyzers" and shared):
                problems.append(f"{shown(root, path)}: imports {name}")
    return problems


def find_silenced(root: Path) -> list[str]:
    """Opt-outs of the linter or of the type checker that do not say why."""
    problems = []
    for path in modules(root, *PACKAGES, "tests", "fixtures"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found = _OPT_OUT.search(line)
            if found and path != Path(__file__) and len(found[2].strip(" #-–—")) < _REASON:
                problems.append(f"{shown(root, path)}:{number}: {found[1]} without a reason")
    return problems


def find_traces(root: Path, *folders: str) -> list[str]:
    """Paths of a machine in what we ship."""
    problems = []
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in _TEXTS and path.is_file() and path != Path(__file__):
                text = path.read_text(encoding="utf-8", errors="replace")
                problems += [f"{shown(root, path)}: {found}" for found in sorted(set(_TRACES.findall(text)))]
    return problems


def find_addresses(root: Path) -> list[str]:
    """Locks that say where packages come from: whoever installs decides that."""
    places = sorted((root / "requirements").glob("*.*"))
    locks = (path for path in places if path.suffix in {".in", ".lock"})
    return [shown(root, path) for path in locks if "://" in path.read_text(encoding="utf-8")]


def test_the_rules_know_nobody_and_the_instruments_know_only_findings() -> None:
    assert find_foreign_words(ROOT) == []


@pytest.mark.parametrize(
    ("name", "line", "problem"),
    [
        ("criteria/planted.py", "import analyzers.contract", "imports analyzers.contract"),
        ("analyzers/planted.py", "from criteria.kinds import Shape", "imports criteria.kinds"),
        ("analyzers/planted.py", "from criteria import strict", "imports criteria.strict"),
    ],
)
def test_a_foreign_word_is_found(tmp_path: Path, name: str, line: str, problem: str) -> None:
    write(tmp_path, name, f"{line}\n")

    assert f"{name}: {problem}" in find_foreign_words(tmp_path)


def test_no_check_is_silenced_without_a_reason() -> None:
    assert find_silenced(ROOT) == []


@pytest.mark.parametrize("comment", ["# noqa", "# noqa: S324", "# type: ignore", "# type: ignore[misc] # no"])
def test_a_silenced_check_is_found(tmp_path: Path, comment: str) -> None:
    write(tmp_path, "web/planted.py", f"x = 1  {comment}\n")

    assert len(find_silenced(tmp_path)) == 1


def test_nothing_we_ship_names_a_machine() -> None:
    assert find_traces(ROOT, *PACKAGES, "tests", "fixtures", "docs", "requirements") == []


def test_a_trace_is_found(tmp_path: Path) -> None:
    write(tmp_path, "docs/planted.md", "see /" + "work/shared/page and /" + "home/me")

    assert find_traces(tmp_path, "docs") == ["docs/planted.md: /" + "home/me", "docs/planted.md: /" + "work/shared"]


def test_no_lock_names_a_registry() -> None:
    assert find_addresses(ROOT) == []


def test_a_lock_that_names_a_registry_is_found(tmp_path: Path) -> None:
    write(tmp_path, "requirements/run.lock", "--index-url https://registry.example/simple\nflask==3.1.3\n")

    assert find_addresses(tmp_path) == ["requirements/run.lock"]
