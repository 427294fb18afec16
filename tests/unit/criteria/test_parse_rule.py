"""Reading conditions, predicates and levels."""

from typing import Any

import pytest

from criteria.conditions import Condition, Mode
from criteria.findings import Text
from criteria.kinds import AttributeType, Shape
from criteria.model import Level, LevelCase, Need, QuestionKind
from criteria.parse_rule import (
    answer_type,
    check_rule,
    parse_conditions,
    parse_levels,
    parse_needs,
    parse_profile_conditions,
    parse_rule,
)
from criteria.predicates import AtMost, ByEvaluator, Declared, Every, NoneOf, Some
from criteria.strict import EditionError, Entry
from tests.builders.rulebook import contains, is_in, is_not, is_true
from tests.builders.written import LANGUAGE, SENTENCE, STONE, a_question_value


def _entry(value: object) -> Entry:
    return Entry("x.yaml", "rule", value)


def _conditions(value: object) -> tuple[Condition, ...]:
    return parse_conditions(_entry(value), STONE.attributes.get)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"color": "red"}, is_in("color", "red")),
        ({"color": None}, is_in("color", None)),
        ({"color": {"in": ["red", None]}}, is_in("color", "red", None)),
        ({"color": {"not": None}}, is_not("color", None)),
        ({"color": {"not": {"in": ["red", "blue"]}}}, is_not("color", "red", "blue")),
        ({"flag": True}, is_true("flag")),
        ({"tags": {"contains": "ads"}}, contains("tags", "ads")),
        ({"tags": {"contains": ["ads", "maps"]}}, contains("tags", "ads", "maps")),
        ({"tags": {"not": {"contains": "ads"}}}, Condition("tags", Mode.CONTAINS, ("ads",), is_negated=True)),
    ],
)
def test_condition_is_read(written: dict[str, Any], expected: Condition) -> None:
    assert _conditions(written) == (expected,)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ({"smell": "red"}, "rule.smell names nothing that a rule can look at"),
        ({"color": "green"}, "rule.color cannot be 'green'"),
        ({"flag": None}, "rule.flag cannot be None"),
        ({"color": {"in": []}}, "rule.color.in must not be empty"),
        ({"color": {"in": ["red"], "contains": "x"}}, "must hold exactly one of 'in' and 'contains'"),
        ({"color": {"above": 3}}, "rule.color.above is not a key known here"),
        ({"color": {"contains": "red"}}, "must use 'contains' for a list of words, and only for one"),
        ({"tags": "ads"}, "must use 'contains' for a list of words, and only for one"),
        ({"color": ["red"]}, "must be a text, a number, true, false or null"),
    ],
)
def test_condition_outside_the_grammar_is_refused(written: dict[str, Any], sentence: str) -> None:
    with pytest.raises(EditionError, match=sentence.replace(".", r"\.")):
        _conditions(written)


def test_conditions_are_held_in_the_order_of_names() -> None:
    assert [one.name for one in _conditions({"flag": True, "color": "red"})] == ["color", "flag"]
    assert parse_conditions(None, STONE.attributes.get) == ()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"none_of": "stone.seen"}, NoneOf("stone.seen")),
        (
            {"none_of": "stone.seen", "where": {"color": "red"}, "confirm": True},
            NoneOf("stone.seen", (is_in("color", "red"),), confirm=True),
        ),
        (
            {"every": "stone.seen", "must": {"flag": True}, "where": {"color": "red"}},
            Every("stone.seen", (is_true("flag"),), (is_in("color", "red"),)),
        ),
        ({"at_most": 3, "of": "stone.seen", "confirm": False}, AtMost("stone.seen", 3)),
        ({"some": "stone.seen", "where": {"flag": True}}, Some("stone.seen", (is_true("flag"),))),
        ({"declared": "said"}, Declared("said")),
        ({"declared": "said", "accept": True, "documents": 2}, Declared("said", (is_true("said"),), 2)),
        ({"declared": "places", "accept": {"contains": "here"}}, Declared("places", (contains("places", "here"),))),
        ({"declared": "paper"}, Declared("paper", (), 1, by_document=True)),
        ({"by_evaluator": SENTENCE}, ByEvaluator(Text("Une phrase.", "A sentence."))),
    ],
)
def test_predicate_is_read(written: dict[str, Any], expected: object) -> None:
    assert parse_rule(_entry([written]), LANGUAGE) == (expected,)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ([], "rule must hold at least one predicate"),
        ([{"never": "stone.seen"}], "must hold exactly one of: none_of, every, at_most, some, declared, by_evaluator"),
        ([{"none_of": "stone.seen", "some": "stone.seen"}], "must hold exactly one of"),
        ([{"none_of": "wind.heard"}], "'wind.heard' is not a known kind of finding"),
        ([{"every": "stone.seen", "must": {}}], "must must not be empty"),
        ([{"at_most": -1, "of": "stone.seen"}], "at_most must be a whole number of at least 0"),
        ([{"some": "stone.seen", "confirm": True}], "confirm is not a key known here"),
        ([{"declared": "nothing"}], "'nothing' is not a question to be declared"),
        ([{"declared": "large"}], "'large' is not a question to be declared"),
        ([{"declared": "said", "accept": "yes"}], "accept cannot be 'yes'"),
    ],
)
def test_predicate_outside_the_six_is_refused(written: list[Any], sentence: str) -> None:
    with pytest.raises(EditionError, match=sentence):
        parse_rule(_entry(written), LANGUAGE)


def test_levels_end_with_one_that_holds_for_everybody() -> None:
    written = [{"when": {"large": True}, "is": "gate"}, {"is": "scored"}]
    expected = (LevelCase((is_true("large"),), Level.GATE), LevelCase((), Level.SCORED))
    assert parse_levels(_entry(written), LANGUAGE) == expected
    for broken in ([], written[:1]):
        with pytest.raises(EditionError, match="must end with a level without 'when'"):
            parse_levels(_entry(broken), LANGUAGE)


def test_level_depends_on_orientation_answers_only() -> None:
    for name in ("said", "nothing"):
        with pytest.raises(EditionError, match=f"{name} names nothing that a rule can look at"):
            parse_profile_conditions(_entry({name: True}), LANGUAGE)


def test_needs_name_a_kind_and_one_of_its_scopes() -> None:
    assert parse_needs(_entry([{"kind": "stone.seen", "scope": "apk"}]), LANGUAGE) == (Need("stone.seen", "apk"),)
    assert parse_needs(None, LANGUAGE) == ()
    with pytest.raises(EditionError, match=r"scope is not a scope of stone\.seen"):
        parse_needs(_entry([{"kind": "stone.seen", "scope": "moon"}]), LANGUAGE)


def test_rule_and_needs_must_agree() -> None:
    gate = (LevelCase((), Level.GATE),)
    need = (Need("stone.seen", "apk"),)
    check_rule(_entry(None), (NoneOf("stone.seen"),), need, gate)
    check_rule(_entry(None), (Some("stone.seen"),), need, gate)
    with pytest.raises(EditionError, match=r"looks for stone\.seen without saying in 'needs'"):
        check_rule(_entry(None), (NoneOf("stone.seen"),), (), gate)
    with pytest.raises(EditionError, match=r"needs stone\.seen but never looks at it"):
        check_rule(_entry(None), (Declared("said"),), need, gate)


def test_gate_never_opens_on_a_declaration_alone() -> None:
    gate, scored = (LevelCase((), Level.GATE),), (LevelCase((), Level.SCORED),)
    check_rule(_entry(None), (Declared("said"),), (), scored)
    check_rule(_entry(None), (Declared("said"), ByEvaluator(STONE.description)), (), gate)
    with pytest.raises(EditionError, match="opens a gate on a declaration alone"):
        check_rule(_entry(None), (Declared("said"),), (), gate)


def test_answers_have_the_type_of_their_question() -> None:
    assert answer_type(a_question_value("q", QuestionKind.BOOLEAN)) == AttributeType(Shape.FLAG)
    assert answer_type(a_question_value("q", QuestionKind.MULTI, "a")) == AttributeType(Shape.WORDS, ("a",))
    assert answer_type(a_question_value("q", QuestionKind.TEXT)) == AttributeType(Shape.TEXT)
    assert LANGUAGE.type_of_answer("said") == AttributeType(Shape.FLAG)
    assert LANGUAGE.type_of_answer("nothing") is None
