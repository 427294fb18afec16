"""Apps are told apart by what they fail and by what stays open; an app that could not be read is never clean."""

import json
from pathlib import Path
from typing import Any

import pytest

from analyzers.extract.outcomes import outcome
from analyzers.extract.package import extract_package
from analyzers.registry import list_detectors
from catalog.evaluations.triage import Reading, Row, judge, rank, render, restore, store
from criteria.load import list_editions, load_edition
from tests.builders.knowledge import shipped_knowledge

APKS = Path(__file__).resolve().parents[4] / "fixtures" / "apks"
_EDITION = load_edition(list_editions()[-1])


def _row(name: str, **facts: Any) -> Row:
    values: dict[str, Any] = {
        "file": name, "sha256": "d", "size": 1, "state": "read", "code": "read", "package": "fr.x", "version": "1",
        "failed": (), "open": (), "faults": (), "sdks": 0, "evidence": None,
    }  # fmt: skip
    return Row(**values | facts)


def _judge(reading: Reading) -> Row:
    return judge(reading, _EDITION, list_detectors, shipped_knowledge())


@pytest.mark.parametrize("path", sorted(APKS.iterdir())[:3], ids=lambda path: path.name)
def test_a_package_by_itself_is_held_against_the_newest_edition(path: Path) -> None:
    read = extract_package(path.read_bytes())
    assert read.evidence
    row = _judge(Reading(path.name, read.evidence["subject"]["sha256"], 1, read.outcome, read.evidence, "e"))

    assert (row.state, row.evidence, row.file) == (read.outcome.state, "e", path.name)
    assert row.package == read.evidence["apk"]["packageName"]
    assert not set(row.failed) & set(row.open)


@pytest.mark.parametrize("code", ["time", "not-an-apk", "crashed", "unopened-file"])
def test_what_was_not_read_leaves_every_gate_open_that_a_package_could_close(code: str) -> None:
    nothing = _judge(Reading("x", "", 1, outcome(code), None, None))
    path = next(APKS.iterdir())
    read = extract_package(path.read_bytes())
    something = _judge(Reading("x", "d", 1, read.outcome, read.evidence, None))

    assert nothing.failed == ()
    assert len(nothing.open) > len(something.open)


def test_the_most_serious_is_first() -> None:
    rows = [
        _row("clean"), _row("sdks", sdks=3), _row("faults", faults=("A",)), _row("open", open=("A", "B")),
        _row("failed", failed=("A",)), _row("also", failed=("A",)),
    ]  # fmt: skip

    assert [row.file for row in rank(rows)] == ["also", "failed", "open", "faults", "sdks", "clean"]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_table_has_a_line_for_each_app_and_its_columns_stand_in_line(lang: str) -> None:
    lines = render([_row("a.apk", failed=("SEC-01", "SEC-09")), _row("b.apk", package=None, version=None)], lang).split(
        "\n"
    )

    assert len(lines) == 3
    assert "SEC-01 SEC-09" in lines[1]
    assert lines[1].index("fr.x 1  (a.apk)") == lines[2].index("?  (b.apk)")


def test_a_file_s_name_adds_no_line_and_moves_no_cursor() -> None:
    lines = render([_row("a\n9  -  0.apk"), _row("b\x1b[2J\u202e.apk")], "fr").split("\n")
    assert len(lines) == 3
    assert all(line.isprintable() for line in lines)


def test_a_row_is_kept_as_it_is() -> None:
    row = _row("é.apk", failed=("A",), package=None)

    assert restore(json.loads(json.dumps(store(row)))) == row
    with pytest.raises(TypeError):
        restore({"file": "x"})
