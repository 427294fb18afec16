"""Conditions answer yes, no, or not known."""

import pytest

from criteria.conditions import REMEMBERED, UNNAMED, is_unknown, match, name_value
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


@pytest.mark.parametrize("value", ["red", True, False, None, 3, ("a", "b"), ()])
def test_value_that_a_rule_can_meet_has_a_name_of_its_own(value: object) -> None:
    assert name_value(value) == name_value(value)
    assert name_value(value) is not UNNAMED


@pytest.mark.parametrize("value", [2.5, ["a"], {"a": 1}, (True,), ("a", 1), object()])
def test_value_that_no_rule_names_has_no_name(value: object) -> None:
    assert name_value(value) is UNNAMED


def test_yes_and_one_are_named_apart() -> None:
    values: tuple[object, ...] = (True, 1, False, 0)
    assert len({name_value(one) for one in values}) == len(values)


def test_answer_given_once_is_remembered_and_stays_the_same() -> None:
    condition = is_in("color", "red")
    assert [condition.answer("red"), condition.answer("blue"), condition.answer("unknown")] == [
        (True, True),
        (False, True),
        (None, False),
    ]
    assert condition.answer("red") is condition.table["red"]


def test_memory_of_answers_is_bounded_and_forgets_nothing_it_says() -> None:
    condition = is_in("color", "red")
    answers = {condition.answer(f"shade {number}") for number in range(REMEMBERED + 50)}
    assert answers == {(False, True)}
    assert len(condition.table) == REMEMBERED
    assert condition.answer("red") == (True, True)


def test_conditions_on_yes_and_on_one_are_not_the_same() -> None:
    assert is_true("n") != is_in("n", 1)


def test_null_and_the_word_unknown_both_mean_not_known() -> None:
    assert is_unknown(None)
    assert is_unknown("unknown")
    assert not is_unknown("")
    assert not is_unknown(False)  # noqa: FBT003 -- a value
