"""Tests of the walk backwards, from a verdict to the bytes."""

import pytest

from catalog.reviews.explanation import explain
from catalog.reviews.service import CriterionUnknown
from criteria.model import Outcome
from tests.builders.instance import GROUNDS, Instance, a_file


def test_a_verdict_leads_to_its_finding_its_evidence_and_its_piece(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture()
    with instance.services.database.read() as session:
        told = explain(session, file.assessed, "GOV-04")

    assert (told.edition, told.criterion.id, told.automated.outcome) == ("2026.0", "GOV-04", Outcome.CONFORMING)
    assert {step.finding.kind for step in told.steps} == {"app.signed"}
    (step,) = told.steps
    assert step.filename == "piece"
    assert step.evidence is not None
    assert instance.services.blobs.get(step.evidence)  # type: ignore[arg-type] -- a digest
    assert (step.run["state"], step.run["tier"], step.run["source"]) == ("read", "fake", "bench")


def test_a_declared_verdict_leads_to_the_answer(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture()
    with instance.services.database.read() as session:
        told = explain(session, file.assessed, "VIE-05")

    assert list(told.answers) == ["end_of_service"]
    assert told.answers["end_of_service"]["documents"]
    assert told.steps == ()


def test_a_ruling_stands_beside_the_machines_verdict(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture()
    file.rule("QUA-07", Outcome.NONCONFORMING)
    with instance.services.database.read() as session:
        told = explain(session, file.assessed, "QUA-07")

    assert told.automated.outcome is Outcome.UNDETERMINED
    assert told.effective.outcome is Outcome.NONCONFORMING
    assert [item.row.grounds for item in told.rulings] == [GROUNDS]


def test_a_criterion_the_edition_does_not_have_is_unknown(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture()
    with instance.services.database.read() as session, pytest.raises(CriterionUnknown):
        explain(session, file.assessed, "XXX-99")
