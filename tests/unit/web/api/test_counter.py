"""The fields that every resource uses, and the strictness of every query."""

from typing import Any

import marshmallow as ma
import pytest
from flask import Flask

from web.api.counter import HEADERS, Counter, Query, Sentence, WholeNumber


class _Form(ma.Schema):
    number = WholeNumber()
    text = Sentence(5, required=True)


@pytest.mark.parametrize("number", ["1_0", " 5", "+5", "-1", "1.0", "1e3", "٣", "", "1234567890", 5, True, None])
def test_a_whole_number_is_written_with_digits(number: object) -> None:
    with pytest.raises(ma.ValidationError, match="number"):
        _Form().load({"number": number, "text": "x"})


def test_a_whole_number_is_read() -> None:
    assert _Form().load({"number": "042", "text": "x"}) == {"number": 42, "text": "x"}


@pytest.mark.parametrize("text", ["", "123456", "a\x00", "\x1b[1m", 5, None])
def test_a_sentence_is_text_within_its_limit(text: object) -> None:
    with pytest.raises(ma.ValidationError, match="text"):
        _Form().load({"text": text})


def test_a_sentence_may_have_lines_and_any_script() -> None:
    assert _Form().load({"text": "é\n中🙂\t"})["text"] == "é\n中🙂\t"


def test_each_method_is_served_and_its_headers_are_documented() -> None:
    counter = Counter("x", __name__, "For the test.")

    @counter.hears({"name": "X"})
    def view() -> str:
        return "served"

    for method in ("get", "post", "put", "delete"):
        getattr(counter, method)(f"/{method}")(view)
    app = Flask("bare")
    app.register_blueprint(counter)
    assert getattr(view, HEADERS) == ({"name": "X"},)
    assert {
        app.test_client().open(f"/api/v1/{m}", method=m.upper()).text for m in ("get", "post", "put", "delete")
    } == {"served"}


def test_a_parameter_that_nobody_knows_is_refused() -> None:
    counter = Counter("y", __name__, "For the test.")

    @counter.get("/y")
    @counter.takes(Query, "query")
    def view(_asked: Any) -> str:
        return "served"

    app = Flask("bare")
    app.register_blueprint(counter)
    assert app.test_client().get("/api/v1/y?lang=en").text == "served"
    assert app.test_client().get("/api/v1/y?langue=en").status_code == 422
