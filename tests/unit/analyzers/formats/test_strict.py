"""Both speeds give the same values; what strict JSON does not have is never taken quickly."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.formats import strict
from analyzers.formats.errors import FormatError
from analyzers.formats.strict import decode_prefix, decode_quickly

_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(_values, st.booleans(), st.sampled_from([None, 1]))
def test_what_is_taken_quickly_is_what_the_slow_way_gives(value: Any, as_letters: bool, indent: int | None) -> None:  # noqa: FBT001 - drawn
    text = json.dumps(value, ensure_ascii=as_letters, indent=indent)
    slow = decode_prefix(text)

    assert slow == (value, len(text), None)
    assert decode_quickly(text.encode("utf-8", "surrogatepass")) in ((value,), None)


@given(st.text(max_size=40))
def test_any_text_is_taken_alike_or_left_to_the_slow_way(text: str) -> None:
    quick = decode_quickly(text.encode("utf-8", "surrogatepass"))
    if quick is not None:
        value, end, fault = decode_prefix(text.strip(" \t\r\n"))
        assert (value, end, fault) == (quick[0], len(text.strip(" \t\r\n")), None)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":1,"a":1}',
        rb'{"a":"\u0022\u0022","a":1}',
        b'[{"b":[{"c":1,"c":"2"}]}]',
        b'{"a":NaN}',
        b"[1e9999]",
        b'["\\ud800"]',
        b'["\xed\xa0\x80"]',
        b'["\n"]',
        b"[" * 100_000,
        b"1" * 10_000,
        b'"' + b"a" * (2 << 20) + b'"',
        b"",
        b"[1]x",
    ],
)
def test_what_is_not_beyond_doubt_is_left_to_the_slow_way(raw: bytes) -> None:
    assert decode_quickly(raw) is None


@pytest.mark.parametrize(
    ("text", "fault"), [('{"a":1,"a":1}', "duplicate-keys"), ("[NaN]", "not-a-number"), ("[-Infinity]", "not-a-number")]
)
def test_the_slow_way_says_what_is_wrong(text: str, fault: str) -> None:
    assert decode_prefix(text + " rest")[1:] == (len(text), fault)


@pytest.mark.parametrize(
    ("text", "code"), [("[", "broken-json"), ("[" * 100_000, "too-deep"), ("1" * 10_000, "broken-json")]
)
def test_what_is_no_value_is_refused_by_name(text: str, code: str) -> None:
    with pytest.raises(FormatError) as refusal:
        decode_prefix(text)
    assert refusal.value.code == code


def test_without_the_library_everything_is_left_to_the_slow_way(monkeypatch: pytest.MonkeyPatch) -> None:
    assert decode_quickly(b"[1]") == ([1],)
    monkeypatch.setattr(strict, "_decode", None)
    assert decode_quickly(b"[1]") is None
