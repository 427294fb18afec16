"""The closed list of finding kinds: typed attributes, plain words, and who produces them. Values and checks only."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from criteria.findings import Finding, Text

PLANNED = "planned"
COUNTRY_LETTERS = 2


class Shape(StrEnum):
    """What an attribute is made of."""

    TEXT = "text"
    WORDS = "words"  # a list of texts
    COUNT = "int"
    FLAG = "bool"
    COUNTRY = "country"  # two capital letters


@dataclass(frozen=True, slots=True)
class AttributeType:
    """The type of one attribute: its shape, its closed words if any, and whether it may be unknown (null)."""

    shape: Shape
    choices: tuple[str, ...] = ()
    nullable: bool = False

    def accepts(self, value: object) -> bool:
        """Whether `value` is of this type."""
        if value is None:
            return self.nullable
        if self.shape is Shape.FLAG:
            return isinstance(value, bool)
        if self.shape is Shape.COUNT:
            return isinstance(value, int) and not isinstance(value, bool)
        if self.shape is Shape.WORDS:
            return isinstance(value, list | tuple) and all(self._accepts_word(word) for word in value)
        return self._accepts_word(value)

    def _accepts_word(self, value: object) -> bool:
        if not isinstance(value, str):
            return False
        if self.shape is Shape.COUNTRY:
            return len(value) == COUNTRY_LETTERS and value.isascii() and value.isalpha() and value.isupper()
        return not self.choices or value in self.choices


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One entry of the common language. `since` is the edition that first reads it, or `planned`."""

    id: str
    description: Text
    scopes: tuple[str, ...]
    producers: tuple[str, ...]
    since: str
    attributes: Mapping[str, AttributeType]
    unread: Text | None = None  # why no criterion reads it, though it is stated

    @property
    def is_planned(self) -> bool:
        """Whether no instrument produces it yet."""
        return self.since == PLANNED


@dataclass(frozen=True, slots=True)
class CriterionPlan:
    """What one criterion of the whole outline will be judged on: finding kinds, questions, or a person."""

    id: str
    title: Text
    how: str  # A from evidence, D declared, J judged; the order is the order of the examination
    level: str  # gate, scored, bonus; with the condition where there is one
    kinds: tuple[str, ...]


def find_fault(finding: Finding, kinds: Mapping[str, FindingKind]) -> str | None:
    """Say in one sentence why a finding does not speak the common language, or None when it does."""
    kind = kinds.get(finding.kind)
    if kind is None:
        return f"'{finding.kind}' is not a known kind of finding."
    missing = sorted(set(kind.attributes) - set(finding.attributes))
    if missing:
        return f"{finding.kind} lacks the attribute '{missing[0]}'."
    for name, value in sorted(finding.attributes.items()):
        expected = kind.attributes.get(name)
        if expected is None:
            return f"{finding.kind} has no attribute '{name}'."
        if not expected.accepts(value):
            return f"{finding.kind}.{name} cannot be {value!r}."
    return None
