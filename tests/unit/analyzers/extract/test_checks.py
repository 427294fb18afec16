"""Checks refuse every value of another kind, and say where it lies."""

from collections.abc import Callable
from typing import Any

import pytest

from analyzers.extract import checks
from analyzers.extract.checks import MAX_NODES, MAX_SAFE, MAX_TEXT, Check, WrongShapeError

_NO_TEXT = (None, 1, True, [], {}, b"a", "a" * (MAX_TEXT + 1), "\ud800", "é\udfff")
_NO_NUMBER = (None, "1", True, 1.0, float("nan"), MAX_SAFE + 1, -MAX_SAFE - 1, [1])

_CASES: dict[str, tuple[Check, tuple[Any, ...], tuple[Any, ...]]] = {
    "text": (checks.text, ("", "é", "\N{SLIGHTLY SMILING FACE}", "a" * MAX_TEXT), _NO_TEXT),
    "digest": (checks.digest, ("0f" * 32,), ("", "0F" * 32, "0f" * 31, "0f" * 32 + "\n", None)),
    "code": (checks.code, ("a", "read", "0x7109871a", "v3.1"), ("", "A", "a b", "<b>", "é", "a" * 101, None)),
    "number": (checks.number, (0, -5, MAX_SAFE), _NO_NUMBER),
    "count": (checks.count, (0, MAX_SAFE), (*_NO_NUMBER, -1)),
    "switch": (checks.switch, (True, False), (None, 0, 1, "true")),
    "scalar": (checks.scalar, (None, "a", 1, True), (1.5, [], {}, "\ud800", MAX_SAFE + 1)),
    "one_of": (checks.one_of("a", "b"), ("a",), ("c", "", None, ["a"])),
    "maybe": (checks.maybe(checks.count), (None, 1), ("1", -1)),
    "list_of": (checks.list_of(checks.count), ([], [1, 2]), (None, {}, (1,), [1, "2"])),
    "map_of": (checks.map_of(checks.count), ({}, {"é": 1}), (None, [], {"a": "1"}, {"\ud800": 1}, {1: 1})),
    "record": (checks.check_of({"a": checks.count}), ({"a": 1},), (None, {}, {"a": "1"}, {"a": 1, "b": 2})),
}


@pytest.mark.parametrize("name", _CASES)
def test_a_check_takes_its_own_kind_alone(name: str) -> None:
    check, good, bad = _CASES[name]

    for value in good:
        check(value, [100])
    for value in bad:
        with pytest.raises(WrongShapeError):
            check(value, [100])


def test_a_refusal_says_where() -> None:
    check = checks.check_of({"rows": checks.list_of({"names": checks.map_of(checks.text)})})
    with pytest.raises(WrongShapeError) as caught:
        check({"rows": [{"names": {}}, {"names": {"fr": 5}}]}, [100])

    assert caught.value.place == "wrong value at /rows/1/names/fr"


@pytest.mark.parametrize(
    ("shape", "make"),
    [
        (checks.list_of(checks.count), lambda number: [1] * number),
        (checks.map_of(checks.count), lambda number: {str(place): 1 for place in range(number)}),
        (checks.list_of(checks.list_of(checks.count)), lambda number: [[]] * number),
    ],
)
def test_too_many_values_are_refused_before_they_are_looked_at(shape: Check, make: Callable[[int], Any]) -> None:
    shape(make(100), [100])
    with pytest.raises(WrongShapeError, match="too many values"):
        shape(make(101), [100])
    assert MAX_NODES == 3_000_000
