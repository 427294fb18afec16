"""Where the house stands: its packages, its files and their syntax trees, for the tests of this folder."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("criteria", "analyzers", "catalog", "web")


def modules(root: Path, *folders: str) -> Iterator[Path]:
    """Every Python file below the folders (the four packages when none is named), in a stable order."""
    for folder in folders or PACKAGES:
        yield from sorted((root / folder).rglob("*.py"))


def shown(root: Path, path: Path) -> str:
    """The file as a person would name it."""
    return path.relative_to(root).as_posix()


def parse(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def write(root: Path, name: str, text: str = "") -> Path:
    """Plant a file in a copy of the house."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
