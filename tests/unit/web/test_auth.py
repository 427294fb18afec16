"""Who you are and what you may call: bearer for the API, cookie and token for pages, nothing by default."""

import pytest
from flask import Flask, Response
from flask.views import MethodView

from catalog.journal.actor import STAFF, Role
from tests.builders.client import Caller, a_caller
from tests.builders.instance import Instance, a_file, an_instance
from tests.fakes.log import FakeLog
from web import auth
from web.app import create_app


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
def guarded(instance: Instance) -> Caller:
    """An application with one form for evaluators, one public form, one that reads its own body."""
    app = create_app(instance.services)
    app.add_url_rule("/desk", "desk", auth.allow(Role.EVALUATOR)(lambda: "done"), methods=["POST"])
    app.add_url_rule("/open", "open", auth.public(lambda: "done"), methods=["POST"])

    @auth.allow(Role.PUBLISHER, files=True)
    def upload() -> str:
        auth.check_form_token("wrong")
        return "done"

    app.add_url_rule("/upload", "upload", upload, methods=["POST"])
    return Caller(instance, app.test_client(use_cookies=False))


def test_a_declaration_names_somebody() -> None:
    with pytest.raises(ValueError, match="at least one role"):
        auth.allow()


def test_staff_and_signed_in_are_sets_of_roles() -> None:
    assert vars(auth.allow_staff(lambda: ""))[auth.MARK].roles == STAFF
    assert vars(auth.allow_signed_in(lambda: ""))[auth.MARK].roles == frozenset(Role)


def test_each_method_of_a_class_declares_for_itself(instance: Instance, written: FakeLog) -> None:
    class Half(MethodView):
        @auth.public
        def get(self) -> str:
            return "read"

        def post(self) -> str:
            return "changed"

    app = create_app(instance.services)
    app.add_url_rule("/half", view_func=Half.as_view("half"))
    assert auth.find_rights(app, "half", "HEAD") == auth.Rights(frozenset())
    assert auth.find_rights(app, "half", "POST") is None
    with pytest.raises(auth.UndeclaredViewError, match="POST /half"):
        auth.refuse_undeclared(app)
    assert app.test_client().get("/half").text == "read"
    assert app.test_client().post("/half").status_code == 500
    assert "UndeclaredViewError" in written.text


def test_the_api_takes_a_bearer_and_no_cookie(caller: Caller) -> None:
    token = caller.token("publisher")
    assert caller.get("accounts/me", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    for name in ("sceau_session", "__Host-sceau_session"):
        assert caller.get("accounts/me", headers={"Cookie": f"{name}={token}"}).status_code == 401


@pytest.mark.parametrize("given", ["Bearer", "Bearer ", "Bearer x", "Basic eDp5", "bearer\x7f", ""])
def test_anything_else_is_nobody(caller: Caller, given: str) -> None:
    response = caller.get("accounts/me", headers={"Authorization": given})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_another_role_is_refused_before_the_body_is_looked_at(caller: Caller) -> None:
    response = caller.post("apps", "evaluator", data=b"not json", content_type="text/plain")
    assert response.get_json(force=True)["code"] == "role-refused"


def test_anothers_file_is_absent_before_anything_else(caller: Caller, instance: Instance) -> None:
    file = a_file(instance)
    for method, path in (("GET", ""), ("POST", "/lodge"), ("PUT", "/declarations")):
        response = caller.call(method, f"submissions/{file.id}{path}", "rival", json={})
        assert response.get_json(force=True)["code"] == "submission-unknown"


def test_a_form_of_ours_passes(guarded: Caller) -> None:
    assert guarded.page("POST", "/desk", "evaluator").text == "done"
    assert guarded.page("POST", "/open").text == "done"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://["},
        {"Origin": "http://localhost@evil.example"},
        {"Origin": "//localhost"},
        {"X-CSRF-Token": "0" * 64},
        {"X-CSRF-Token": ""},
        {"X-CSRF-Token": "é"},
    ],
)
def test_a_form_from_elsewhere_is_refused(guarded: Caller, headers: dict[str, str]) -> None:
    response = guarded.page("POST", "/desk", "evaluator", headers=headers) if "X-CSRF-Token" not in headers else None
    if response is None:
        cookie = {"Cookie": f"sceau_session={guarded.token('evaluator')}", "Sec-Fetch-Site": "same-origin"}
        response = guarded.client.post("/desk", headers={**cookie, **headers})
    assert response.status_code == 403
    assert response.headers["Sceau-Problem"] == "forged-form"


def test_a_sign_in_form_from_elsewhere_is_refused_although_nobody_is_signed_in(guarded: Caller) -> None:
    assert guarded.page("POST", "/open", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_an_origin_that_the_referrer_policy_hides_is_judged_by_the_token(guarded: Caller) -> None:
    assert guarded.page("POST", "/desk", "evaluator", headers={"Origin": "null"}).text == "done"


def test_the_token_of_a_form_is_of_one_session(guarded: Caller) -> None:
    with guarded.client.application.test_request_context("/"):
        assert auth.make_form_token() == ""
    mine, theirs = guarded.token("evaluator"), guarded.token("second")
    crossed = guarded.client.post(
        "/desk", headers={"Cookie": f"sceau_session={mine}", "X-CSRF-Token": theirs, "Sec-Fetch-Site": "same-origin"}
    )
    assert crossed.status_code == 403


def test_a_form_that_streams_checks_its_token_itself(guarded: Caller) -> None:
    response = guarded.page("POST", "/upload", "publisher", data={"csrf_token": "any"})
    assert response.headers["Sceau-Problem"] == "forged-form"


def test_an_ordinary_form_has_a_ceiling(guarded: Caller) -> None:
    cookie = {"Cookie": f"sceau_session={guarded.token('evaluator')}"}
    response = guarded.client.post("/desk", data={"text": "x" * (auth.BODY_MAX + 1)}, headers=cookie)
    assert response.headers["Sceau-Problem"] == "body-too-large"


def test_the_cookie_is_bound_as_tightly_as_the_connection_allows(tmp_path_factory: pytest.TempPathFactory) -> None:
    for origin, start, secure in (("", "sceau_session=", False), ("https://s.example", "__Host-sceau_session=", True)):
        instance = an_instance(tmp_path_factory.mktemp("cookies"), origin=origin)
        app: Flask = create_app(instance.services)
        with app.test_request_context("/"):
            kept, dropped = Response(), Response()
            auth.keep_session(kept, "token")
            auth.drop_session(dropped)
        cookie = kept.headers["Set-Cookie"]
        assert cookie.startswith(start)
        assert ("Secure" in cookie) is secure
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
        assert "Max-Age=0" in dropped.headers["Set-Cookie"]
        instance.close()


def test_identifiers_are_printable(caller: Caller) -> None:
    assert caller.get("submissions/%00", "publisher").get_json(force=True)["code"] == "not-found"
