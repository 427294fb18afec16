"""Conditions answer yes, no, or not known."""

import pytest

from criteria.conditions import is_unknown, match, satisfy
from tests.builders.rulebook import contains, is_in, is_not, is_true


@pytest.mark.parametrize(
    ("value", "expected"), [("red", True), ("blue", False), (None, None), ("unknown", None), (7, None), (["red"], None)]
)
def test_equality_says_no_only_of_a_known_value_of_that_kind(value: object, expected: bool | None) -> None:  # noqa: FBT001 -- three answers
    assert is_in("color", "red").holds(value) is expected


@pytest.mark.parametrize(("value", "expected"), [("red", False), ("blue", True), (None, None), ("unknown", None)])
def test_not_turns_yes_and_no_but_leaves_what_is_not_known(value: object, expected: bool | None) -> None:  # noqa: FBT001 -- three answers
    assert is_not("color", "red").holds(value) is expected


@pytest.mark.parametrize(("value", "expected"), [(None, True), ("unknown", True), ("red", False), (0, False)])
def test_ignorance_may_be_looked_for(value: object, expected: bool) -> None:  # noqa: FBT001 -- a table
    assert is_in("color", None).holds(value) is expected
    assert is_in("color", "unknown").holds(value) is expected


@pytest.mark.parametrize(("value", "expected"), [(("ads",), True), (["ads", "x"], True), ((), False), (None, None)])
def test_contains_looks_into_lists_only(value: object, expected: bool | None) -> None:  # noqa: FBT001 -- three answers
    assert contains("tags", "ads", "maps").holds(value) is expected
    assert contains("tags", "ads").holds("ads") is None


def test_a_yes_is_not_a_quantity() -> None:
    assert is_true("flag").holds(1) is None
    assert is_in("count", 1).holds(True) is None  # noqa: FBT003 -- a value
    assert is_in("count", 1).holds(1) is True
    assert is_in("count", 1).holds(2) is False
    assert contains("tags", 1).holds([True]) is False


def test_one_no_outweighs_what_is_not_known() -> None:
    conditions = (is_in("color", "red"), is_true("flag"))
    assert match(conditions, {"color": "blue"}.get) is False
    assert match(conditions, {"color": "red"}.get) is None
    assert match(conditions, {"color": "red", "flag": True}.get) is True
    assert match((), lambda _: None) is True


def test_obligation_is_neither_kept_nor_broken_by_ignorance() -> None:
    assert satisfy((is_in("color", None),), {"color": None}) is None
    assert satisfy((is_not("color", None),), {"color": "unknown"}) is None
    assert satisfy((is_not("color", None),), {"color": "red"}) is True
    assert satisfy((is_in("color", "red"),), {"color": "blue"}) is False
    assert satisfy((is_in("color", "red"), is_true("flag")), {"color": "blue"}) is False


def test_null_and_the_word_unknown_both_mean_not_known() -> None:
    assert is_unknown(None)
    assert is_unknown("unknown")
    assert not is_unknown("")
    assert not is_unknown(False)  # noqa: FBT003 -- a value
