"""Tests of the verbs of an evaluation."""

from typing import Any

import pytest
import sqlalchemy as sa

from analyzers.contract import ReadState, RunOutcome
from catalog.evaluations.model import AssessmentRow, Evaluation, Evidence, Run
from catalog.evaluations.service import ExaminationRunning
from catalog.journal.queries import list_entries
from catalog.plumbing.storage import ArtifactDigest
from catalog.publishers.service import RoleRefused
from catalog.submissions.lifecycle import IllegalTransition
from catalog.submissions.model import Artifact
from catalog.submissions.service import StaleVersion
from criteria.findings import ArtifactKind, Text
from criteria.model import Outcome
from tests.builders.instance import ANSWERS, DOCUMENTED, File, Instance, a_file
from tests.fakes.laboratory import CLEAN

REFUSED = RunOutcome(ReadState.REFUSED, "not-an-apk", Text("Ce n'est pas un paquet.", "This is no package."))


def rows(file: File, table: Any) -> list[Any]:
    with file.instance.services.database.read() as session:
        return list(session.scalars(sa.select(table)))


def outcomes(file: File) -> dict[str, Outcome]:
    return {verdict.criterion: verdict.outcome for verdict in file.assessed.assessment.verdicts}


def apk_of(file: File) -> Artifact:
    return next(row for row in rows(file, Artifact) if row.kind == "apk")


def spoil(file: File, digest: str) -> None:
    path = file.instance.services.blobs.path(ArtifactDigest(digest))
    path.chmod(0o644)
    path.write_bytes(b"spoilt")


def test_a_whole_file_is_examined_and_handed_to_the_evaluators(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture()

    assert file.row.state == "under_evaluation"
    assert {run.code for run in rows(file, Run)} == {"read"}
    assert outcomes(file)["TRK-01"] is Outcome.CONFORMING
    assert outcomes(file)["QUA-07"] is Outcome.UNDETERMINED


def test_opening_twice_opens_once(instance: Instance) -> None:
    file = a_file(instance).completed().lodged().admitted()
    instance.services.evaluations.open(file.id)
    instance.services.evaluations.open(file.id)
    assert len(rows(file, Evaluation)) == 1

    file.examined()
    instance.services.evaluations.open(file.id)
    assert len(rows(file, Evaluation)) == 1


@pytest.mark.parametrize("state", ["draft", "lodged", "decided"])
def test_a_file_in_another_state_is_not_opened(instance: Instance, state: str) -> None:
    file = a_file(instance)
    file = {"draft": lambda: file, "lodged": lambda: file.completed().lodged(), "decided": file.listed}[state]()
    before = len(rows(file, Evaluation))
    instance.services.evaluations.open(file.id)

    assert len(rows(file, Evaluation)) == before


def test_a_piece_is_read_once(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture()
    read = list(instance.laboratory.read)
    evaluation = file.assessed.evaluation.id
    for run in rows(file, Run):
        instance.services.evaluations.extract(evaluation, run.artifact_id)
        instance.services.evaluations.interrupt(evaluation, run.artifact_id)

    assert instance.laboratory.read == read
    assert len(rows(file, Run)) == 7


def test_it_is_concluded_once_and_only_when_every_piece_has_its_run(instance: Instance) -> None:
    file = a_file(instance).completed().lodged().admitted()
    instance.services.evaluations.open(file.id)
    (evaluation,) = rows(file, Evaluation)
    instance.services.evaluations.conclude(evaluation.id)
    instance.services.evaluations.extract(evaluation.id, apk_of(file).id)
    instance.services.evaluations.conclude_unread(evaluation.id)
    assert rows(file, AssessmentRow) == []

    file.examined()
    instance.services.evaluations.conclude(evaluation.id)
    instance.services.evaluations.conclude_unread(evaluation.id)
    assert len(rows(file, AssessmentRow)) == 1
    events = [entry.event for entry in list_entries(instance.services.database, evaluation.id)]
    assert events.count("evaluation.concluded") == 1


def test_the_same_evidence_is_kept_once(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture()
    instance.services.evaluations.restart(instance.evaluator, file.id, file.version)
    file.examined()

    assert len(rows(file, Run)) == 14
    assert len(rows(file, Evidence)) == 7


def test_a_package_that_is_refused_never_reads_as_a_clean_app(instance: Instance) -> None:
    file = a_file(instance).completed()
    instance.laboratory.endings[apk_of(file).digest] = REFUSED
    file.lodged().captured().admitted().examined()

    judged = outcomes(file)
    for criterion in ("GOV-04", "MON-03", "PRI-13", "SEC-01", "SEC-09", "TRK-01", "TRK-02"):
        assert judged[criterion] is Outcome.UNDETERMINED, criterion
    reasons = {
        gap.reason for one in file.assessed.assessment.verdicts for gap in one.missing if gap.what == "app.signed"
    }
    assert REFUSED.message in reasons


def test_without_a_capture_of_our_own_no_traffic_is_clean(instance: Instance) -> None:
    file = a_file(instance).completed()
    file.add(ArtifactKind.CAPTURE, b"what the publisher saw", attested=True)
    file.lodged().admitted().examined()

    assert outcomes(file)["TRK-02"] is Outcome.UNDETERMINED
    assert outcomes(file)["SEC-01"] is Outcome.UNDETERMINED


def test_what_a_publishers_own_capture_shows_counts_against_it(instance: Instance) -> None:
    ((kind, attributes),) = CLEAN[ArtifactKind.CAPTURE]
    instance.laboratory.stated[ArtifactKind.CAPTURE] = [(kind, {**attributes, "purposes": ("advertising",)})]
    file = a_file(instance).completed()
    file.add(ArtifactKind.CAPTURE, b"what the publisher saw")
    file.lodged().admitted().examined()

    assert outcomes(file)["TRK-02"] is Outcome.NONCONFORMING


def test_a_copy_that_was_damaged_is_never_read_and_says_so(instance: Instance) -> None:
    file = a_file(instance).completed().lodged()
    spoil(file, apk_of(file).digest)
    file.captured().admitted().examined()

    assert [run.code for run in rows(file, Run) if run.artifact_id == apk_of(file).id] == ["piece-damaged"]
    assert apk_of(file).digest not in instance.laboratory.read
    assert outcomes(file)["TRK-01"] is Outcome.UNDETERMINED


def test_evidence_that_was_damaged_establishes_nothing(instance: Instance) -> None:
    file = a_file(instance).completed().lodged().captured().admitted()
    while not rows(file, Evidence):
        instance.worker.work_one()
    (evidence,) = rows(file, Evidence)
    spoil(file, evidence.digest)
    file.examined()

    assert file.row.state == "under_evaluation"
    assert outcomes(file)["TRK-01"] is Outcome.UNDETERMINED


def test_a_piece_that_came_late_opens_a_new_examination(instance: Instance) -> None:
    file = a_file(instance).completed().lodged().admitted().examined()
    assert outcomes(file)["TRK-02"] is Outcome.UNDETERMINED
    file.captured().examined()

    assert file.assessed.evaluation.number == 2
    assert outcomes(file)["TRK-02"] is Outcome.CONFORMING


def test_answers_given_with_a_reply_are_judged(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture()
    services = instance.services
    asked = services.reviews.request(instance.evaluator, file.id, "Que rendez-vous ?", "VIE-05", file.version)
    services.submissions.declare(instance.publisher, file.id, {"end_of_service": False}, file.version)
    services.reviews.reply(instance.publisher, file.id, {asked: "Rien, en fait."}, file.version)
    file.examined()

    assert file.assessed.evaluation.number == 2
    assert outcomes(file)["VIE-05"] is Outcome.NONCONFORMING
    assert "end_of_service" in DOCUMENTED
    assert ANSWERS["end_of_service"] is True


def test_an_evaluator_has_the_file_examined_again(instance: Instance) -> None:
    file = a_file(instance).completed().lodged().captured()
    instance.laboratory.endings[apk_of(file).digest] = REFUSED
    file.admitted().examined()
    instance.laboratory.endings.clear()
    restart = instance.services.evaluations.restart

    for who in ("publisher", "officer", "authority", "operator", "auditor"):
        with pytest.raises(RoleRefused):
            restart(getattr(instance, who), file.id, file.version)
    with pytest.raises(StaleVersion):
        restart(instance.evaluator, file.id, file.version - 1)
    restart(instance.evaluator, file.id, file.version)
    with pytest.raises(ExaminationRunning):
        restart(instance.evaluator, file.id, file.version)
    file.examined()
    assert outcomes(file)["TRK-01"] is Outcome.CONFORMING


def test_a_decided_file_is_not_examined_again(instance: Instance) -> None:
    file = a_file(instance).listed()
    with pytest.raises(IllegalTransition):
        instance.services.evaluations.restart(instance.evaluator, file.id, file.version)


def test_an_examination_goes_on_beside_a_withdrawal_and_moves_nothing(instance: Instance) -> None:
    file = a_file(instance).completed().lodged().admitted()
    instance.worker.work_one()
    instance.worker.work_one()
    instance.services.submissions.withdraw(instance.publisher, file.id, file.version)
    file.examined()

    assert file.row.state == "withdrawn"
    assert set(instance.services.queue.depth()) == {"done"}
