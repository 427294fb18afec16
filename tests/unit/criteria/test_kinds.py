"""The common language: types of attributes and faults of findings."""

import pytest

from criteria.findings import Text
from criteria.kinds import AttributeType, FindingKind, Shape, find_fault
from tests.builders.dossier import a_finding

SAYS = Text("Une pierre.", "A stone.")
STONE = FindingKind(
    "stone.seen",
    SAYS,
    ("apk",),
    ("geologist",),
    "planned",
    {"color": AttributeType(Shape.TEXT, ("red", "blue")), "size": AttributeType(Shape.COUNT, nullable=True)},
)
KINDS = {"stone.seen": STONE}


@pytest.mark.parametrize(
    ("shape", "good", "bad"),
    [
        (Shape.TEXT, ["x", ""], [None, 1, True, ("x",)]),
        (Shape.WORDS, [(), ("a",), ["a", "b"]], [None, "a", (1,), (None,)]),
        (Shape.COUNT, [0, -1, 7], [None, True, "1", 1.5]),
        (Shape.FLAG, [True, False], [None, 0, "true"]),
        (Shape.COUNTRY, ["FR"], [None, "fr", "FRA", "F1", "ÉÉ", ""]),
    ],
)
def test_each_shape_accepts_its_own_and_nothing_else(shape: Shape, good: list[object], bad: list[object]) -> None:
    kind = AttributeType(shape)
    assert all(kind.accepts(value) for value in good)
    assert not any(kind.accepts(value) for value in bad)
    assert AttributeType(shape, nullable=True).accepts(None)


def test_closed_words_hold_for_texts_and_for_lists() -> None:
    assert AttributeType(Shape.TEXT, ("red",)).accepts("red")
    assert not AttributeType(Shape.TEXT, ("red",)).accepts("blue")
    assert AttributeType(Shape.WORDS, ("red",)).accepts(("red",))
    assert not AttributeType(Shape.WORDS, ("red",)).accepts(("red", "blue"))


def test_fault_of_a_finding_is_one_sentence() -> None:
    assert find_fault(a_finding("stone.seen", color="red", size=None), KINDS) is None
    assert find_fault(a_finding("wind.heard"), KINDS) == "'wind.heard' is not a known kind of finding."
    assert find_fault(a_finding("stone.seen", color="red"), KINDS) == "stone.seen lacks the attribute 'size'."
    strange = a_finding("stone.seen", color="red", size=None, smell="none")
    assert find_fault(strange, KINDS) == "stone.seen has no attribute 'smell'."
    assert find_fault(a_finding("stone.seen", color="green", size=1), KINDS) == "stone.seen.color cannot be 'green'."


def test_planned_kind_says_so() -> None:
    assert STONE.is_planned
