"""Tests of the reads of evaluations."""

from catalog.evaluations.queries import (
    find_assessed,
    get_assessed,
    list_builds,
    list_coverage,
    list_findings,
    list_runs,
)
from criteria.findings import ArtifactKind
from tests.builders.instance import Instance, a_file
from tests.fakes.laboratory import PACKAGE, VERSION_CODE


def test_before_the_first_conclusion_nothing_is_assessed(instance: Instance) -> None:
    file = a_file(instance).completed().lodged().admitted()
    instance.worker.work_one()
    instance.worker.work_one()

    with instance.services.database.read() as session:
        assert find_assessed(session, file.id) is None


def test_the_newest_concluded_examination_counts(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture()
    first = file.assessed
    instance.services.evaluations.restart(instance.evaluator, file.id, file.version)
    assert file.assessed.evaluation.id == first.evaluation.id
    file.examined()

    assert file.assessed.evaluation.number == 2
    with instance.services.database.read() as session:
        assert get_assessed(session, first.evaluation.id).assessment == first.assessment


def test_runs_findings_and_coverage_are_read_in_order(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture()
    with instance.services.database.read() as session:
        runs = list_runs(session, file.assessed.evaluation.id)
        findings = list_findings(session, file.assessed.evaluation.id)
        coverage = list_coverage(session, file.assessed.evaluation.id)

    assert [artifact.kind for _, artifact in runs] == ["apk", *["document"] * 5, ArtifactKind.CAPTURE]
    assert all(run.artifact_id == artifact.id for run, artifact in runs)
    for rows in (findings, coverage):
        numbers = [row.number for row in rows]
        assert numbers == sorted(numbers)
        assert numbers


def test_the_builds_of_an_app_are_those_that_were_read(instance: Instance) -> None:
    file = a_file(instance).completed().lodged().admitted()
    with instance.services.database.read() as session:
        assert list_builds(session, file.id) == []
    file.examined()

    with instance.services.database.read() as session:
        (build,) = list_builds(session, file.id)
    assert (build.package, build.version_code, len(build.digest)) == (PACKAGE, VERSION_CODE, 64)
