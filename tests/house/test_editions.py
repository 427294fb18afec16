"""House rule 7: published editions are frozen: what they pin is what the book says, word for word."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from criteria.legal import digest_of
from tests.house.project import ROOT

Document = Mapping[str, Any]  # YAML


def _read(path: Path) -> Document:
    document: Document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return document


def find_problems(edition: Document, normative: Mapping[str, object]) -> list[str]:
    """Pins whose criterion is gone or says something else. `normative`: version-qualified name to its binding half."""
    problems = []
    for pin in edition["criteria"]:
        name = pin["criterion"]
        if name not in normative:
            problems.append(f"{edition['id']}: {name} is not in the book")
        elif digest_of(normative[name]) != pin["digest"]:
            problems.append(f"{edition['id']}: {name} is not what was pinned")
    return problems


def _book() -> dict[str, object]:
    paths = sorted((ROOT / "criteria" / "book").glob("*/v*.yaml"))
    return {f"{path.parent.name}@{path.stem.removeprefix('v')}": _read(path)["normative"] for path in paths}


_EDITIONS = sorted((ROOT / "criteria" / "editions").glob("*.yaml"))


@pytest.mark.parametrize("path", _EDITIONS, ids=lambda path: path.stem)
def test_an_edition_pins_what_the_book_says(path: Path) -> None:
    assert find_problems(_read(path), _book()) == []


def test_there_is_an_edition() -> None:
    assert _EDITIONS != []


def test_a_changed_weight_is_found() -> None:
    book = _book()
    name = _read(_EDITIONS[0])["criteria"][0]["criterion"]
    changed = {
        **book,
        name: {**_read(ROOT / f"criteria/book/{name.replace('@', '/v')}.yaml")["normative"], "weight": 99},
    }

    assert find_problems(_read(_EDITIONS[0]), changed) == [f"{_EDITIONS[0].stem}: {name} is not what was pinned"]


def test_a_criterion_that_is_gone_is_found() -> None:
    book = _book()
    name = _read(_EDITIONS[0])["criteria"][0]["criterion"]
    del book[name]

    assert find_problems(_read(_EDITIONS[0]), book) == [f"{_EDITIONS[0].stem}: {name} is not in the book"]
