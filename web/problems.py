"""The only translation of errors: a problem document (RFC 9457) for the API, a page for people, in their language."""

import secrets
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from http import HTTPStatus
from string import Formatter
from typing import Any

import structlog
from flask import Flask, Response, json, render_template, request
from jinja2 import TemplateNotFound
from markupsafe import escape
from werkzeug.exceptions import HTTPException

from catalog.errors import CatalogError
from criteria.findings import Text
from web.instance import is_for_api
from web.language import choose_language
from web.refusals import BY_STATUS, REFUSALS
from web.validation import list_field_errors
from web.words.labels import CERTIFICATE_STATES, SUBMISSION_STATES
from web.words.speech import Language

log = structlog.get_logger()
MEDIA = "application/problem+json"
TYPE = "urn:sceau:problem:"
RETRY_AFTER = "5"
NAMES: Mapping[str, Text] = {**CERTIFICATE_STATES, **SUBMISSION_STATES}
PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title} · Sceau</title></head>
<body><main><h1>{title}</h1><p>{detail}</p><p><a href="/?lang={language}">Sceau</a></p></main></body></html>
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal, ready to be told in one language."""

    code: str
    status: int
    title: str
    detail: str
    language: Language
    facts: Mapping[str, Any] = field(default_factory=dict)
    errors: tuple[Mapping[str, str], ...] = ()
    incident: str | None = None

    def document(self) -> dict[str, Any]:
        """Return it as RFC 9457 has it, with our `code`, `facts` and `errors` as extension members."""
        document = {
            "type": TYPE + self.code,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        }
        if self.facts:
            document["facts"] = dict(self.facts)
        if self.errors:
            document["errors"] = [dict(error) for error in self.errors]
        if self.incident:
            document["instance"] = f"urn:sceau:incident:{self.incident}"
        return document


def describe(code: str, facts: Mapping[str, object], language: Language, **more: Any) -> Problem:
    """Return the problem of this code in `language`, its sentence filled with `facts`."""
    refusal = REFUSALS[code]
    advice = _say(refusal.advice, language)
    named = {name: "–" for _, name, _, _ in Formatter().parse(advice) if name}
    named |= {name: _word(value, language) for name, value in facts.items() if value is not None}
    kept = {name: _plain(value) for name, value in facts.items() if value is not None}
    return Problem(
        code, refusal.status, _say(refusal.title, language), advice.format_map(named), language, kept, **more
    )


def _say(text: Text, language: Language) -> str:
    return text.en if language == "en" else text.fr


def _word(value: object, language: Language) -> str:
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(_word(item, language) for item in value)
    text = str(value.value if isinstance(value, Enum) else value)
    return _say(NAMES[text], language) if text in NAMES else text


def _plain(value: object) -> Any:  # a JSON value
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, (str, int, float, bool)) else str(value)


def install(app: Flask) -> None:
    """Tell every error of `app` through this module. A bare exception is caught here and nowhere else."""
    app.register_error_handler(CatalogError, tell_refusal)
    app.register_error_handler(HTTPException, _tell_protocol)
    app.register_error_handler(Exception, _tell_fault)


def tell_refusal(error: CatalogError) -> Response:
    """Answer a refusal of the procedure: a problem document for the API, a page for people."""
    response = _answer(describe(error.code, error.facts, choose_language()))
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = RETRY_AFTER
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        response.headers["Retry-After"] = str(60 * int(str(error.facts["minutes"])))
    return response


def _tell_protocol(error: HTTPException) -> Response:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status < HTTPStatus.BAD_REQUEST:
        return Response(error.get_response().response, status, headers=error.get_headers())  # a redirection
    language = choose_language()
    code = BY_STATUS.get(status, "bad-request" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "internal")
    response = _answer(describe(code, {}, language, errors=list_field_errors(error, language)))
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after", "www-authenticate"):
            response.headers[name] = value
    return response


def _tell_fault(error: Exception) -> Response:
    """Answer a defect of ours without a trace. The log has the trace, no message, no address."""
    return _answer(describe("internal", {}, choose_language(), incident=log_fault(error)))


def log_fault(error: BaseException | None) -> str:
    """Write a defect to the log under an incident number, and return the number."""
    incident = secrets.token_hex(4)
    trace = "".join(traceback.format_tb(error.__traceback__)) if error else ""
    rule = request.url_rule.rule if request.url_rule else None
    log.error("web.fault", incident=incident, error=type(error).__name__, rule=rule, trace=trace)
    return incident


def _answer(problem: Problem) -> Response:
    if is_for_api():
        response = Response(json.dumps(problem.document(), ensure_ascii=False), problem.status, content_type=MEDIA)
    else:
        response = Response(_draw(problem), problem.status, content_type="text/html; charset=utf-8")
    if problem.status == HTTPStatus.UNAUTHORIZED and is_for_api():
        response.headers["WWW-Authenticate"] = "Bearer"
    response.headers["Sceau-Problem"] = problem.code  # so that a page's refusal has a name for programs too
    response.content_language.add(problem.language)
    response.headers["Cache-Control"] = "no-store"
    return response


def _draw(problem: Problem) -> str:
    try:
        return render_template("problem.html", problem=problem, language=problem.language)
    except Exception as error:  # noqa: BLE001 - the page of errors must not fail: the plain one is shown
        if not isinstance(error, TemplateNotFound):
            log_fault(error)
        words = {"language": problem.language, "title": escape(problem.title), "detail": escape(problem.detail)}
        return PAGE.format_map(words)


def write_table() -> str:
    """Return docs/errors.md: every code with its status and sentences."""
    head = (
        "# Errors\n\nGenerated by `python -m web.problems`; a test fails when this page is stale.\n\n"
        "The API answers `application/problem+json` (RFC 9457): `type` is `urn:sceau:problem:<code>`, `facts` holds\n"
        "the values in braces, `errors` points at fields. French is the default; `?lang=en`\n"
        "or `Accept-Language` choose.\n\n"
        "| code | status | what it says, what to do |\n|---|--:|---|\n"
    )
    rows = [
        f"| `{code}` | {one.status} | **{one.title.fr}.** {one.advice.fr}<br>**{one.title.en}.** {one.advice.en} |\n"
        for code, one in sorted(REFUSALS.items())
    ]
    return head + "".join(rows)


if __name__ == "__main__":
    print(write_table(), end="")  # noqa: T201 - the page is this program's output
