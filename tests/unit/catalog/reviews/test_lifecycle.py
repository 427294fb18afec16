"""Tests of the words of the human examination."""

import pytest

from catalog.reviews.lifecycle import GRANTABLE, RULABLE, WITH_CONDITIONS, OpinionKind, is_override
from criteria.findings import Text
from criteria.model import Level, Missing, Outcome, Verdict

CONCLUDED = (Outcome.CONFORMING, Outcome.NONCONFORMING)


NOBODY_LOOKED = Missing("host.contacted", "traffic", Text("Personne n'a regardé.", "Nobody looked."))
TO_RULE = Missing("ruling", "", Text("À trancher.", "To rule."))


def _verdict(outcome: Outcome, *missing: Missing) -> Verdict:
    return Verdict("TRK-01", "TRK-01@1", outcome, Level.GATE, missing=missing)


@pytest.mark.parametrize("ruled", sorted(RULABLE))
@pytest.mark.parametrize("concluded", CONCLUDED)
def test_reversing_what_the_machine_concluded_takes_a_second_person(concluded: Outcome, ruled: Outcome) -> None:
    assert is_override(_verdict(concluded), ruled) is (ruled is not concluded)


@pytest.mark.parametrize("ruled", sorted(RULABLE))
def test_what_is_only_handed_to_a_person_one_person_rules(ruled: Outcome) -> None:
    assert not is_override(_verdict(Outcome.UNDETERMINED, TO_RULE), ruled)


@pytest.mark.parametrize("ruled", sorted(RULABLE))
@pytest.mark.parametrize("missing", [(NOBODY_LOOKED,), (TO_RULE, NOBODY_LOOKED)])
def test_clearing_what_nobody_looked_at_takes_a_second_person(missing: tuple[Missing, ...], ruled: Outcome) -> None:
    assert is_override(_verdict(Outcome.UNDETERMINED, *missing), ruled) is (ruled is not Outcome.NONCONFORMING)


def test_a_ruling_concludes() -> None:
    assert frozenset(Outcome) - RULABLE == {Outcome.UNDETERMINED, Outcome.NOT_ASSESSED}


def test_only_a_favourable_opinion_can_lead_to_a_listing() -> None:
    assert frozenset(OpinionKind) - GRANTABLE == {
        OpinionKind.WITH_SUSPENSIVE_RESERVATIONS,
        OpinionKind.UNFAVOURABLE,
    }


def test_the_two_opinions_with_reservations_speak_of_some() -> None:
    assert {kind for kind in OpinionKind if "reservations" in kind} == WITH_CONDITIONS
