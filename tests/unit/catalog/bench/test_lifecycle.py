"""A bench capture moves forward only, and ends once."""

import pytest

from catalog.bench.lifecycle import TRANSITIONS, UNDER_WAY, CaptureOver, CaptureState, advance


def test_every_transition_starts_under_way() -> None:
    for verb, (sources, target) in TRANSITIONS.items():
        assert sources <= UNDER_WAY
        for state in CaptureState:
            if state in sources:
                assert advance(state, verb) is target
            else:
                with pytest.raises(CaptureOver):
                    advance(state, verb)


def test_what_ended_stays_so() -> None:
    assert not {CaptureState.ENDED, CaptureState.FAILED} & UNDER_WAY
