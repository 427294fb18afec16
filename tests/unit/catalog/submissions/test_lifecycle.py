"""Tests of the states of a submission: the table is complete, and nothing leaves an end."""

import pytest

from catalog.submissions.lifecycle import (
    AUTHORITYS_TURN,
    OPEN,
    PUBLISHERS_TURN,
    TRANSITIONS,
    IllegalTransition,
    SubmissionState,
    advance,
)

S = SubmissionState
ENDS = {S.INADMISSIBLE, S.DECIDED, S.WITHDRAWN, S.LAPSED}


@pytest.mark.parametrize("verb", TRANSITIONS)
@pytest.mark.parametrize("state", S)
def test_a_verb_moves_from_its_sources_and_from_nowhere_else(state: S, verb: str) -> None:
    if state in TRANSITIONS[verb].sources:
        assert advance(state, verb) is TRANSITIONS[verb].target
        return
    with pytest.raises(IllegalTransition) as caught:
        advance(state, verb)
    assert caught.value.facts == {"state": state, "verb": verb}


def test_nothing_leaves_an_end() -> None:
    assert frozenset(S) - ENDS == OPEN
    assert not any(transition.sources & ENDS for transition in TRANSITIONS.values())


def test_every_state_is_reached_from_a_draft_and_every_open_one_can_end() -> None:
    reached = {S.DRAFT}
    for _ in S:
        reached |= {one.target for one in TRANSITIONS.values() if one.sources & reached}
    assert reached == set(S)
    for state in OPEN:
        ahead = {state}
        for _ in S:
            ahead |= {one.target for one in TRANSITIONS.values() if one.sources & ahead}
        assert S.DECIDED in ahead
        assert S.WITHDRAWN in ahead


def test_pieces_are_for_one_side_at_a_time() -> None:
    assert not PUBLISHERS_TURN & AUTHORITYS_TURN
    assert PUBLISHERS_TURN | AUTHORITYS_TURN | {S.IN_COMMISSION} == OPEN


def test_a_decision_needs_an_opinion_first() -> None:
    assert TRANSITIONS["decide"].sources == {S.IN_COMMISSION}
    assert [verb for verb, one in TRANSITIONS.items() if one.target is S.DECIDED] == ["decide"]
    assert [verb for verb, one in TRANSITIONS.items() if one.target is S.IN_COMMISSION] == ["opine"]
