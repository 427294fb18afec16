"""Verbs on the instruments' knowledge."""

import json
from pathlib import Path

import pytest

from catalog.evaluations.postings import Postings, Sheet
from tests.unit.catalog.commands.conftest import Run


def test_a_missing_data_set_is_said_to_lower_coverage(run: Run) -> None:
    told = run("knowledge", "age").output
    assert "dbip-country" in told
    assert "missing: lower coverage" in told


def test_a_name_finds_the_examined_apps_that_define_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCEAU_STATE", str(tmp_path))
    Postings(tmp_path / "postings.db").add([Sheet("d" * 64, "fr.fictif 1.0", ("com.tracker.sdk",))])

    assert json.loads(run("knowledge", "find", "com.tracker", "--json").output)["apps"] == [
        {"sha256": "d" * 64, "app": "fr.fictif 1.0"}
    ]
    assert "apps that define com.trac: 0" in run("knowledge", "find", "com.trac").output
