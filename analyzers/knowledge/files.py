"""Strict reading of the curated files: an unknown key or a missing one is our fault and is said at once."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

# The C loader reads the same language ten times faster; both build plain values only.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BrokenKnowledgeError(Exception):
    """A curated file breaks its own rules: a developer's fault, never a visitor's."""


def read_yaml(path: Path) -> dict[str, Any]:
    """Read one curated YAML file, which is always a mapping."""
    content = yaml.load(path.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 — _LOADER is one of the two safe loaders
    if not isinstance(content, dict):
        message = f"{path.name}: a mapping is expected"
        raise BrokenKnowledgeError(message)
    return content


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read one curated CSV file with its heading."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def check_keys(row: Mapping[str, Any], required: Iterable[str], optional: Iterable[str], where: str) -> None:
    """Refuse a row that lacks a required key or carries one that nobody reads."""
    missing = set(required) - set(row)
    unknown = set(row) - set(required) - set(optional)
    if missing or unknown:
        message = f"{where}: missing {sorted(missing)}, unknown {sorted(unknown)}"
        raise BrokenKnowledgeError(message)


def index_once(pairs: Iterable[tuple[str, Any]], where: str) -> dict[str, Any]:
    """Index by key and refuse a key that comes twice."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            message = f"{where}: {key} comes twice"
            raise BrokenKnowledgeError(message)
        found[key] = value
    return found
