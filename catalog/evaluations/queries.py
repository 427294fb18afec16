"""Named reads of evaluations, for those who may see the file."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyzers.synthesis.builds import Build
from catalog.evaluations.model import (
    AssessmentRow,
    CoverageRow,
    Evaluation,
    EvaluationId,
    Evidence,
    FindingRow,
    Run,
    VerdictRow,
)
from catalog.evaluations.records import assessment_of
from catalog.submissions.model import AppVersion, Artifact, PreliminaryReading, Submission, SubmissionId
from criteria.model import Assessment


@dataclass(frozen=True, slots=True)
class Assessed:
    """A concluded evaluation: what the machine proposes, and under which edition."""

    evaluation: Evaluation
    row: AssessmentRow
    assessment: Assessment


def list_evidence(session: Session, format_name: str) -> Sequence[str]:
    """List the digests of all evidence documents of one format, the oldest first."""
    query = sa.select(Evidence.digest).where(Evidence.format == format_name).order_by(Evidence.kept_at, Evidence.digest)
    return session.scalars(query).all()


def find_assessed(session: Session, submission_id: SubmissionId) -> Assessed | None:
    """Return the newest concluded evaluation of a file, if any."""
    query = (
        sa.select(Evaluation, AssessmentRow)
        .join(AssessmentRow, AssessmentRow.evaluation_id == Evaluation.id)
        .where(Evaluation.submission_id == submission_id, AssessmentRow.edition_id == Evaluation.edition_id)
        .order_by(Evaluation.number.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    return _load(session, *found) if found else None


def get_assessed(session: Session, evaluation_id: EvaluationId) -> Assessed:
    """Return one concluded evaluation that is known to exist."""
    query = (
        sa.select(Evaluation, AssessmentRow)
        .join(AssessmentRow, AssessmentRow.evaluation_id == Evaluation.id)
        .where(Evaluation.id == evaluation_id, AssessmentRow.edition_id == Evaluation.edition_id)
    )
    return _load(session, *session.execute(query).one())


def _load(session: Session, evaluation: Evaluation, row: AssessmentRow) -> Assessed:
    query = sa.select(VerdictRow).where(VerdictRow.assessment_id == row.id).order_by(VerdictRow.position)
    return Assessed(evaluation, row, assessment_of(row, session.scalars(query).all()))


def list_runs(session: Session, evaluation_id: EvaluationId) -> Sequence[tuple[Run, Artifact]]:
    """Return the ended runs of an evaluation with the piece each one read."""
    query = (
        sa.select(Run, Artifact)
        .join(Artifact, Artifact.id == Run.artifact_id)
        .where(Run.evaluation_id == evaluation_id)
        .order_by(Artifact.lodged_at, Artifact.id)
    )
    return session.execute(query).all()


def list_findings(session: Session, evaluation_id: EvaluationId) -> Sequence[FindingRow]:
    """Return every finding of an evaluation, in the order they were stated."""
    query = sa.select(FindingRow).where(FindingRow.evaluation_id == evaluation_id).order_by(FindingRow.number)
    return session.scalars(query).all()


def list_coverage(session: Session, evaluation_id: EvaluationId) -> Sequence[CoverageRow]:
    """Return every coverage row of an evaluation, in the order they were stated."""
    query = sa.select(CoverageRow).where(CoverageRow.evaluation_id == evaluation_id).order_by(CoverageRow.number)
    return session.scalars(query).all()


def find_evidence(session: Session, submission_id: SubmissionId, digest: str) -> str | None:
    """Return `digest` if a reading of this file left evidence of that name: the only evidence its readers may open."""
    examined = (
        sa.select(Run.evidence_digest)
        .join(Evaluation, Evaluation.id == Run.evaluation_id)
        .where(Evaluation.submission_id == submission_id, Run.evidence_digest == digest)
    )
    ahead = sa.select(PreliminaryReading.evidence_digest).where(
        PreliminaryReading.submission_id == submission_id, PreliminaryReading.evidence_digest == digest
    )
    return session.scalar(examined.limit(1)) or session.scalar(ahead.limit(1))


def list_recent_tiers(session: Session, runs: int = 50) -> Sequence[str]:
    """Return under which sandboxes the last runs were made, sorted."""
    recent = sa.select(Run.tier).order_by(Run.ended_at.desc()).limit(runs).subquery()
    return session.scalars(sa.select(recent.c.tier).distinct().order_by(recent.c.tier)).all()


def list_builds(session: Session, submission_id: SubmissionId) -> list[Build]:
    """Return the builds read so far of the app of a file, the newest last, each with its verified signers."""
    app = sa.select(Submission.app_id).where(Submission.id == submission_id).scalar_subquery()
    versions = session.scalars(
        sa.select(AppVersion).where(AppVersion.app_id == app).order_by(AppVersion.seen_at, AppVersion.id)
    ).all()
    signed = (
        sa.select(Artifact.digest, FindingRow.attributes)
        .join(Run, Run.artifact_id == Artifact.id)
        .join(FindingRow, FindingRow.run_id == Run.id)
        .where(FindingRow.kind == "app.signed", Artifact.digest.in_([row.apk_digest for row in versions]))
    )
    keys: dict[str, set[str]] = {}
    for digest, stated in session.execute(signed):
        if stated.get("verified") is True and stated.get("certificate_sha256"):
            keys.setdefault(digest, set()).add(stated["certificate_sha256"])
    return [
        Build(row.apk_digest, row.package, row.version_code, frozenset(keys.get(row.apk_digest, ())))
        for row in versions
    ]
