"""Conditions: what a rule may ask of one attribute or answer, with three answers: yes, no, not known.

Equality, `in`, `contains` and `not`, nothing else: a rule that needs more is an architectural decision.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from criteria.findings import Scalar

UNKNOWN_WORD = "unknown"
REMEMBERED = 256  # values per condition: a rule speaks of few, a hostile file holds any number
NAMES_ITSELF = frozenset({str, bool, type(None)})
ONLY_TEXT = frozenset({str})
UNNAMED = object()
Answer = tuple[bool | None, bool]  # whether it holds (None: not known), and whether the value is known


class Mode(StrEnum):
    """How a value is looked at."""

    IN = "in"  # the value is one of those
    CONTAINS = "contains"  # the list holds at least one of those


def is_unknown(value: object) -> bool:
    """Null and the word `unknown` both say that nobody knows."""
    return value is None or value == UNKNOWN_WORD


def _find_sort(value: object) -> type | None:
    """Sort a value among what a rule can name. In Python `True == 1`; for a rule, a yes is not a quantity."""
    return next((sort for sort in (bool, str, int) if isinstance(value, sort)), None)


def name_value(value: object) -> object:
    """Name a value so that no two that a rule tells apart share a name; `UNNAMED` for one that has no such name.

    In Python `True == 1`; for a rule a yes is not a quantity.
    """
    if value.__class__ in NAMES_ITSELF:
        return value
    if isinstance(value, str | int):
        return value.__class__, value
    return value if isinstance(value, tuple) and {*map(type, value)} <= ONLY_TEXT else UNNAMED


@dataclass(frozen=True, slots=True)
class Condition:
    """One test on one named attribute (of a finding) or answer (of the publisher)."""

    name: str
    mode: Mode
    values: tuple[Scalar, ...]
    is_negated: bool = False
    # Worked out once, since every finding meets the condition: the values by their sort, and whether null is one.
    # (Compared, since for a rule `True` and 1 differ.)
    wanted: Mapping[type | None, frozenset[Scalar]] = field(init=False, repr=False, hash=False)
    looks_for_ignorance: bool = field(init=False, repr=False, compare=False)
    table: dict[object, Answer] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        sorts = {_find_sort(one) for one in self.values if one is not None}
        wanted = {sort: frozenset(one for one in self.values if _find_sort(one) is sort) for sort in sorts}
        object.__setattr__(self, "wanted", wanted)
        object.__setattr__(self, "looks_for_ignorance", any(is_unknown(one) for one in self.values))
        object.__setattr__(self, "table", {})

    def answer(self, value: object) -> Answer:
        """Say whether it holds, and whether the value is known at all; answers given before are looked up."""
        name = value if value.__class__ in NAMES_ITSELF else name_value(value)
        return self.table.get(name) or self.learn(name, value)

    def learn(self, name: object, value: object) -> Answer:
        """Answer for a value met for the first time, and remember it under its name."""
        found = self.holds(value), not is_unknown(value)
        if name is not UNNAMED and len(self.table) < REMEMBERED:
            self.table[name] = found
        return found

    def holds(self, value: object) -> bool | None:
        """Yes, no, or None when the value is not known or not of the kind the rule speaks of."""
        found = self._is_in(value) if self.mode is Mode.IN else self._contains(value)
        return None if found is None else found is not self.is_negated

    def _is_in(self, value: object) -> bool | None:
        if value is None or value == UNKNOWN_WORD:
            return True if self.looks_for_ignorance else None
        wanted = self._find_wanted(value)
        if wanted is None:
            return False if self.looks_for_ignorance else None
        return value in wanted

    def _contains(self, value: object) -> bool | None:
        if not isinstance(value, list | tuple):
            return None
        return any((wanted := self._find_wanted(held)) is not None and held in wanted for held in value)

    def _find_wanted(self, value: object) -> frozenset[Scalar] | None:
        """Find the values that this one can be compared with; the plain types come first, being nearly all."""
        found = self.wanted.get(type(value))
        return self.wanted.get(_find_sort(value)) if found is None else found


def match(conditions: Iterable[Condition], read: Callable[[str], object]) -> bool | None:
    """All of them: one no is a no, whatever is not known beside it."""
    known = True
    for condition in conditions:
        holds, _ = condition.answer(read(condition.name))
        if holds is False:
            return False
        known = known and holds is not None
    return True if known else None
