"""The end of a long value is found without holding it; what is cut is said to be cut, and stays JSON."""

import json

import pytest

from analyzers.formats import skim
from analyzers.formats.errors import FormatError
from analyzers.formats.skim import skim_value


@pytest.mark.parametrize("value", [{}, [], "", 'é😀"\\', {"a": ['}]"', {"b": "\\"}]}, [[["x"]], {"k": None}]])
def test_a_value_ends_where_it_ends(value: object) -> None:
    raw = json.dumps(value).encode()
    assert skim_value(b"  " + raw + b', {"next": 1}', 2) == (2 + len(raw), raw, False)


@pytest.mark.parametrize("text", ["a" * 100, "é" * 60, "😀" * 40, '"' * 60, "\\" * 60, "é😀" * 30])
@pytest.mark.parametrize("as_letters", [True, False])
def test_a_long_text_is_cut_between_characters(monkeypatch: pytest.MonkeyPatch, text: str, *, as_letters: bool) -> None:
    monkeypatch.setattr(skim, "KEPT_TEXT", 21)
    monkeypatch.setattr(skim, "_STEP", 7)
    raw = json.dumps({"k": text, "after": 1}, ensure_ascii=as_letters).encode()
    end, copy, is_cut = skim_value(raw, 0)

    assert copy is not None
    kept = json.loads(copy)
    assert (end, is_cut, kept["after"]) == (len(raw), True, 1)
    assert text.startswith(kept["k"].encode("utf-8", "ignore").decode())
    assert 0 < len(kept["k"]) < len(text)


def test_of_a_value_that_is_too_long_only_the_end_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(skim, "MAX_COPY", 100)
    raw = json.dumps(["x"] * 100).encode()
    assert skim_value(raw, 0) == (len(raw), None, False)


@pytest.mark.parametrize(
    ("raw", "code"),
    [(b'{"a":', "truncated"), (b'"abc', "truncated"), (b"[" * 1000, "too-deep"), (b'"a\\', "truncated")],
)
def test_what_never_ends_is_refused_by_name(raw: bytes, code: str) -> None:
    with pytest.raises(FormatError) as refusal:
        skim_value(raw, 0)
    assert refusal.value.code == code
