"""Tests of the evaluator's verbs, and the publisher's reply."""

from collections.abc import Callable
from typing import Any

import pytest

from catalog.evaluations.service import ExaminationRunning
from catalog.journal.queries import list_entries
from catalog.publishers.service import FieldRefused, RoleRefused
from catalog.reviews.lifecycle import OpinionKind
from catalog.reviews.model import RequestId, RulingId
from catalog.reviews.queries import get_effective, list_requests, list_rulings
from catalog.reviews.service import (
    CriterionUnknown,
    NotExamined,
    OutcomeRefused,
    OwnRuling,
    RequestUnknown,
    RulingUnknown,
)
from catalog.submissions.lifecycle import IllegalTransition
from catalog.submissions.service import GroundsMissing, StaleVersion, SubmissionUnknown
from criteria.model import Outcome
from tests.builders.instance import GROUNDS, File, Instance, a_file

OTHERS = ("publisher", "officer", "authority", "operator", "auditor")
CONFORMING, NONCONFORMING = Outcome.CONFORMING, Outcome.NONCONFORMING


@pytest.fixture
def file(instance: Instance) -> File:
    return a_file(instance).examined_with_capture()


def effective(file: File) -> dict[str, Outcome]:
    with file.instance.services.database.read() as session:
        return {verdict.criterion: verdict.outcome for verdict in get_effective(session, file.assessed).verdicts}


def ask(file: File, question: str = "Que montre l'écran 3 ?", criterion: str | None = None) -> RequestId:
    reviews = file.instance.services.reviews
    return reviews.request(file.instance.evaluator, file.id, question, criterion, file.version)


VERBS: dict[str, Callable[[File, Any, int], Any]] = {
    "rule": lambda file, who, seen: file.instance.services.reviews.rule(
        who, file.id, "QUA-07", CONFORMING, GROUNDS, seen
    ),
    "request": lambda file, who, seen: file.instance.services.reviews.request(who, file.id, "Quoi ?", None, seen),
    "contradict": lambda file, who, seen: file.instance.services.reviews.contradict(who, file.id, GROUNDS, seen),
    "opine": lambda file, who, seen: file.instance.services.reviews.opine(
        who, file.id, OpinionKind.FAVOURABLE, GROUNDS, {}, seen
    ),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", OTHERS)
def test_only_an_evaluator_examines(file: File, verb: str, who: str) -> None:
    with pytest.raises(RoleRefused):
        VERBS[verb](file, getattr(file.instance, who), file.version)


@pytest.mark.parametrize("verb", VERBS)
def test_a_stale_page_changes_nothing(file: File, verb: str) -> None:
    before = list_entries(file.instance.services.database, file.id)
    with pytest.raises(StaleVersion):
        VERBS[verb](file, file.instance.evaluator, file.version - 1)
    assert len(list_entries(file.instance.services.database, file.id)) == len(before)


@pytest.mark.parametrize("verb", VERBS)
def test_a_draft_is_not_there_for_an_evaluator(instance: Instance, verb: str) -> None:
    draft = a_file(instance)
    with pytest.raises(SubmissionUnknown):
        VERBS[verb](draft, instance.evaluator, draft.version)


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_is_examined_before_its_time_or_after(instance: Instance, verb: str) -> None:
    early = a_file(instance).completed().lodged()
    with pytest.raises(IllegalTransition):
        VERBS[verb](early, instance.evaluator, early.version)
    instance.services.submissions.withdraw(instance.publisher, early.id, early.version)
    with pytest.raises(IllegalTransition):
        VERBS[verb](early, instance.evaluator, early.version)


def test_a_ruling_concludes_what_the_machine_left_open(file: File) -> None:
    assert effective(file)["QUA-07"] is Outcome.UNDETERMINED
    file.rule("QUA-07", CONFORMING)

    assert effective(file)["QUA-07"] is CONFORMING
    (entry,) = [one for one in list_entries(file.instance.services.database, file.id) if one.event == "verdict.ruled"]
    assert (entry.facts["criterion"], entry.facts["override"]) == ("QUA-07", False)
    assert file.assessed.assessment.verdicts[0].ruled is False


def test_the_last_ruling_on_a_criterion_counts(file: File) -> None:
    file.rule("QUA-07", CONFORMING)
    file.rule("QUA-07", NONCONFORMING)

    assert effective(file)["QUA-07"] is NONCONFORMING


@pytest.mark.parametrize(
    ("criterion", "outcome", "grounds", "error"),
    [
        ("XXX-99", CONFORMING, GROUNDS, CriterionUnknown),
        ("QUA-07", Outcome.UNDETERMINED, GROUNDS, OutcomeRefused),
        ("QUA-07", Outcome.NOT_ASSESSED, GROUNDS, OutcomeRefused),
        ("QUA-07", CONFORMING, "", GroundsMissing),
        ("QUA-07", CONFORMING, " ok      \n   ", GroundsMissing),
        ("QUA-07", CONFORMING, "x" * 4001, FieldRefused),
    ],
)
def test_a_ruling_without_criterion_conclusion_or_grounds_is_refused(
    file: File, criterion: str, outcome: Outcome, grounds: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        file.rule(criterion, outcome, grounds=grounds)
    with file.instance.services.database.read() as session:
        assert list_rulings(session, file.assessed.evaluation.id) == []


@pytest.mark.parametrize("outcome", [NONCONFORMING, Outcome.NOT_APPLICABLE])
def test_reversing_the_machine_counts_once_a_second_evaluator_agrees(file: File, outcome: Outcome) -> None:
    countersign = file.instance.services.reviews.countersign
    ruling = file.rule("TRK-01", outcome)
    assert effective(file)["TRK-01"] is CONFORMING
    with pytest.raises(OwnRuling):
        countersign(file.instance.evaluator, ruling)
    for who in OTHERS:
        with pytest.raises(RoleRefused):
            countersign(getattr(file.instance, who), ruling)
    assert effective(file)["TRK-01"] is CONFORMING

    countersign(file.instance.second, ruling)
    countersign(file.instance.second, ruling)  # a double click
    assert effective(file)["TRK-01"] is outcome
    entries = list_entries(file.instance.services.database, ruling)
    assert [entry.event for entry in entries] == ["ruling.countersigned"]


def test_a_ruling_that_agrees_with_the_machine_counts_at_once(file: File) -> None:
    file.rule("TRK-01", CONFORMING)

    with file.instance.services.database.read() as session:
        (ruled,) = list_rulings(session, file.assessed.evaluation.id)
    assert (ruled.counts, ruled.row.is_override) == (True, False)


def test_a_ruling_that_is_not_there_is_not_countersigned(file: File) -> None:
    with pytest.raises(RulingUnknown):
        file.instance.services.reviews.countersign(file.instance.second, RulingId("rul_none"))


def test_what_was_opined_or_decided_on_is_not_countersigned_afterwards(file: File) -> None:
    reviews = file.instance.services.reviews
    ruling = file.rule("TRK-01", NONCONFORMING)
    file.ruled().opined()
    with pytest.raises(IllegalTransition):
        reviews.countersign(file.instance.second, ruling)

    file.decide("refuse")
    with pytest.raises(IllegalTransition):
        reviews.countersign(file.instance.second, ruling)
    assert effective(file)["TRK-01"] is CONFORMING


def test_a_ruling_of_an_older_examination_is_not_countersigned(file: File) -> None:
    instance = file.instance
    ruling = file.rule("TRK-01", NONCONFORMING)
    instance.services.evaluations.restart(instance.evaluator, file.id, file.version)
    file.examined()

    with pytest.raises(ExaminationRunning):
        instance.services.reviews.countersign(instance.second, ruling)


@pytest.mark.parametrize("verb", ["rule", "opine", "contradict"])
def test_nobody_concludes_while_a_newer_examination_runs(file: File, verb: str) -> None:
    file.instance.services.evaluations.restart(file.instance.evaluator, file.id, file.version)

    with pytest.raises(ExaminationRunning):
        VERBS[verb](file, file.instance.evaluator, file.version)


@pytest.mark.parametrize("verb", ["rule", "opine", "contradict"])
def test_nobody_concludes_on_a_piece_that_was_not_examined_yet(file: File, verb: str) -> None:
    file.captured(b"a capture that shows something else")  # its examination is ordered, and no worker was there yet

    with pytest.raises(ExaminationRunning):
        VERBS[verb](file, file.instance.evaluator, file.version)
    file.examined()
    VERBS[verb](file, file.instance.evaluator, file.version)


def test_before_any_conclusion_there_is_nothing_to_rule_on(instance: Instance) -> None:
    file = a_file(instance).completed().lodged().admitted()
    with pytest.raises((NotExamined, IllegalTransition)):
        file.rule("QUA-07", CONFORMING)


def test_a_question_stops_the_clock_and_has_its_day(file: File) -> None:
    request = ask(file, criterion="TRK-02")

    with file.instance.services.database.read() as session:
        ((row, reply),) = list_requests(session, file.id)
    assert (row.id, row.criterion, row.question, reply) == (request, "TRK-02", "Que montre l'écran 3 ?", None)
    assert (row.due_on - row.asked_at.date()).days == 30
    assert file.row.state == "awaiting_publisher"
    with pytest.raises(IllegalTransition):
        ask(file)


@pytest.mark.parametrize(
    ("question", "criterion", "error"),
    [("", None, FieldRefused), ("x" * 4001, None, FieldRefused), ("Quoi ?", "XXX-99", CriterionUnknown)],
)
def test_a_question_about_nothing_is_refused(
    file: File, question: str, criterion: str | None, error: type[Exception]
) -> None:
    with pytest.raises(error):
        ask(file, question, criterion)
    assert file.row.state == "under_evaluation"


def test_every_question_is_answered_by_its_own_publisher(file: File) -> None:
    instance, reply = file.instance, file.instance.services.reviews.reply
    request = ask(file)
    for answers, error in (
        ({}, FieldRefused),
        ({request: " "}, FieldRefused),
        ({request: "Oui.", RequestId("req_none"): "Non."}, RequestUnknown),
    ):
        with pytest.raises(error):
            reply(instance.publisher, file.id, answers, file.version)
    with pytest.raises(SubmissionUnknown):
        reply(instance.rival, file.id, {request: "Oui."}, file.version)
    with pytest.raises(RoleRefused):
        reply(instance.evaluator, file.id, {request: "Oui."}, file.version)

    seen = file.version
    reply(instance.publisher, file.id, {request: "La courbe du souffle."}, seen)
    with pytest.raises(StaleVersion):
        reply(instance.publisher, file.id, {request: "La courbe du souffle."}, seen)  # a double click
    assert file.row.state == "admissible"
    assert file.examined().row.state == "under_evaluation"


def test_the_publisher_is_heard_before_an_adverse_opinion(file: File) -> None:
    reviews = file.instance.services.reviews
    with pytest.raises(GroundsMissing):
        reviews.contradict(file.instance.evaluator, file.id, "non", file.version)
    reviews.contradict(file.instance.evaluator, file.id, GROUNDS, file.version)

    assert file.row.state == "contradictory"
    assert list_entries(file.instance.services.database, file.id)[-1].facts == {"report": GROUNDS}
    file.rule("QUA-07", NONCONFORMING)
    request = ask(file)
    reviews.reply(file.instance.publisher, file.id, {request: "Nous corrigerons."}, file.version)
    assert file.examined().opined(OpinionKind.UNFAVOURABLE).row.state == "in_commission"


@pytest.mark.parametrize("opinion", OpinionKind)
@pytest.mark.parametrize("reservations", [{}, {"SEC-11": "Un test d'intrusion avant l'été."}])
def test_reservations_go_with_the_opinions_that_speak_of_some(
    file: File, opinion: OpinionKind, reservations: dict[str, str]
) -> None:
    if ("reservations" in opinion) is bool(reservations):
        assert file.opined(opinion, reservations).row.state == "in_commission"
        return
    with pytest.raises(FieldRefused) as caught:
        file.opined(opinion, reservations)
    assert caught.value.facts["field"] == "reservations"
    assert file.row.state == "under_evaluation"


@pytest.mark.parametrize(
    ("reservations", "error"), [({"XXX-99": "Faire mieux."}, CriterionUnknown), ({"SEC-11": " "}, FieldRefused)]
)
def test_a_reservation_names_a_criterion_and_a_condition(
    file: File, reservations: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        file.opined(OpinionKind.WITH_RESERVATIONS, reservations)


def test_an_opinion_has_grounds_and_is_given_once(file: File) -> None:
    instance = file.instance
    with pytest.raises(GroundsMissing):
        instance.services.reviews.opine(instance.evaluator, file.id, OpinionKind.FAVOURABLE, "", {}, file.version)
    file.opined()
    with pytest.raises(IllegalTransition):
        file.opined()


def test_the_same_word_twice_is_one_ruling(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture()
    criterion = next(one.criterion for one in file.assessed.assessment.verdicts if one.needs_ruling)
    first = file.rule(criterion, Outcome.CONFORMING)
    assert file.rule(criterion, Outcome.CONFORMING) == first
    assert file.rule(criterion, Outcome.NONCONFORMING) != first
    assert file.rule(criterion, Outcome.CONFORMING) != first
