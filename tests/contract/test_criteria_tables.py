"""Generated pages are mirrors: they must show what the book says today."""

from pathlib import Path

from criteria import producers
from criteria.tables import main

ROOT = Path(__file__).parents[2]


def test_kinds_page_is_fresh() -> None:
    written = (ROOT / "docs" / "kinds.md").read_text(encoding="utf-8")
    assert written == main([]), "stale: run `python -m criteria.tables > docs/kinds.md`"


def test_producers_page_is_fresh() -> None:
    written = (ROOT / "docs" / "criteria-producers.md").read_text(encoding="utf-8")
    assert written == producers.main(), "stale: run `python -m criteria.producers > docs/criteria-producers.md`"
