"""Rows of an evaluation, written from what instruments and rules gave."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from catalog.evaluations.dossier import store_pointer, store_text, text_of
from catalog.evaluations.examination import Observed, Piece
from catalog.evaluations.model import (
    AssessmentId,
    AssessmentRow,
    CoverageRow,
    EvaluationId,
    Evidence,
    FindingRow,
    Run,
    VerdictRow,
)
from catalog.journal.service import Act
from catalog.plumbing.ids import Ids
from catalog.plumbing.storage import ArtifactDigest, Blob, BlobStore
from catalog.submissions.model import AppVersion, Artifact, Submission, SubmissionId
from criteria.findings import ArtifactKind
from criteria.model import Assessment, Level, Missing, Outcome, Verdict


def note_evidence(act: Act, blob: Blob, evidence: Mapping[str, Any], artifact_digest: str) -> None:
    """Note a kept evidence document, once: several readings of the same bytes give the same one."""
    if act.session.get(Evidence, blob.digest) is None:
        row = Evidence(
            digest=blob.digest,
            format=str(evidence["schema"]),
            artifact_digest=artifact_digest,
            size=blob.size,
            kept_at=act.now,
        )
        act.session.add(row)


def load_evidence(blobs: BlobStore, digest: str | None) -> dict[str, Any] | None:
    """Return the evidence document of this digest, or None for none."""
    if digest is None:
        return None
    document: dict[str, Any] = json.loads(blobs.get(ArtifactDigest(digest)))
    return document


def find_read(session: Session, digest: str) -> Run | None:
    """Return the last run that left evidence of the piece with this digest."""
    query = (
        sa.select(Run)
        .join(Artifact, Artifact.id == Run.artifact_id)
        .where(Artifact.digest == digest, Run.evidence_digest.is_not(None))
    )
    return session.scalar(query.order_by(Run.ended_at.desc(), Run.id.desc()).limit(1))


def add_observed(
    session: Session, evaluation_id: EvaluationId, observed: Sequence[Observed], knowledge_version: str
) -> None:
    """Add the findings and coverage of one evaluation; the same fact stated twice is one finding."""
    seen: set[str] = set()
    for item in observed:
        for finding in item.findings:
            if finding.digest in seen:
                continue
            seen.add(finding.digest)
            row = FindingRow(
                evaluation_id=evaluation_id,
                run_id=item.run_id,
                digest=finding.digest,
                kind=finding.kind,
                attributes={k: list(v) if isinstance(v, tuple) else v for k, v in finding.attributes.items()},
                reasoning=store_text(finding.reasoning),
                pointer=store_pointer(finding.pointer),
                source=finding.source,
                detector=item.detector,
                detector_version=item.version,
                knowledge_version=knowledge_version,
            )
            session.add(row)
        for coverage in item.coverage:
            line = CoverageRow(
                evaluation_id=evaluation_id,
                run_id=item.run_id,
                kind=coverage.kind,
                scope=coverage.scope,
                extent=coverage.extent,
                reason=store_text(coverage.reason),
                source=coverage.source,
                detector=item.detector,
            )
            session.add(line)


def add_version(
    session: Session, ids: Ids, submission_id: SubmissionId, pieces: Sequence[Piece], now: datetime
) -> None:
    """Add the build that the APK turned out to be, if it could be read and is new."""
    apk = next((piece for piece in pieces if piece.kind is ArtifactKind.APK), None)
    facts = (apk.evidence or {}).get("apk", {}) if apk else {}
    if apk is None or not facts.get("packageName"):
        return
    app_id = session.get_one(Submission, submission_id).app_id
    known = sa.select(AppVersion.id).where(AppVersion.app_id == app_id, AppVersion.apk_digest == apk.digest)
    if session.scalar(known) is None:
        version = AppVersion(
            id=ids.new("ver"),
            app_id=app_id,
            package=_plain(facts["packageName"], 255) or "",
            version_name=_plain(facts.get("versionName"), 255),
            version_code=_plain(facts.get("versionCode"), 20),
            apk_digest=apk.digest,
            seen_at=now,
        )
        session.add(version)


def _plain(text: str | None, longest: int) -> str | None:
    """Cut what a hostile manifest may say to what every database can hold."""
    return (text or "").replace("\0", "\ufffd")[:longest] or None


def add_assessment(
    act: Act,
    ids: Ids,
    evaluation_id: EvaluationId,
    assessment: Assessment,
    answers: Mapping[str, Any],
    knowledge_version: str,
) -> None:
    """Add the verdicts of one assessment, with their reasons."""
    row = AssessmentRow(
        id=AssessmentId(ids.new("ass")),
        evaluation_id=evaluation_id,
        edition_id=assessment.edition_id,
        edition_digest=assessment.edition_digest,
        knowledge_version=knowledge_version,
        answers=dict(answers),
        assessed_at=act.now,
    )
    act.session.add(row)
    act.session.flush()
    for position, verdict in enumerate(assessment.verdicts):
        line = VerdictRow(
            assessment_id=row.id,
            criterion=verdict.criterion,
            position=position,
            ref=verdict.ref,
            outcome=verdict.outcome,
            level=verdict.level,
            because=list(verdict.because),
            missing=[{"what": m.what, "scope": m.scope, **store_text(m.reason)} for m in verdict.missing],
            needs_ruling=verdict.needs_ruling,
        )
        act.session.add(line)


def assessment_of(row: AssessmentRow, verdicts: Sequence[VerdictRow]) -> Assessment:
    """Return the assessment as the machine proposed it."""
    return Assessment(row.edition_id, row.edition_digest, tuple(verdict_of(verdict) for verdict in verdicts))


def verdict_of(row: VerdictRow) -> Verdict:
    """Return one verdict as the machine proposed it."""
    return Verdict(
        row.criterion,
        row.ref,
        Outcome(row.outcome),
        Level(row.level),
        tuple(row.because),
        tuple(Missing(gap["what"], gap["scope"], text_of(gap)) for gap in row.missing),
        row.needs_ruling,
    )
