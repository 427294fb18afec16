"""What never reaches the application is refused as a problem too."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from web.auth import BODY_MAX
from web.threshold import Parser, Refusing, tell

LIMITS = SimpleNamespace(
    max_request_header_size=1 << 18, max_request_body_size=1 << 30, url_scheme="http", inbuf_overflow=1 << 19
)
HEAD = b"POST /api/v1/x HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n%s\r\n"


def _read(size: int, headers: bytes = b"") -> Any:
    parser = Parser(LIMITS)
    parser.received(HEAD % (size, headers))
    return parser


def test_nobodys_large_body_is_refused_at_its_header() -> None:
    parser = _read(BODY_MAX + 1)
    assert parser.completed
    assert parser.error.code == 413


@pytest.mark.parametrize("headers", [b"Authorization: Bearer x\r\n", b"Cookie: sceau_session=x\r\n"])
def test_somebodys_large_body_is_taken_in(headers: bytes) -> None:
    parser = _read(BODY_MAX + 1, headers)
    assert not parser.completed
    assert parser.error is None


def test_nobodys_small_body_is_taken_in() -> None:
    parser = _read(BODY_MAX)
    assert not parser.completed
    parser = _read(2)
    parser.received(b"{}")
    assert parser.completed
    assert parser.error is None


@pytest.mark.parametrize(("status", "code"), [(413, "body-too-large"), (400, "bad-request"), (431, "bad-request")])
def test_it_is_told_as_a_problem(status: int, code: str) -> None:
    line, media, body = tell(status)
    document = json.loads(body)
    assert (line, media) == (f"{status} {code}", "application/problem+json")
    assert (document["status"], document["code"]) == (status, code)


def test_the_answer_is_written_and_the_connection_closed() -> None:
    written: list[bytes] = []
    channel = SimpleNamespace(server=SimpleNamespace(adj=None))
    request = SimpleNamespace(error=SimpleNamespace(code=413), version="1.1", headers={})
    task = Refusing(channel, request)
    task.write = written.append
    task.execute()
    assert json.loads(written[0])["status"] == 413
    assert task.close_on_finish
