"""The words of the human examination: opinions, and what makes a ruling an override. Pure."""

from enum import StrEnum

from criteria.model import Outcome


class OpinionKind(StrEnum):
    """The four opinions (French terms in docs/glossary.md)."""

    FAVOURABLE = "favourable"
    WITH_RESERVATIONS = "favourable_with_non_suspensive_reservations"
    WITH_SUSPENSIVE_RESERVATIONS = "favourable_with_suspensive_reservations"
    UNFAVOURABLE = "unfavourable"


WITH_CONDITIONS = frozenset({OpinionKind.WITH_RESERVATIONS, OpinionKind.WITH_SUSPENSIVE_RESERVATIONS})
GRANTABLE = frozenset({OpinionKind.FAVOURABLE, OpinionKind.WITH_RESERVATIONS})  # CSP R.1111-38
RULABLE = frozenset({Outcome.CONFORMING, Outcome.NONCONFORMING, Outcome.NOT_APPLICABLE})
CONCLUSIVE = frozenset({Outcome.CONFORMING, Outcome.NONCONFORMING})


def is_override(automated: Outcome, *, needs_ruling: bool, ruled: Outcome) -> bool:
    """Whether a ruling reverses what the machine could conclude, which takes a second person's agreement."""
    return automated in CONCLUSIVE and not needs_ruling and ruled is not automated
