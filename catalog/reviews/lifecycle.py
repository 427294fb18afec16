"""The words of the human examination: opinions, and what makes a ruling an override. Pure."""

from enum import StrEnum

from criteria.model import Outcome, Verdict
from criteria.predicates import RULING


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


def is_override(verdict: Verdict, ruled: Outcome) -> bool:
    """Whether a ruling takes a second person's agreement.

    It does when it reverses what the machine could conclude, and when it clears what was not looked at, or not
    answered: silence is not evidence for one person either. What the machine only hands to a person, one person rules.
    """
    if verdict.outcome in CONCLUSIVE:
        return ruled is not verdict.outcome
    is_blind = any(gap.what != RULING for gap in verdict.missing)
    return is_blind and ruled is not Outcome.NONCONFORMING
