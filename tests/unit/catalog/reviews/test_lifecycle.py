"""Tests of the words of the human examination."""

import pytest

from catalog.reviews.lifecycle import GRANTABLE, RULABLE, WITH_CONDITIONS, OpinionKind, is_override
from criteria.model import Outcome

CONCLUDED = (Outcome.CONFORMING, Outcome.NONCONFORMING)


@pytest.mark.parametrize("ruled", RULABLE)
@pytest.mark.parametrize("automated", Outcome)
@pytest.mark.parametrize("needs_ruling", [True, False])
def test_only_reversing_what_the_machine_concluded_takes_a_second_person(
    automated: Outcome, ruled: Outcome, *, needs_ruling: bool
) -> None:
    reverses = automated in CONCLUDED and ruled is not automated and not needs_ruling

    assert is_override(automated, needs_ruling=needs_ruling, ruled=ruled) is reverses


def test_a_ruling_concludes() -> None:
    assert frozenset(Outcome) - RULABLE == {Outcome.UNDETERMINED, Outcome.NOT_ASSESSED}


def test_only_a_favourable_opinion_can_lead_to_a_listing() -> None:
    assert frozenset(OpinionKind) - GRANTABLE == {
        OpinionKind.WITH_SUSPENSIVE_RESERVATIONS,
        OpinionKind.UNFAVOURABLE,
    }


def test_the_two_opinions_with_reservations_speak_of_some() -> None:
    assert {kind for kind in OpinionKind if "reservations" in kind} == WITH_CONDITIONS
