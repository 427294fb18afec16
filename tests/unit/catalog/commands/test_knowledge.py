"""A list is compared without a trace; what it adds is proposed by one person and accepted by another."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.builders.instance import Instance
from tests.unit.catalog.commands.conftest import Run

NEW = {"id": 9001, "name": "Traceur FICTIF", "code_signature": "com.fictif.traceur.", "network_signature": ""}
KNOWN = {"id": 52, "name": "Adjust", "code_signature": "com.adjust.sdk.", "network_signature": "adjust\\.com"}
WRONG = {"id": 9002, "name": "Autre FICTIF", "code_signature": "com.adjust.sdk.", "network_signature": ""}
ONE, OTHER = "evaluator@sceau.example", "operator@sceau.example"


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "list.json"
    path.write_text(json.dumps({"trackers": [NEW, KNOWN, WRONG]}), "utf-8")
    return str(path)


def additions(tmp_path: Path) -> list[Any]:
    return [json.loads(path.read_text("utf-8")) for path in tmp_path.rglob("additions/*.json")]


def test_a_comparison_needs_no_instance_and_writes_nothing(run: Run, file: str, tmp_path: Path) -> None:
    told = run("knowledge", "import", "exodus", file).output
    assert "3 trackers: adds 1, changes 0, contradicts 1, unread 0" in told
    assert "com.fictif.traceur" in told
    assert additions(tmp_path) == []

    (first, second) = json.loads(run("knowledge", "import", "exodus", file, "--json").output)["differences"]
    assert (first["nature"], second["nature"], second["ours"]) == ("adds", "contradicts", "adjust")


def test_two_people_make_an_addition_and_both_are_journalled(
    instance: Instance, run: Run, file: str, tmp_path: Path
) -> None:
    digest = run("knowledge", "import", "exodus", file, "--propose", "--as", ONE).output.splitlines()[-1]
    assert "missing: lower coverage" in next(
        line for line in run("knowledge", "age").output.splitlines() if line.startswith("addition-")
    )
    assert "second person" in run("knowledge", "accept", digest, "--as", ONE, code=1).stderr
    assert digest in run("knowledge", "accept", digest[:12], "--as", OTHER).output
    assert "accepted before" in run("knowledge", "accept", digest, "--as", OTHER, code=1).stderr
    assert "adds 0" in run("knowledge", "import", "exodus", file).output
    (kept,) = additions(tmp_path)
    assert kept["proposed"]["by"] != kept["accepted"]["by"]
    assert run("journal", "check").exit_code == 0


@pytest.mark.parametrize("digest", ["", "00", "0" * 64])
def test_a_proposal_that_is_not_there_is_said_so(instance: Instance, run: Run, digest: str) -> None:
    assert "no such proposal" in run("knowledge", "accept", digest, "--as", OTHER, code=1).stderr


def test_a_publisher_changes_no_knowledge(instance: Instance, run: Run, file: str) -> None:
    told = run("knowledge", "import", "exodus", file, "--propose", "--as", "publisher@sceau.example", code=1).stderr
    assert "only an evaluator" in told


@pytest.mark.parametrize("content", ["", "{}", "[3]", '{"trackers": [1]}'])
def test_a_file_that_is_no_list_is_refused_by_one_sentence(run: Run, tmp_path: Path, content: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content, "utf-8")

    assert "Error: bad.json:" in run("knowledge", "import", "exodus", str(path), code=1).stderr


def test_a_proposal_needs_somebody(run: Run, file: str) -> None:
    run("knowledge", "import", "exodus", file, "--propose", code=2)
