"""Reading the common language and the outline."""

from typing import Any

import pytest

from criteria.kinds import AttributeType, Shape
from criteria.parse_kinds import parse_attribute, parse_kinds, parse_plans
from criteria.strict import EditionError, Entry

STONE: dict[str, Any] = {
    "says": {"fr": "Une pierre.", "en": "A stone."},
    "seen": {"scopes": ["apk"], "producers": ["geologist"], "since": "2030.1"},
    "attributes": {"color": "red|blue?", "tags": "words"},
}
PLAN = {"fr": "Pierres", "en": "Stones", "how": "A→J", "level": "gate", "kinds": ["stone.seen"]}


def _document(kinds: dict[str, Any], criteria: dict[str, Any] | None = None) -> Entry:
    return Entry("kinds.yaml", "", {"kinds": kinds, "criteria": criteria or {}})


def test_kind_is_read_with_its_types() -> None:
    kind = parse_kinds(_document({"stone.seen": STONE}))["stone.seen"]
    assert (kind.scopes, kind.producers, kind.since, kind.is_planned) == (("apk",), ("geologist",), "2030.1", False)
    assert kind.attributes == {
        "color": AttributeType(Shape.TEXT, ("red", "blue"), nullable=True),
        "tags": AttributeType(Shape.WORDS),
    }


@pytest.mark.parametrize(
    ("kinds", "sentence"),
    [
        ({"Stone": STONE}, "kinds.Stone must be named noun.participle."),
        ({"stone.seen": {**STONE, "seen": {**STONE["seen"], "scopes": []}}}, "scopes must hold at least one word"),
        ({"stone.seen": {**STONE, "seen": {**STONE["seen"], "producers": ["a", "a"]}}}, "each once"),
        ({"stone.seen": {**STONE, "attributes": {"color": "paint"}}}, "'paint' is not a type of attribute"),
    ],
)
def test_kind_that_is_not_well_written_is_refused(kinds: dict[str, Any], sentence: str) -> None:
    with pytest.raises(EditionError, match=sentence):
        parse_kinds(_document(kinds))


def test_question_mark_means_that_null_is_allowed() -> None:
    assert parse_attribute(Entry("x", "k", "int?")) == AttributeType(Shape.COUNT, nullable=True)
    assert parse_attribute(Entry("x", "k", "country")) == AttributeType(Shape.COUNTRY)


def test_outline_names_only_known_kinds() -> None:
    kinds = parse_kinds(_document({"stone.seen": STONE}))
    (plan,) = parse_plans(_document({}, {"AAA-01": PLAN}), kinds)
    assert (plan.id, plan.title.en, plan.kinds) == ("AAA-01", "Stones", ("stone.seen",))
    with pytest.raises(EditionError, match=r"^kinds\.yaml: criteria\.AAA-01\.kinds\[0\] 'stone\.seen' is not"):
        parse_plans(_document({}, {"AAA-01": PLAN}), {})
    with pytest.raises(EditionError, match="must be letters A, D, J"):
        parse_plans(_document({}, {"AAA-01": {**PLAN, "how": "Z"}}), kinds)


def test_kind_may_say_why_nothing_reads_it() -> None:
    told = parse_kinds(_document({"stone.seen": {**STONE, "unread": {"fr": "Pour rien.", "en": "For nothing."}}}))
    assert told["stone.seen"].unread is not None
    assert told["stone.seen"].unread.en == "For nothing."
    assert parse_kinds(_document({"stone.seen": STONE}))["stone.seen"].unread is None
