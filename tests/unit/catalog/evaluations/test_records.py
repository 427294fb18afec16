"""Tests of the rows of an evaluation."""

import pytest
import sqlalchemy as sa

from catalog.evaluations import records
from catalog.evaluations.model import AssessmentRow, CoverageRow, FindingRow, VerdictRow
from catalog.plumbing.signing import canonical
from catalog.plumbing.storage import BlobCorrupted
from catalog.submissions.model import AppVersion
from criteria.findings import ArtifactKind
from tests.builders.instance import File, Instance, a_file
from tests.fakes.laboratory import CLEAN


@pytest.fixture
def file(instance: Instance) -> File:
    return a_file(instance).examined_with_capture()


def count(file: File, table: type) -> int:
    with file.instance.services.database.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


COMPARED = 2  # what the comparison adds for one host: its sovereignty class, and the app's


def versions(file: File) -> list[AppVersion]:
    with file.instance.services.database.read() as session:
        return list(session.scalars(sa.select(AppVersion)))


def test_evidence_comes_back_re_hashed(instance: Instance) -> None:
    blob = instance.services.blobs.put(canonical({"schema": "x"}))

    assert records.load_evidence(instance.services.blobs, blob.digest) == {"schema": "x"}
    assert records.load_evidence(instance.services.blobs, None) is None
    path = instance.services.blobs.path(blob.digest)
    path.chmod(0o644)
    path.write_bytes(b'{"schema":"y"}')
    with pytest.raises(BlobCorrupted):
        records.load_evidence(instance.services.blobs, blob.digest)


def test_each_finding_is_kept_with_its_instrument_and_knowledge(file: File) -> None:
    with file.instance.services.database.read() as session:
        rows = session.scalars(sa.select(FindingRow).order_by(FindingRow.number)).all()

    assert len(rows) == sum(len(stated) for stated in CLEAN.values()) + COMPARED
    assert {(row.detector, row.detector_version, row.knowledge_version) for row in rows} == {
        ("fake_apk", "1", "fake"),
        ("fake_capture", "1", "fake"),
        ("synthesis", "4", "fake"),
    }


def test_the_same_fact_stated_twice_is_one_finding(instance: Instance) -> None:
    laboratory = instance.laboratory
    whole = laboratory.detectors
    laboratory.detectors = lambda kind: [*whole(kind), *whole(kind)]
    file = a_file(instance).examined_with_capture()

    assert count(file, FindingRow) == sum(len(stated) for stated in CLEAN.values()) + COMPARED
    assert count(file, CoverageRow) > 0


def test_the_build_is_kept_as_it_turned_out_to_be(file: File) -> None:
    (version,) = versions(file)

    assert (version.app_id, version.package, version.version_name, version.version_code) == (
        file.app_id,
        "tld.example.souffle",
        "3.2.0",
        "320",
    )


def test_a_package_without_a_name_makes_no_build(instance: Instance) -> None:
    instance.laboratory.package = None

    assert versions(a_file(instance).completed().lodged().admitted().examined()) == []


def test_what_a_hostile_manifest_says_never_stops_the_conclusion(instance: Instance) -> None:
    instance.laboratory.package = "tld.\0" + "x" * 400
    file = a_file(instance).completed().lodged().admitted().examined()
    (version,) = versions(file)

    assert (len(version.package), "\0" in version.package) == (255, False)
    assert file.row.state == "under_evaluation"


def test_a_build_examined_twice_is_one_build(file: File) -> None:
    services = file.instance.services
    services.evaluations.restart(file.instance.evaluator, file.id, file.version)
    file.examined()

    assert len(versions(file)) == 1


def test_an_assessment_comes_back_as_the_machine_proposed_it(file: File) -> None:
    with file.instance.services.database.read() as session:
        row = session.scalars(sa.select(AssessmentRow)).one()
        lines = session.scalars(sa.select(VerdictRow).order_by(VerdictRow.position)).all()
        assessment = records.assessment_of(row, lines)

    assert assessment == file.assessed.assessment
    assert [verdict.criterion for verdict in assessment.verdicts] == sorted(line.criterion for line in lines)
    assert any(verdict.missing for verdict in assessment.verdicts)
    assert row.answers["purpose"]["value"] == "Noter son souffle chaque jour."
    assert file.row.state == "under_evaluation"
    assert ArtifactKind.APK.value == "apk"
