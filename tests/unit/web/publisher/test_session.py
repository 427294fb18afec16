"""A session that ends, or changes, loses nothing that was typed."""

import html
import re
from typing import Any

import pytest

from tests.builders.client import Caller, a_caller
from tests.builders.instance import PASSWORD, File, Instance, a_file

GROUNDS = "Vu sur pièces : « tout y est », <b>et</b> davantage encore, ligne après ligne.\nSeconde ligne."
SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def caller(instance: Instance) -> Caller:
    return a_caller(instance)


@pytest.fixture
def file(instance: Instance) -> File:
    return a_file(instance).completed().lodged().captured().admitted().examined()


def kept(page: str) -> dict[str, str]:
    """The fields that a page keeps out of sight."""
    found = re.findall(r'<input type="hidden" name="(again|kept-[^"]+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


def enter(caller: Caller, who: str, **fields: str) -> Any:
    person = {"email": f"{who}@sceau.example", "password": PASSWORD, **fields}
    return caller.client.post("/sign-in", data=person, headers=SAME)


def test_what_was_typed_is_there_after_signing_in_again(caller: Caller, file: File, instance: Instance) -> None:
    path = f"/files/{file.id}/criteria/GOV-02/ruling?lang=en"
    form = {"outcome": "conforming", "grounds": GROUNDS, "version": str(file.version), "csrf_token": "old"}
    ended = caller.client.post(path, data=form, headers=SAME)
    assert (ended.status_code, ended.headers["Sceau-Problem"]) == (401, "sign-in-needed")
    assert "What you had written is kept in this page" in ended.text
    fields = kept(ended.text)
    assert fields == {
        "again": path,
        "kept-outcome": "conforming",
        "kept-grounds": GROUNDS,
        "kept-version": str(file.version),
    }

    missed = caller.client.post("/sign-in", data={"email": "x@y.example", "password": "no", **fields}, headers=SAME)
    assert kept(missed.text) == fields

    shown = enter(caller, "evaluator", **kept(missed.text))
    assert shown.status_code == 200
    assert "sceau_session=" in shown.headers["Set-Cookie"]
    assert f'action="{path}"' in shown.text
    assert "&lt;b&gt;et&lt;/b&gt; davantage" in shown.text
    token = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', shown.text)
    cookie = shown.headers["Set-Cookie"].split(";")[0]
    assert token
    sent = caller.client.post(path, data={**form, "csrf_token": token.group(1)}, headers={**SAME, "Cookie": cookie})
    assert sent.status_code == 303
    page = caller.page("GET", f"/files/{file.id}/criteria/GOV-02", "evaluator").text
    assert "Seconde ligne." in page
    assert instance.services.journal.find_break() is None


def test_a_page_opens_after_signing_in(caller: Caller, file: File) -> None:
    ended = caller.client.get(f"/files/{file.id}?lang=en", headers=SAME)
    assert ended.status_code == 401
    assert kept(ended.text) == {"again": f"/files/{file.id}?lang=en"}
    assert enter(caller, "evaluator", **kept(ended.text)).location == f"/files/{file.id}?lang=en"


@pytest.mark.parametrize(
    "again",
    [
        "https://evil.example/",
        "//evil.example/files",
        "/\\evil.example",
        "evil",
        "",
        "/api/v1/listings",
        "/nothing-here",
        "javascript:alert(1)",
        "/publisher\r\nSet-Cookie: a=b",
    ],
)
def test_nobody_is_led_elsewhere(caller: Caller, again: str) -> None:
    assert enter(caller, "publisher", again=again).location == "/publisher"
    assert enter(caller, "publisher", again=again, **{"kept-name": "x"}).location == "/publisher"


def test_a_form_of_an_earlier_session_is_shown_again(caller: Caller, file: File) -> None:
    path, form = f"/files/{file.id}/requests", {"question": GROUNDS, "csrf_token": "0" * 64, "version": "1"}
    headers = {**SAME, "Cookie": f"sceau_session={caller.token('evaluator')}"}
    shown = caller.client.post(path, data=form, headers=headers)
    assert (shown.status_code, shown.headers["Sceau-Problem"]) == (403, "forged-form")
    assert "Seconde ligne." in shown.text
    for forged in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}):
        refused = caller.client.post(path, data=form, headers={"Cookie": headers["Cookie"], **forged})
        assert refused.status_code == 403
        assert "Seconde ligne." not in refused.text


def test_passwords_are_never_kept(caller: Caller, file: File) -> None:
    ended = caller.client.post(
        f"/files/{file.id}/requests", data={"question": "Où ?", "password": PASSWORD}, headers=SAME
    )
    assert PASSWORD not in ended.text


def test_a_file_sent_too_late_is_told_so_in_a_sentence(caller: Caller, file: File) -> None:
    path = f"/publisher/submissions/{file.id}/pieces"
    ended = caller.client.post(path, data=b"x", content_type="multipart/form-data; boundary=e", headers=SAME)
    assert ended.status_code == 401
    assert "kept-" not in ended.text


def test_a_session_is_extended_and_says_so_when_its_end_is_near(caller: Caller, instance: Instance) -> None:
    caller.token("publisher")
    assert re.search(r'id="session" data-left="\d+" hidden', caller.page("GET", "/publisher", "publisher").text)
    instance.clock.advance(hours=11, minutes=30)
    assert "se termine dans 30 min" in caller.page("GET", "/publisher", "publisher").text
    extended = caller.page("POST", "/session/extension?lang=en", "publisher")
    assert "Your session is extended" in extended.text
    assert "Max-Age=43200" in extended.headers["Set-Cookie"]
    instance.clock.advance(hours=11)
    assert caller.page("GET", "/publisher", "publisher").status_code == 200
    assert caller.post("sessions/current/extension", "publisher").json["expires_at"] > instance.clock.now().isoformat()
    assert caller.client.post("/session/extension", headers=SAME).status_code == 401


def test_too_many_tries_are_said_in_a_sentence_and_a_problem(caller: Caller) -> None:
    person = {"email": "publisher@sceau.example", "password": "wrong"}
    for _ in range(10):
        assert caller.client.post("/sign-in", data=person, headers=SAME).status_code == 401
    refused = caller.client.post("/sign-in?lang=en", data=person, headers=SAME)
    assert refused.status_code == 429
    assert "Try again in 15 min" in refused.text
    problem = caller.post("sessions", json=person)
    assert (problem.status_code, problem.get_json(force=True)["code"]) == (429, "sign-in-paused")
    assert 0 < int(problem.headers["Retry-After"]) <= 900
