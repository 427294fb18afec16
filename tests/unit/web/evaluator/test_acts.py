"""What the authority's people do to a file."""

import hmac
import io
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from catalog.submissions.queries import describe_submission
from criteria.model import Outcome
from tests.builders.client import Caller, a_caller
from tests.builders.instance import File, a_file, an_instance
from web.auth import PURPOSE
from web.evaluator.reading import read_file

GROUNDS = "Les écrans et les pièces le montrent."


@pytest.fixture
def caller(tmp_path: Path) -> Caller:
    return a_caller(an_instance(tmp_path))


def act(caller: Caller, file: File, part: str, who: str, **data: Any) -> TestResponse:
    data.setdefault("version", file.version)
    return caller.page("POST", f"/files/{file.id}/{part}", who, data=data)


def test_intake_admits_or_returns_with_grounds(caller: Caller) -> None:
    file = a_file(caller.instance).completed().lodged()
    assert act(caller, file, "return", "officer", grounds=" ").status_code == 422
    assert act(caller, file, "return", "officer", grounds=GROUNDS).status_code == 303
    assert file.row.state == "incomplete"
    file.lodged()
    assert act(caller, file, "admission", "officer").status_code == 303
    assert file.row.state == "admissible"


def test_intake_finds_inadmissible(caller: Caller) -> None:
    file = a_file(caller.instance).completed().lodged()
    act(caller, file, "return", "officer", verdict="inadmissible", grounds=GROUNDS)
    assert file.row.state == "inadmissible"


def test_the_authority_adds_its_own_capture(caller: Caller) -> None:
    file = a_file(caller.instance).completed().lodged()
    token = hmac.new(caller.token("officer").encode(), PURPOSE, sha256).hexdigest()
    data = {"csrf_token": token, "file": (io.BytesIO(b"seen on the bench"), "bench.har")}
    assert caller.page("POST", f"/files/{file.id}/captures", "officer", data=data).status_code == 303
    services = caller.instance.services
    pieces = describe_submission(services.database, caller.instance.officer, file.id)["artifacts"]
    assert [one["source"] for one in pieces if one["kind"] == "capture"] == ["bench"]


def test_a_ruling_is_recorded_and_a_stale_one_comes_back_as_typed(caller: Caller) -> None:
    file = a_file(caller.instance).examined_with_capture()
    part = "criteria/GOV-02/ruling"
    seen = file.version
    assert act(caller, file, part, "evaluator", outcome="conforming", grounds=GROUNDS).status_code == 303
    reviews = caller.instance.services.reviews
    reviews.request(caller.instance.second, file.id, "Encore une question ?", None, file.version)
    stale = act(
        caller, file, part, "evaluator", outcome="nonconforming", grounds="Un avis longuement mûri.", version=seen
    )
    assert stale.status_code == 412
    assert "deux onglets" in stale.text


def test_words_typed_in_a_stale_ruling_are_still_there(caller: Caller) -> None:
    file = a_file(caller.instance).examined_with_capture()
    stale = act(
        caller,
        file,
        "criteria/GOV-02/ruling",
        "evaluator",
        outcome="nonconforming",
        grounds="Longuement mûri.",
        version=1,
    )
    assert stale.status_code == 412
    assert "Longuement mûri." in stale.text
    assert 'value="nonconforming" required checked' in stale.text
    assert f'name="version" value="{file.version}"' in stale.text


def test_a_ruling_concludes(caller: Caller) -> None:
    file = a_file(caller.instance).examined_with_capture()
    assert act(caller, file, "criteria/GOV-02/ruling", "evaluator", outcome="maybe", grounds=GROUNDS).status_code == 422


def test_an_override_waits_for_a_second_person(caller: Caller) -> None:
    file = a_file(caller.instance).examined_with_capture()
    ruling = file.rule("TRK-01", Outcome.NONCONFORMING)
    part = f"criteria/TRK-01/rulings/{ruling}/countersignature"
    assert act(caller, file, part, "evaluator").status_code == 403
    assert "Contresigner" in caller.page("GET", f"/files/{file.id}/criteria/TRK-01", "second").text
    assert act(caller, file, part, "second").status_code == 303


def test_the_publisher_is_asked_and_heard(caller: Caller) -> None:
    file = a_file(caller.instance).examined_with_capture()
    assert act(caller, file, "contradiction", "evaluator", report=GROUNDS).status_code == 303
    assert GROUNDS in caller.page("GET", f"/publisher/submissions/{file.id}", "publisher").text
    assert act(caller, file, "requests", "evaluator", question="Où ?", criterion="HEB-02").status_code == 303
    assert file.row.state == "awaiting_publisher"


def test_an_opinion_then_a_decision_by_another_person(caller: Caller) -> None:
    file = a_file(caller.instance).examined_with_capture().ruled()
    assert act(caller, file, "opinion", "evaluator", opinion="none", grounds=GROUNDS).status_code == 422
    assert act(caller, file, "opinion", "evaluator", opinion="favourable", grounds=GROUNDS).status_code == 303
    assert act(caller, file, "decision", "authority", decision="none", grounds=GROUNDS).status_code == 422
    assert act(caller, file, "decision", "evaluator", decision="grant", grounds=GROUNDS).status_code == 403
    assert act(caller, file, "decision", "authority", decision="adjourn", grounds=GROUNDS).status_code == 303
    act(caller, file, "opinion", "evaluator", opinion="favourable", grounds=GROUNDS)
    caller.instance.worker.drain()
    answer = act(caller, file, "decision", "authority", decision="grant", grounds=GROUNDS)
    assert file.row.state == "decided" or answer.status_code == 409


def test_a_refusal_is_decided(caller: Caller) -> None:
    file = a_file(caller.instance).examined_with_capture()
    act(caller, file, "opinion", "evaluator", opinion="unfavourable", grounds=GROUNDS)
    assert act(caller, file, "decision", "authority", decision="refuse", grounds=GROUNDS).status_code == 303
    assert "référencement refusé" in caller.page("GET", f"/publisher/submissions/{file.id}", "publisher").text


def test_a_certificate_is_suspended_restored_and_withdrawn(caller: Caller) -> None:
    file = a_file(caller.instance).listed()
    states = []
    for decision in ("suspend", "restore", "withdraw"):
        assert act(caller, file, "certificate", "authority", decision=decision, grounds=GROUNDS).status_code == 303
        caller.instance.worker.drain()
        standing = read_file(caller.instance.services, caller.instance.authority, file.id).certificate
        states.append(standing.state if standing else None)
    assert states == ["suspended", "active", "withdrawn"]
    assert act(caller, file, "certificate", "authority", decision="none", grounds=GROUNDS).status_code == 422
