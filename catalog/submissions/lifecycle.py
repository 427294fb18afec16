"""The states of a submission and the verbs that move it. A pure table: from where, to where."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from catalog.errors import Conflict


class IllegalTransition(Conflict):
    """The file is not in a state from which this can be done."""

    code = "illegal-transition"


class SubmissionState(StrEnum):
    """Where a submission stands (French terms in docs/glossary.md)."""

    DRAFT = "draft"
    LODGED = "lodged"
    INCOMPLETE = "incomplete"
    INADMISSIBLE = "inadmissible"
    ADMISSIBLE = "admissible"
    UNDER_EVALUATION = "under_evaluation"
    AWAITING_PUBLISHER = "awaiting_publisher"
    CONTRADICTORY = "contradictory"
    IN_COMMISSION = "in_commission"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


S = SubmissionState
OPEN = frozenset(S) - {S.INADMISSIBLE, S.DECIDED, S.WITHDRAWN, S.LAPSED}
PUBLISHERS_TURN = frozenset({S.DRAFT, S.INCOMPLETE, S.AWAITING_PUBLISHER})
AUTHORITYS_TURN = frozenset({S.LODGED, S.ADMISSIBLE, S.UNDER_EVALUATION, S.CONTRADICTORY})


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states, to which one."""

    sources: frozenset[SubmissionState]
    target: SubmissionState


def _move(target: SubmissionState, *sources: SubmissionState) -> Transition:
    return Transition(frozenset(sources), target)


TRANSITIONS: Mapping[str, Transition] = {
    "lodge": _move(S.LODGED, S.DRAFT, S.INCOMPLETE),  # the receipt is given at once
    "return": _move(S.INCOMPLETE, S.LODGED),  # the clock stops; model: DiGAV §16
    "refuse_admission": _move(S.INADMISSIBLE, S.LODGED),  # out of scope, not an adverse judgement
    "admit": _move(S.ADMISSIBLE, S.LODGED),  # pins the edition in force that day
    "conclude": _move(S.UNDER_EVALUATION, S.ADMISSIBLE),  # every run has ended
    "request": _move(S.AWAITING_PUBLISHER, S.UNDER_EVALUATION, S.CONTRADICTORY),  # the clock stops
    "reply": _move(S.ADMISSIBLE, S.AWAITING_PUBLISHER),  # new pieces are examined like the first ones
    "contradict": _move(S.CONTRADICTORY, S.UNDER_EVALUATION),  # CRPA L.121-1: heard before an adverse decision
    "opine": _move(S.IN_COMMISSION, S.UNDER_EVALUATION, S.CONTRADICTORY),
    "adjourn": _move(S.UNDER_EVALUATION, S.IN_COMMISSION),  # the authority cannot decide on this opinion yet
    "decide": _move(S.DECIDED, S.IN_COMMISSION),  # CSP R.1111-38: after the opinion
    "withdraw": Transition(OPEN, S.WITHDRAWN),
    "lapse": _move(S.LAPSED, S.DRAFT, S.INCOMPLETE, S.AWAITING_PUBLISHER),
}


def advance(state: SubmissionState, verb: str) -> SubmissionState:
    """Return the state that `verb` leads to.

    Raises:
        IllegalTransition: it cannot be done from `state`.
    """
    transition = TRANSITIONS[verb]
    if state not in transition.sources:
        raise IllegalTransition(state=state, verb=verb)
    return transition.target
