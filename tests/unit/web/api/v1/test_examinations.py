"""From the verdict down to the bytes, for those who may see the file."""

import pytest

from catalog.plumbing.signing import canonical
from tests.builders.client import Caller, a_caller
from tests.builders.instance import File, Instance, a_file


@pytest.fixture
def caller(instance: Instance) -> Caller:
    return a_caller(instance)


@pytest.fixture
def file(instance: Instance) -> File:
    return a_file(instance).examined_with_capture()


@pytest.mark.parametrize("who", ["publisher", "evaluator", "auditor"])
def test_runs_name_their_piece_their_outcome_and_their_evidence(caller: Caller, file: File, who: str) -> None:
    runs = caller.get(f"submissions/{file.id}/runs", who).json["items"]
    package = next(run for run in runs if run["kind"] == "apk")
    assert (package["state"], package["source"], package["sandbox"]) == ("read", "bench", "fake")
    evidence = caller.get(f"submissions/{file.id}/evidence/{package['evidence']}", who)
    assert evidence.headers["ETag"] == f'"{package["evidence"]}"'
    assert canonical(evidence.json) == evidence.data


def test_findings_come_with_their_coverage(caller: Caller, file: File) -> None:
    found = caller.get(f"submissions/{file.id}/findings", "evaluator").json
    assert {row["kind"] for row in found["items"]} >= {"app.identified", "host.contacted"}
    assert all(row["reasoning"]["fr"] and row["pointer"]["artifact"] for row in found["items"])
    seen = [row for row in found["coverage"] if row["kind"] in ("app.identified", "host.contacted")]
    assert {row["extent"] for row in seen} == {"complete"}


def test_the_machines_verdicts_stay_beside_those_that_count(caller: Caller, file: File) -> None:
    file.ruled()
    verdicts = caller.get(f"submissions/{file.id}/verdicts", "publisher").json
    assert len(verdicts["automated"]) == len(verdicts["effective"])
    assert not any(row["ruled"] for row in verdicts["automated"])
    assert any(row["ruled"] for row in verdicts["effective"])
    assert {"overall", "coverage", "families", "gates_failed", "gates_open"} <= verdicts["score"].keys()


def test_each_verdict_explains_itself(caller: Caller, file: File) -> None:
    for row in caller.get(f"submissions/{file.id}/verdicts", "evaluator").json["effective"]:
        explained = caller.get(f"submissions/{file.id}/explanations/{row['criterion']}", "evaluator").json
        assert explained["ref"] == f"2026.0/{row['criterion']}"
        reasons = {"nonconforming": "because", "undetermined": "missing"}.get(row["outcome"])
        assert reasons is None or explained["effective"][reasons]
    unknown = caller.get(f"submissions/{file.id}/explanations/XXX-99", "evaluator")
    assert unknown.get_json(force=True)["code"] == "criterion-unknown"


def test_evidence_of_another_file_is_absent(caller: Caller, instance: Instance, file: File) -> None:
    other = a_file(instance).completed(b"another package").lodged()
    digest = caller.get(f"submissions/{file.id}/runs", "auditor").json["items"][0]["evidence"]
    assert caller.get(f"submissions/{other.id}/evidence/{digest}", "auditor").status_code == 404
    assert caller.get(f"submissions/{file.id}/evidence/{'0' * 64}", "auditor").status_code == 404


def test_what_was_not_examined_says_so(caller: Caller, instance: Instance) -> None:
    waiting = a_file(instance).completed().lodged()
    assert caller.get(f"submissions/{waiting.id}/runs", "publisher").json == {"items": []}
    for path in ("findings", "verdicts", "explanations/TRK-01"):
        answer = caller.get(f"submissions/{waiting.id}/{path}", "publisher").get_json(force=True)
        assert answer["code"] == "not-examined"


def test_the_journal_says_which_role_did_what_and_names_nobody(caller: Caller, file: File) -> None:
    journal = caller.get(f"submissions/{file.id}/journal", "publisher")
    events = [row["event"] for row in journal.json["items"]]
    assert events[0] == "submission.created"
    assert {"submission.lodged", "submission.admitted"} <= set(events)
    assert {row["role"] for row in journal.json["items"]} >= {"publisher", "officer"}
    assert "acc_" not in journal.text
