"""Strict reading of the curated files: an unknown key or a missing one is our fault and is said at once."""

import csv
import importlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

_DATE = "tag:yaml.org,2002:timestamp"


class BrokenKnowledgeError(Exception):
    """A curated file breaks its own rules: a developer's fault, never a visitor's."""


def read_yaml(path: Path) -> dict[str, Any]:
    """Read one curated YAML file, which is always a mapping."""
    return parse_yaml(path.name, path.read_bytes())


def parse_yaml(name: str, source: bytes) -> dict[str, Any]:
    """Read the content of a curated YAML file. Dates stay the words that they are."""
    content = importlib.import_module("yaml").load(source, Loader=_loader())
    if not isinstance(content, dict):
        message = f"{name}: a mapping is expected"
        raise BrokenKnowledgeError(message)
    return content


@cache
def _loader() -> Any:
    """The C loader reads the same language ten times faster; both build plain values only.

    It is imported here and not above: where all files are known in their compiled form, nothing needs it.
    """
    yaml = importlib.import_module("yaml")
    plain = {
        first: [(tag, rule) for tag, rule in rules if tag != _DATE]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return type("PlainLoader", (getattr(yaml, "CSafeLoader", yaml.SafeLoader),), {"yaml_implicit_resolvers": plain})


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
