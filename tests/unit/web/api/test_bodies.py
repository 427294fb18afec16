"""A JSON body means one thing or is refused."""

import pytest
from flask import Flask
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from web.api.bodies import check_body, read_json


@pytest.mark.parametrize("raw", [b'{"a": [1, "\xc3\xa9", null]}', b"[]", b'"x"', b"0", b'{"a": {"a": 1}}'])
def test_what_everybody_reads_alike_is_taken(raw: bytes) -> None:
    read_json(raw)


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b'{"a":1,"a":1}', b'{"x":{"a":1,"a":2}}', b"NaN", b"-Infinity", b'"\\udc00"', b"\xff", b"[" * 99_999],
)
def test_what_two_readers_could_understand_differently_is_refused(raw: bytes) -> None:
    with pytest.raises(BadRequest):
        read_json(raw)


def test_only_bodies_sent_to_the_api_are_looked_at() -> None:
    app = Flask("bare")
    with app.test_request_context("/form", method="POST", data=b"a=b"):
        check_body()
    with app.test_request_context("/api/x", method="GET", data=b"{"):
        check_body()
    with app.test_request_context("/api/x", method="POST"):
        check_body()


def test_another_format_is_named_as_such() -> None:
    app = Flask("bare")
    app.add_url_rule("/api/x", "x", lambda: "x", methods=["POST"])
    app.add_url_rule("/api/y", "y.lodge_artifact", lambda: "y", methods=["POST"])
    with app.test_request_context("/api/x", method="POST", data=b"<a/>"), pytest.raises(UnsupportedMediaType):
        check_body()
    with app.test_request_context("/api/y", method="POST", data=b"<a/>"):
        check_body()
