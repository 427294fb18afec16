"""People's part: rule, countersign, ask, reply, hear, opine, decide, adjourn."""

from typing import Any

import pytest

from tests.builders.client import Caller, a_caller
from tests.builders.instance import GROUNDS, File, Instance, a_file

OPINION = {"opinion": "favourable", "grounds": GROUNDS}


@pytest.fixture
def caller(instance: Instance) -> Caller:
    return a_caller(instance)


@pytest.fixture
def file(instance: Instance) -> File:
    return a_file(instance).examined_with_capture()


def _act(caller: Caller, file: File, who: str, verb: str, body: dict[str, Any]) -> Any:
    return caller.post(f"submissions/{file.id}/{verb}", who, json=body, version=file.version)


def test_an_override_counts_once_another_evaluator_countersigns(caller: Caller, file: File) -> None:
    verdicts = caller.get(f"submissions/{file.id}/verdicts", "evaluator").json["automated"]
    settled = next(row for row in verdicts if row["outcome"] == "conforming" and not row["needs_ruling"])["criterion"]
    body = {"criterion": settled, "outcome": "nonconforming", "grounds": GROUNDS}
    ruling = _act(caller, file, "evaluator", "rulings", body).json["id"]
    assert _outcome(caller, file, settled) == "conforming"
    own = caller.post(f"rulings/{ruling}/countersignature", "evaluator")
    assert own.get_json(force=True)["code"] == "own-ruling"
    assert caller.post(f"rulings/{ruling}/countersignature", "second").status_code == 204
    assert _outcome(caller, file, settled) == "nonconforming"


def _outcome(caller: Caller, file: File, criterion: str) -> str:
    rows = caller.get(f"submissions/{file.id}/verdicts", "evaluator").json["effective"]
    return str(next(row["outcome"] for row in rows if row["criterion"] == criterion))


def test_a_question_waits_for_its_answer_and_the_file_is_examined_again(caller: Caller, file: File) -> None:
    asked = _act(caller, file, "evaluator", "requests", {"question": "Où sont vos serveurs ?", "criterion": "HEB-02"})
    assert asked.status_code == 201
    (row,) = caller.get(f"submissions/{file.id}/requests", "publisher").json["items"]
    assert (row["id"], row["answer"], row["criterion"]) == (asked.json["id"], None, "HEB-02")
    empty = _act(caller, file, "publisher", "replies", {"answers": {}})
    assert empty.get_json(force=True)["code"] == "field-refused"
    replied = _act(caller, file, "publisher", "replies", {"answers": {row["id"]: "À Roubaix."}})
    assert replied.json["state"] == "admissible"
    assert caller.get(f"submissions/{file.id}/requests", "auditor").json["items"][0]["answer"] == "À Roubaix."


def test_the_publisher_is_heard_before_an_adverse_opinion(caller: Caller, file: File) -> None:
    heard = _act(caller, file, "evaluator", "contradiction", {"report": "Deux critères ne sont pas tenus."})
    assert heard.json["state"] == "contradictory"


def test_whoever_evaluated_opines_and_another_decides(caller: Caller, file: File) -> None:
    file.ruled()
    assert _act(caller, file, "evaluator", "opinion", OPINION).json["state"] == "in_commission"
    decided = _act(caller, file, "authority", "decision", {"kind": "grant", "grounds": GROUNDS})
    assert (decided.json["state"], decided.json["next"]["who"]) == ("decided", None)
    twice = _act(caller, file, "authority", "decision", {"kind": "grant", "grounds": GROUNDS})
    assert twice.get_json(force=True)["code"] == "illegal-transition"


def test_a_reservation_names_a_criterion_of_the_edition(caller: Caller, file: File) -> None:
    reserved = "favourable_with_non_suspensive_reservations"
    body = {**OPINION, "opinion": reserved, "reservations": {"XXX-99": "Sous trois mois."}}
    assert _act(caller, file, "evaluator", "opinion", body).get_json(force=True)["code"] == "criterion-unknown"


def test_the_authority_sends_a_file_back_for_another_opinion(caller: Caller, file: File) -> None:
    file.ruled().opined()
    assert _act(caller, file, "authority", "adjournment", {"grounds": GROUNDS}).json["state"] == "under_evaluation"


def test_an_evaluator_has_a_file_examined_again(caller: Caller, file: File) -> None:
    assert _act(caller, file, "evaluator", "examination", None).status_code == 200
    again = _act(caller, file, "evaluator", "examination", None)
    assert again.get_json(force=True)["code"] == "examination-running"
