"""Tests of the authority's verbs."""

from dataclasses import replace
from typing import Any

import pytest

from catalog.certificates.queries import find_latest
from catalog.certificates.service import CertificateUnknown
from catalog.decisions.model import DecisionRow
from catalog.decisions.service import (
    EvaluatorCannotDecide,
    NothingGranted,
    ObstaclesRemain,
    OpinionForbids,
    OpinionMissing,
    get_decision,
    list_decisions,
    take_snapshot,
)
from catalog.journal.actor import Role
from catalog.journal.queries import list_entries
from catalog.publishers.service import RoleRefused
from catalog.reviews.lifecycle import OpinionKind
from catalog.reviews.queries import get_effective
from catalog.submissions.lifecycle import IllegalTransition
from catalog.submissions.service import GroundsMissing, StaleVersion, SubmissionUnknown
from criteria.load import load_edition
from criteria.model import Outcome
from tests.builders.instance import GROUNDS, File, Instance, a_file

OTHERS = ("publisher", "officer", "evaluator", "operator", "auditor")
RESERVATION = {"QUA-07": "Montrer les limites avant l'été."}


@pytest.fixture
def file(instance: Instance) -> File:
    """A file with a favourable opinion."""
    return a_file(instance).examined_with_capture().ruled().opined()


def decisions(file: File) -> list[DecisionRow]:
    with file.instance.services.database.read() as session:
        return list_decisions(session, file.id)


def on_certificate(file: File, kind: Any, actor: Any = None, grounds: str = GROUNDS) -> Any:
    actor = actor or file.instance.authority
    with file.instance.services.database.read() as session:
        standing = find_latest(session, file.app_id)
    about = standing.certificate.id if standing else "cer_none"
    return file.instance.services.decisions.decide_on_certificate(actor, file.id, about, kind, grounds)


def test_a_grant_rests_on_the_effective_verdicts_of_that_day(file: File) -> None:
    decision_id = file.decide()

    (row,) = decisions(file)
    assert (row.id, row.kind, row.grounds, row.conditions) == (decision_id, "grant", GROUNDS, [])
    assert row.evaluation_id == file.assessed.evaluation.id
    assert row.snapshot["edition"] == "2026.0"
    assert row.snapshot["score"]["overall"] == "A"
    assert file.row.state == "decided"
    with file.instance.services.database.read() as session:
        assert get_decision(session, decision_id).decided_by == file.instance.authority.account_id


def test_a_decision_is_made_once(file: File) -> None:
    seen, decide = file.version, file.instance.services.decisions.decide
    decide(file.instance.authority, file.id, "grant", GROUNDS, seen)
    with pytest.raises(StaleVersion):
        decide(file.instance.authority, file.id, "refuse", GROUNDS, seen)  # a double click
    with pytest.raises(IllegalTransition):
        file.decide("refuse")
    assert len(decisions(file)) == 1


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_but_the_authority_decides(file: File, who: str) -> None:
    with pytest.raises(RoleRefused):
        file.decide(actor=getattr(file.instance, who))
    with pytest.raises(RoleRefused):
        file.instance.services.decisions.adjourn(getattr(file.instance, who), file.id, GROUNDS, file.version)
    assert decisions(file) == []


@pytest.mark.parametrize("who", ["evaluator", "officer"])
def test_who_took_part_in_the_examination_does_not_decide_even_in_another_role(file: File, who: str) -> None:
    promoted = replace(getattr(file.instance, who), role=Role.AUTHORITY)  # the same person, with other rights today
    with pytest.raises(EvaluatorCannotDecide):
        file.decide(actor=promoted)
    with pytest.raises(EvaluatorCannotDecide):
        file.decide("refuse", actor=promoted)
    assert decisions(file) == []


def test_a_file_that_is_not_there_is_not_decided(file: File, instance: Instance) -> None:
    draft = a_file(instance, instance.services.submissions.create_app(instance.publisher, "B", "b", "b", "b@b.example"))
    with pytest.raises(SubmissionUnknown):
        draft.decide()


def test_there_is_no_decision_without_an_opinion(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture().ruled()
    with pytest.raises(IllegalTransition):
        file.decide()


def test_an_opinion_on_an_older_examination_does_not_count(file: File) -> None:
    instance = file.instance
    instance.services.decisions.adjourn(instance.authority, file.id, GROUNDS, file.version)
    instance.services.evaluations.restart(instance.evaluator, file.id, file.version)
    file.examined()
    with instance.services.database.write() as session:
        session.merge(file.row).state = "in_commission"  # as if somebody had skipped the opinion
    with pytest.raises(OpinionMissing):
        file.decide()


@pytest.mark.parametrize("grounds", ["", "         ", "trop court"[:9]])
def test_a_decision_has_grounds(file: File, grounds: str) -> None:
    with pytest.raises(GroundsMissing):
        file.instance.services.decisions.decide(file.instance.authority, file.id, "grant", grounds, file.version)
    assert file.row.state == "in_commission"


@pytest.mark.parametrize("opinion", [OpinionKind.UNFAVOURABLE, OpinionKind.WITH_SUSPENSIVE_RESERVATIONS])
def test_nothing_is_granted_against_the_opinion(instance: Instance, opinion: OpinionKind) -> None:
    reservations = RESERVATION if "reservations" in opinion else {}
    file = a_file(instance).examined_with_capture().ruled().opined(opinion, reservations)
    with pytest.raises(OpinionForbids) as caught:
        file.decide()
    assert caught.value.facts == {"opinion": opinion}

    file.decide("refuse")
    assert [row.kind for row in decisions(file)] == ["refuse"]


def test_an_open_gate_is_an_obstacle_until_a_reservation_covers_it(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture()
    gates = [v.criterion for v in file.assessed.assessment.verdicts if v.needs_ruling and v.level.value == "gate"]
    for criterion in gates:
        if criterion != "QUA-07":
            file.rule(criterion, Outcome.CONFORMING)
    file.opined()
    with pytest.raises(ObstaclesRemain) as caught:
        file.decide()
    assert caught.value.facts == {"criteria": ["QUA-07"]}

    instance.services.decisions.adjourn(instance.authority, file.id, GROUNDS, file.version)
    assert file.row.state == "under_evaluation"
    file.opined(OpinionKind.WITH_RESERVATIONS, RESERVATION).decide()
    (row,) = decisions(file)
    assert row.conditions == [{"criterion": "QUA-07", "condition": RESERVATION["QUA-07"]}]
    assert row.snapshot["score"]["gates_open"] == ["QUA-07"]


def test_a_failed_gate_stays_visibly_failed_under_its_reservation(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture().ruled()
    file.rule("QUA-07", Outcome.NONCONFORMING)
    file.opined(OpinionKind.WITH_RESERVATIONS, {"SEC-11": "Un autre test d'intrusion."})
    with pytest.raises(ObstaclesRemain):
        file.decide()

    instance.services.decisions.adjourn(instance.authority, file.id, GROUNDS, file.version)
    file.opined(OpinionKind.WITH_RESERVATIONS, RESERVATION).decide()
    (row,) = decisions(file)
    assert row.snapshot["score"]["gates_failed"] == ["QUA-07"]
    assert row.snapshot["score"]["overall"] == "E"


def test_nothing_is_granted_over_an_objection_that_waits_for_its_second_person(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture().ruled()
    file.rule("TRK-01", Outcome.NONCONFORMING)
    with pytest.raises(ObstaclesRemain) as refused:
        file.opined().decide()
    assert refused.value.facts["criteria"] == ["TRK-01"]

    file.decide("refuse")
    verdict = next(one for one in decisions(file)[0].snapshot["verdicts"] if one["criterion"] == "TRK-01")
    assert verdict["outcome"] == "conforming"  # it does not count either: only the grant has to wait


def test_an_objection_that_was_ruled_away_stands_in_nobodys_way(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture().ruled()
    file.rule("TRK-01", Outcome.NONCONFORMING)
    file.rule("TRK-01", Outcome.CONFORMING)
    file.opined().decide()

    assert decisions(file)[0].kind == "grant"


def test_a_grant_orders_the_certificate_and_a_refusal_nothing(instance: Instance) -> None:
    granted = a_file(instance).examined_with_capture().ruled().opined()
    granted.decide()
    assert [verb for _, verb, _ in instance.services.queue.waiting()] == ["certificates.issue"]
    granted.examined()
    other = instance.services.submissions.create_app(instance.publisher, "B", "b", "b", "b@b.example")
    refused = a_file(instance, other).examined_with_capture().opined(OpinionKind.UNFAVOURABLE)
    refused.decide("refuse")

    assert instance.services.queue.waiting() == []
    assert list_entries(instance.services.database, refused.id)[-1].event == "decision.refused"


def test_an_adjournment_says_why_and_is_for_the_commission_only(file: File) -> None:
    adjourn, authority = file.instance.services.decisions.adjourn, file.instance.authority
    with pytest.raises(GroundsMissing):
        adjourn(authority, file.id, "non", file.version)
    adjourn(authority, file.id, GROUNDS, file.version)

    assert list_entries(file.instance.services.database, file.id)[-1].facts == {"grounds": GROUNDS}
    with pytest.raises(IllegalTransition):
        adjourn(authority, file.id, GROUNDS, file.version)


@pytest.mark.parametrize("kind", ["suspend", "withdraw"])
def test_a_later_decision_needs_a_grant_a_role_grounds_and_clean_hands(file: File, kind: str) -> None:
    with pytest.raises(NothingGranted):
        on_certificate(file, kind)
    file.decide()
    for who in OTHERS:
        with pytest.raises(RoleRefused):
            on_certificate(file, kind, getattr(file.instance, who))
    with pytest.raises(EvaluatorCannotDecide):
        on_certificate(file, kind, replace(file.instance.evaluator, role=Role.AUTHORITY))
    with pytest.raises(GroundsMissing):
        on_certificate(file, kind, grounds="non")
    with pytest.raises(CertificateUnknown):  # granted, and not yet issued
        on_certificate(file, kind)
    file.examined()
    on_certificate(file, kind)

    assert [row.kind for row in decisions(file)] == ["grant", kind]


def test_a_snapshot_holds_plain_values_of_every_criterion(file: File) -> None:
    edition = load_edition("2026.0")
    with file.instance.services.database.read() as session:
        snapshot = take_snapshot(edition, get_effective(session, file.assessed))

    assert [row["criterion"] for row in snapshot["verdicts"]] == sorted(one.id for one in edition.criteria)
    assert {row["ruled"] for row in snapshot["verdicts"]} == {True, False}
    assert snapshot["edition_digest"] == edition.digest
    assert snapshot["score"]["coverage"] == "1"
