"""Conditions: what a rule may ask of one attribute or answer, with three answers: yes, no, not known.

Equality, `in`, `contains` and `not`, nothing else: a rule that needs more is an architectural decision.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from criteria.findings import Scalar

UNKNOWN_WORD = "unknown"


class Mode(StrEnum):
    """How a value is looked at."""

    IN = "in"  # the value is one of those
    CONTAINS = "contains"  # the list holds at least one of those


def is_unknown(value: object) -> bool:
    """Null and the word `unknown` both say that nobody knows."""
    return value is None or value == UNKNOWN_WORD


def _is_same(left: object, right: object) -> bool:
    # In Python `True == 1`; for a rule, a yes is not a quantity.
    return isinstance(left, bool) is isinstance(right, bool) and left == right


def _is_comparable(value: object, wanted: Iterable[Scalar]) -> bool:
    kinds = {bool if isinstance(one, bool) else type(one) for one in wanted if one is not None}
    return any(isinstance(value, kind) and (kind is bool or not isinstance(value, bool)) for kind in kinds)


@dataclass(frozen=True, slots=True)
class Condition:
    """One test on one named attribute (of a finding) or answer (of the publisher)."""

    name: str
    mode: Mode
    values: tuple[Scalar, ...]
    is_negated: bool = False

    def holds(self, value: object) -> bool | None:
        """Yes, no, or None when the value is not known or not of the kind the rule speaks of."""
        found = self._is_in(value) if self.mode is Mode.IN else self._contains(value)
        return None if found is None else found is not self.is_negated

    def _is_in(self, value: object) -> bool | None:
        looks_for_ignorance = any(is_unknown(one) for one in self.values)
        if is_unknown(value):
            return True if looks_for_ignorance else None
        if any(_is_same(value, one) for one in self.values):
            return True
        return False if looks_for_ignorance or _is_comparable(value, self.values) else None

    def _contains(self, value: object) -> bool | None:
        if not isinstance(value, list | tuple):
            return None
        return any(_is_same(held, one) for held in value for one in self.values)


def match(conditions: Iterable[Condition], read: Callable[[str], object]) -> bool | None:
    """All of them: one no is a no, whatever is not known beside it."""
    answers = [condition.holds(read(condition.name)) for condition in conditions]
    if False in answers:
        return False
    return None if None in answers else True


def satisfy(conditions: Iterable[Condition], attributes: Mapping[str, object]) -> bool | None:
    """Like `match`, for an obligation: what is not known neither satisfies nor breaks it, even if looked for."""
    answers = [
        None if is_unknown(attributes.get(condition.name)) else condition.holds(attributes.get(condition.name))
        for condition in conditions
    ]
    if False in answers:
        return False
    return None if None in answers else True
