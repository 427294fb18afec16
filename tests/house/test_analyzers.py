"""House rule 5: detector folders are complete, emit declared kinds only, and every kind in use has its producer."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import pytest

from analyzers.registry import load_detectors
from criteria.load import load_kinds
from tests.house.project import ROOT, write

_CARD = re.compile(r"^MANIFEST\b\s*[:=]", re.MULTILINE)
_FILES = ("__init__.py", "manifest.py", "detect.py")
# Producers that are no folder: the comparison of findings, the authority's bench, a person.
_OTHERS = {"synthesis", "bench", "evaluator"}


def _is_detector(folder: Path) -> bool:
    """It detects, or shows a detector's card (elsewhere `manifest.py` may well be about Android's manifests)."""
    card = folder / "manifest.py"
    return (folder / "detect.py").is_file() or (
        card.is_file() and _CARD.search(card.read_text(encoding="utf-8")) is not None
    )


def find_incomplete(root: Path) -> list[str]:
    """Detector folders that lack a file, and detectors that the contract of strangers does not name."""
    manifest = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["id"]: contract for contract in manifest["tool"]["importlinter"]["contracts"]}
    strangers = set(contracts["strangers"]["modules"])
    problems = []
    for folder in sorted(path for path in (root / "analyzers").iterdir() if path.is_dir()):
        present = {path.name for path in folder.iterdir()}
        if _is_detector(folder):
            problems += [f"{folder.name}: no {name}" for name in _FILES if name not in present]
            if f"analyzers.{folder.name}" not in strangers:
                problems.append(f"{folder.name}: not among the strangers of pyproject.toml")
    return problems


def find_undeclared(emitted: Mapping[str, Iterable[str]], declared: Collection[str]) -> list[str]:
    """Kinds that a detector emits and the common language does not have."""
    return [
        f"{name}: emits {kind}" for name, kinds in sorted(emitted.items()) for kind in kinds if kind not in declared
    ]


def find_orphans(produced: Mapping[str, Collection[str]], emitted: Mapping[str, Collection[str]]) -> list[str]:
    """Kinds in use whose stated producers do not exist or do not emit them. `produced`: kind to its producers."""
    problems = []
    for kind, producers in sorted(produced.items()):
        if not producers:
            problems.append(f"{kind}: no producer")
        instruments = sorted(set(producers) - _OTHERS)
        problems += [f"{kind}: {name} does not emit it" for name in instruments if kind not in emitted.get(name, ())]
    return problems


def _emitted() -> dict[str, tuple[str, ...]]:
    return {found.manifest.name: found.manifest.emits for found in load_detectors()}


def test_every_detector_folder_is_complete() -> None:
    assert find_incomplete(ROOT) == []


def test_every_emitted_kind_is_declared() -> None:
    assert find_undeclared(_emitted(), load_kinds()) == []


def test_every_kind_in_use_has_its_producer() -> None:
    in_use = {name: kind.producers for name, kind in load_kinds().items() if not kind.is_planned}

    assert find_orphans(in_use, _emitted()) == []


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        (("manifest.py", "detect.py"), "planted: no __init__.py"),
        (("__init__.py", "detect.py"), "planted: no manifest.py"),
        (("__init__.py", "manifest.py"), "planted: no detect.py"),
        (_FILES, None),
    ],
)
def test_an_incomplete_folder_is_found(tmp_path: Path, files: tuple[str, ...], problem: str | None) -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    write(
        tmp_path,
        "pyproject.toml",
        re.sub(r'modules = \["analyzers\.', 'modules = ["analyzers.planted", "analyzers.', text),
    )
    for name in files:
        write(tmp_path, f"analyzers/planted/{name}", "\nMANIFEST = None\n")

    assert find_incomplete(tmp_path) == ([problem] if problem else [])


def test_a_detector_that_is_no_stranger_is_found(tmp_path: Path) -> None:
    write(tmp_path, "pyproject.toml", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for name in _FILES:
        write(tmp_path, f"analyzers/planted/{name}")

    assert find_incomplete(tmp_path) == ["planted: not among the strangers of pyproject.toml"]


def test_an_undeclared_or_orphan_kind_is_found() -> None:
    assert find_undeclared({"eyes": ["moon.seen"]}, {"app.identified"}) == ["eyes: emits moon.seen"]
    assert find_orphans({"moon.seen": ()}, {}) == ["moon.seen: no producer"]
    assert find_orphans({"moon.seen": ("eyes", "bench")}, {"eyes": ()}) == ["moon.seen: eyes does not emit it"]
