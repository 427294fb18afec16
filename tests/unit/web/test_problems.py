"""One error, told as a document or as a page, in the reader's language."""

import pytest
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, TooManyRequests
from werkzeug.utils import redirect

from catalog.errors import Conflict
from catalog.plumbing.database import DatabaseBusy
from catalog.submissions.lifecycle import IllegalTransition, SubmissionState
from tests.builders.client import a_caller
from tests.builders.instance import Instance
from tests.fakes.log import FakeLog
from web.problems import describe, install, log_fault, write_table
from web.refusals import REFUSALS


@pytest.fixture
def app() -> Flask:
    app = Flask("bare", template_folder="none")
    install(app)
    return app


@pytest.fixture(autouse=True)
def written(monkeypatch: pytest.MonkeyPatch) -> FakeLog:
    """What is written to the log of faults."""
    log = FakeLog()
    monkeypatch.setattr("web.problems.log", log)
    return log


def _raise(app: Flask, path: str, error: Exception) -> None:
    def view() -> str:
        raise error

    app.add_url_rule(path, path, view)


def test_facts_fill_the_sentence_and_are_kept_as_values() -> None:
    problem = describe("obstacles-remain", {"criteria": ["TRK-01", "SEC-01"], "other": None}, "en")
    assert problem.detail.startswith("Criteria concerned: TRK-01, SEC-01.")
    assert problem.document()["facts"] == {"criteria": ["TRK-01", "SEC-01"]}


def test_states_are_said_in_words() -> None:
    facts = IllegalTransition(state=SubmissionState.IN_COMMISSION, verb="lodge").facts
    assert "« en commission »" in describe("illegal-transition", facts, "fr").detail
    assert describe("illegal-transition", facts, "fr").facts == {"state": "in_commission", "verb": "lodge"}


def test_a_fact_with_braces_or_markup_stays_text() -> None:
    problem = describe("answer-refused", {"question": "{status} <b>"}, "en")
    assert "“{status} <b>”" in problem.detail


def test_the_api_is_answered_by_a_document_and_people_by_a_page(app: Flask) -> None:
    _raise(app, "/api/x", IllegalTransition(state="draft", verb="x"))
    _raise(app, "/x", IllegalTransition(state="<script>", verb="x"))
    document, page = app.test_client().get("/api/x"), app.test_client().get("/x?lang=en")
    assert (document.status_code, document.content_type) == (409, "application/problem+json")
    assert (page.status_code, page.content_type) == (409, "text/html; charset=utf-8")
    assert '<html lang="en">' in page.text
    assert "<script>" not in page.text
    assert page.headers["Content-Language"] == "en"


def test_trouble_says_when_to_try_again(app: Flask) -> None:
    _raise(app, "/api/x", DatabaseBusy())
    response = app.test_client().get("/api/x")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


def test_headers_of_the_protocol_are_kept(app: Flask) -> None:
    _raise(app, "/api/x", MethodNotAllowed(["GET", "PUT"]))
    _raise(app, "/api/y", TooManyRequests(retry_after=7))
    assert app.test_client().get("/api/x").headers["Allow"] == "GET, PUT"
    assert app.test_client().get("/api/y").headers["Retry-After"] == "7"


def test_a_redirection_is_no_error(app: Flask) -> None:
    app.add_url_rule("/folder/", "folder", lambda: "there")
    app.add_url_rule("/moved", "moved", lambda: redirect("/folder/"))
    for path in ("/folder", "/moved"):
        response = app.test_client().get(path)
        assert response.status_code in (302, 308)
        assert response.headers["Location"].endswith("/folder/")


def test_an_error_that_nobody_explained_is_a_fault_not_a_guess(app: Flask) -> None:
    class New(Conflict):
        code = "a code without entry"

    _raise(app, "/api/x", New())
    assert app.test_client().get("/api/x").status_code == 500


def test_the_plain_page_stands_in_when_the_drawn_one_fails(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr("web.problems.render_template", fail)
    page = a_caller(instance).page("GET", "/nothing")
    assert page.status_code == 404
    assert "<h1>Il n&#39;y a rien à cette adresse</h1>" in page.text


def test_a_fault_has_a_number_and_no_message(app: Flask, written: FakeLog) -> None:
    with app.test_request_context("/x?q=secret"):
        incident = log_fault(ValueError("secret"))
    assert incident in written.text
    assert "secret" not in written.text


def test_the_table_has_every_code() -> None:
    table = write_table()
    assert all(f"| `{code}` | {entry.status} |" in table for code, entry in REFUSALS.items())
