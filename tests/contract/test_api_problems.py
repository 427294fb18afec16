"""Each bad input is answered by a problem document that names it and says what to do; nothing of it is kept."""

import base64
import io
from hashlib import sha256
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.builders.client import API, Caller, a_caller
from tests.builders.instance import File, Instance, a_file, an_app
from tests.fakes.log import FakeLog
from web.refusals import REFUSALS

RAW = {"content_type": "application/octet-stream"}
APP = {"name": "Souffle", "purpose_fr": "Noter.", "purpose_en": "Write.", "contact": "a@b.example"}


@pytest.fixture(autouse=True)
def written(monkeypatch: pytest.MonkeyPatch) -> FakeLog:
    """What is written to the log of faults."""
    log = FakeLog()
    monkeypatch.setattr("web.problems.log", log)
    return log


@pytest.fixture
def caller(instance: Instance) -> Caller:
    return a_caller(instance)


@pytest.fixture
def file(instance: Instance) -> File:
    return a_file(instance)


def told(response: TestResponse, code: str) -> dict[str, Any]:
    """Check the form of a problem document and return its facts."""
    problem = response.get_json(force=True)
    assert response.content_type == "application/problem+json"
    assert (problem["code"], problem["status"]) == (code, REFUSALS[code].status)
    assert response.status_code == problem["status"]
    assert problem["type"] == f"urn:sceau:problem:{code}"
    assert problem["title"]
    assert problem["detail"]
    facts: dict[str, Any] = problem.get("facts", {})
    return facts


def test_an_empty_file(caller: Caller, file: File) -> None:
    told(caller.post(f"submissions/{file.id}/artifacts?kind=apk", "publisher", data=b"", **RAW), "file-empty")
    assert caller.get(f"submissions/{file.id}", "publisher").json["artifacts"] == []


def test_fewer_bytes_than_announced(caller: Caller, file: File) -> None:
    short: dict[str, Any] = {"input_stream": io.BytesIO(b"PK"), "environ_overrides": {"CONTENT_LENGTH": "100"}, **RAW}
    told(caller.post(f"submissions/{file.id}/artifacts?kind=apk", "publisher", **short), "bad-request")
    assert list(file.instance.services.blobs.incoming.iterdir()) == []
    assert caller.get(f"submissions/{file.id}", "publisher").json["artifacts"] == []


def test_other_bytes_than_announced(caller: Caller, file: File) -> None:
    path = f"submissions/{file.id}/artifacts?kind=apk"
    digest = base64.b64encode(sha256(b"other").digest()).decode()
    headers = {"Content-Digest": f"sha-256=:{digest}:"}
    told(caller.post(path, "publisher", data=b"these", headers=headers, **RAW), "upload-incomplete")
    told(caller.post(path, "publisher", data=b"x", headers={"Content-Digest": "md5=:x:"}, **RAW), "digest-refused")
    accepted = caller.post(path, "publisher", data=b"other", headers=headers, **RAW)
    assert accepted.json["sha256"] == sha256(b"other").hexdigest()


def test_the_same_piece_twice_is_one_piece(caller: Caller, file: File) -> None:
    path = f"submissions/{file.id}/artifacts?kind=apk&filename=a.apk"
    first, second = (caller.post(path, "publisher", data=b"package", **RAW) for _ in range(2))
    assert first.json == second.json
    assert len(caller.get(f"submissions/{file.id}", "publisher").json["artifacts"]) == 1


def test_the_same_submission_twice(caller: Caller, file: File) -> None:
    response = caller.post("submissions", "publisher", json={"app": file.app_id})
    assert told(response, "already-lodged") == {"submission": file.id}
    assert file.id in response.get_json(force=True)["detail"]


def test_the_same_package_in_two_files(caller: Caller, instance: Instance) -> None:
    first = a_file(instance).completed(b"one package").lodged()
    twin = a_file(instance, an_app(instance, "Souffle bis (FICTIF)")).completed(b"one package")
    response = caller.post(f"submissions/{twin.id}/lodge", "publisher", version=twin.version)
    assert told(response, "already-lodged") == {"submission": first.id}


def test_another_publishers_id(caller: Caller, file: File) -> None:
    told(caller.get(f"submissions/{file.id}", "rival"), "submission-unknown")
    told(caller.post(f"submissions/{file.id}/lodge", "rival", version=1), "submission-unknown")
    told(caller.post("submissions", "rival", json={"app": file.app_id}), "app-unknown")


def test_a_stale_version(caller: Caller, file: File) -> None:
    seen = file.version
    file.completed()
    response = caller.post(f"submissions/{file.id}/lodge", "publisher", version=seen)
    assert told(response, "stale-version") == {"version": file.version}
    told(caller.post(f"submissions/{file.id}/lodge", "publisher"), "version-missing")
    told(caller.post(f"submissions/{file.id}/lodge", "publisher", headers={"If-Match": "*"}), "version-missing")
    told(caller.post(f"submissions/{file.id}/lodge", "publisher", headers={"If-Match": '"x"'}), "stale-version")
    assert caller.get(f"submissions/{file.id}", "publisher").json["state"] == "draft"


def test_a_file_that_is_not_complete(caller: Caller, file: File) -> None:
    facts = told(caller.post(f"submissions/{file.id}/lodge", "publisher", version=file.version), "file-incomplete")
    assert facts["missing"][0] == "apk"
    assert len(facts["missing"]) > 5


def test_an_answer_the_question_does_not_take(caller: Caller, file: File) -> None:
    body = {"answers": {"establishment": "the moon"}}
    response = caller.call("PUT", f"submissions/{file.id}/declarations", "publisher", json=body, version=file.version)
    assert told(response, "answer-refused") == {"question": "establishment"}


def test_an_act_out_of_its_time(caller: Caller, file: File) -> None:
    file.completed().lodged()
    response = caller.post(f"submissions/{file.id}/lodge?lang=en", "publisher", version=file.version)
    assert told(response, "illegal-transition")["state"] == "lodged"
    assert "“lodged”" in response.get_json(force=True)["detail"]


@pytest.mark.parametrize(
    ("body", "media", "code"),
    [
        (b"{", "application/json", "bad-request"),
        (b"\xff\xfe", "application/json", "bad-request"),
        (b'{"name": "a", "name": "b"}', "application/json", "bad-request"),
        (b'{"name": NaN}', "application/json", "bad-request"),
        (b'{"name": "\\ud800"}', "application/json", "bad-request"),
        (b"[" * 200_000, "application/json", "bad-request"),
        (b"name=Souffle", "application/x-www-form-urlencoded", "unsupported-media"),
        (b"<app/>", "application/xml", "unsupported-media"),
        (b" " * ((1 << 20) + 1), "application/json", "body-too-large"),
        (b"[]", "application/json", "unprocessable"),
    ],
)
def test_a_body_that_is_not_one_json_object(caller: Caller, body: bytes, media: str, code: str) -> None:
    told(caller.post("apps", "publisher", data=body, content_type=media), code)
    assert caller.get("apps", "publisher").json == {"items": []}


def test_fields_are_pointed_at_in_the_readers_language(caller: Caller) -> None:
    body = {**APP, "name": "", "owner": "me", "contact": "x\x00"}
    del body["purpose_en"]
    french = caller.post("apps", "publisher", json=body).get_json(force=True)
    errors = {error["pointer"]: error["detail"] for error in french["errors"]}
    assert errors == {
        "/name": "Il faut de 1 à 120 signes.",
        "/owner": "Champ inconnu.",
        "/contact": "Ne s'écrit pas ainsi.",
        "/purpose_en": "Valeur requise.",
    }
    english = caller.post("apps?lang=en", "publisher", json=body).get_json(force=True)
    assert {error["detail"] for error in english["errors"]} >= {"Unknown field.", "Missing data for required field."}
    assert {error["in"] for error in english["errors"]} == {"json"}


def test_a_method_that_an_address_does_not_take_names_those_it_does(caller: Caller) -> None:
    response = caller.call("DELETE", "apps", "publisher")
    told(response, "method-not-allowed")
    assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))


def test_nothing_at_an_address(caller: Caller) -> None:
    for path in ("nothing", "submissions/%00", "listings/a%0Ab", "listings/nothing", "editions/..%2F..%2Fetc"):
        assert caller.get(path, "publisher").status_code == 404, path
        assert caller.get(path, "publisher").content_type == "application/problem+json"


def test_a_cursor_that_is_not_ours(caller: Caller) -> None:
    for cursor in ("x", "====", "YWZ0ZXI6LTE", "é", "A" * 5000):
        told(caller.client.get(f"{API}/listings", query_string={"cursor": cursor}), "cursor-refused")


@pytest.mark.parametrize(
    "query", ["size=0", "size=101", "size=1e3", "size=%2B5", "state=gone", "sort=password", "q=" + "x" * 101]
)
def test_a_query_out_of_bounds(caller: Caller, query: str) -> None:
    told(caller.get(f"listings?{query}"), "unprocessable")


def test_a_wrong_password_and_an_unknown_address_answer_alike(caller: Caller) -> None:
    wrong = caller.post("sessions", json={"email": "publisher@sceau.example", "password": "wrong"})
    nobody = caller.post("sessions", json={"email": "nobody@sceau.example", "password": "wrong"})
    told(wrong, "sign-in-refused")
    assert wrong.data == nobody.data
    assert wrong.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_that_was_given_back_is_worthless(caller: Caller) -> None:
    assert caller.call("DELETE", "sessions/current", "publisher").status_code == 204
    told(caller.get("accounts/me", "publisher"), "sign-in-needed")


def test_a_defect_of_ours_shows_no_trace(caller: Caller, instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret of the house")

    monkeypatch.setattr("web.api.v1.listings.get_change_number", fail)
    response = caller.get("listings?q=secret")
    problem = response.get_json(force=True)
    assert (response.status_code, problem["code"]) == (500, "internal")
    assert problem["instance"].startswith("urn:sceau:incident:")
    assert "secret" not in response.text
    assert "Zero" not in response.text
    assert instance.services.queue.depth() == {}


def test_a_fault_is_logged_without_what_was_asked(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, written: FakeLog
) -> None:
    def fail(*_: object) -> None:
        raise ValueError(word)

    word = "diab\u00e8te"
    monkeypatch.setattr("web.api.v1.listings.get_change_number", fail)
    caller.get(f"listings?q={word}")
    assert "web.fault" in written.text
    assert "/api/v1/listings" in written.text  # the rule, not the address
    assert word not in written.text
