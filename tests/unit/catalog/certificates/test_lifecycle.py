"""Tests of the states of a certificate: the table is complete, and an ended one never comes back."""

import pytest

from catalog.certificates.lifecycle import (
    ENDED,
    FOLLOWING,
    IN_SEARCH,
    WITHOUT_PAGE,
    CertificateState,
    CertificateTransitionRefused,
    follow,
)

C = CertificateState


@pytest.mark.parametrize("target", C)
@pytest.mark.parametrize("current", [None, *C])
def test_a_state_follows_those_it_may_and_no_other(current: C | None, target: C) -> None:
    if target in FOLLOWING.get(current, frozenset()):
        assert follow(current, target) is target
        return
    with pytest.raises(CertificateTransitionRefused) as caught:
        follow(current, target)
    assert caught.value.facts == {"state": current, "target": target}


def test_an_ended_certificate_never_comes_back() -> None:
    assert not set(FOLLOWING) & ENDED


def test_every_living_state_has_its_line_and_can_be_ended() -> None:
    assert set(FOLLOWING) == {None, *C} - ENDED
    living = set(C) - ENDED - {C.PENDING_AGREEMENT}
    assert all(FOLLOWING[state] >= ENDED for state in living)


def test_no_state_follows_itself() -> None:
    assert not any(state in after for state, after in FOLLOWING.items())


def test_only_what_stands_is_found_by_a_search() -> None:
    assert not IN_SEARCH & (ENDED | {C.SUSPENDED, C.PENDING_AGREEMENT})
    assert {C.PENDING_AGREEMENT} == WITHOUT_PAGE
