"""Pieces of a draft read ahead, in the same jail, only to propose answers to the questionnaire.

It decides nothing and clears nothing: no finding of it enters a dossier, and the examination reads every piece anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyzers.contract import ReadState, RunOutcome
from catalog.evaluations.clues import follow_clues
from catalog.evaluations.dossier import store_text
from catalog.evaluations.examination import Piece, examine
from catalog.evaluations.laboratory import Laboratory, Reading
from catalog.evaluations.model import RunId
from catalog.evaluations.quotes import follow_quotes
from catalog.evaluations.records import load_evidence, note_evidence
from catalog.journal.actor import SERVICE
from catalog.journal.service import Journal
from catalog.plumbing.signing import canonical
from catalog.plumbing.storage import ArtifactDigest, BlobCorrupted, BlobMissing, BlobStore
from catalog.submissions.custody import Custody, PieceErased
from catalog.submissions.lifecycle import PUBLISHERS_TURN, SubmissionState
from catalog.submissions.model import Artifact, ArtifactId, PreliminaryReading, Submission, SubmissionId
from criteria.findings import ArtifactKind, Finding, Source, Text

AHEAD = RunId("ahead")
NOT_READ = RunOutcome(
    ReadState.LIMIT,
    "not-read-ahead",
    Text(
        "Nous n'avons pas pu lire cette pièce d'avance : elle ne propose aucune réponse. L'examen la lira.",
        "We could not read this piece ahead: it proposes no answer. The examination will read it.",
    ),
)


@dataclass(frozen=True, slots=True)
class Preliminaries:
    """Reads what a publisher lodges in its draft, once per piece, and keeps what that proposes."""

    journal: Journal
    blobs: BlobStore
    custody: Custody
    laboratory: Laboratory

    def read(self, submission_id: SubmissionId, artifact_id: ArtifactId) -> None:
        """Read one piece of a file that its publisher still has in hand; nothing if that was done already."""
        with self.journal.database.read() as session:
            if not _is_due(session, submission_id, artifact_id):
                return
            artifact = session.get_one(Artifact, artifact_id)
            package = _find_package(session, submission_id)
        try:
            with self.custody.open(ArtifactDigest(artifact.digest)) as path:
                reading = self.laboratory.extract(ArtifactKind(artifact.kind), path)
        except (BlobCorrupted, BlobMissing, PieceErased):
            reading = Reading(NOT_READ, None, "none", {})
        self._keep(artifact, reading, self._propose(artifact, reading, package))

    def give_up(self, submission_id: SubmissionId, artifact_id: ArtifactId) -> None:
        """Leave a piece that was tried too often: it proposes nothing, and says so."""
        with self.journal.database.read() as session:
            if not _is_due(session, submission_id, artifact_id):
                return
            artifact = session.get_one(Artifact, artifact_id)
        self._keep(artifact, Reading(NOT_READ, None, "none", {}), [])

    def _propose(self, artifact: Artifact, reading: Reading, package: str | None) -> list[dict[str, Any]]:
        if reading.evidence is None:
            return []
        if artifact.kind == ArtifactKind.DOCUMENT:
            return follow_quotes(reading.evidence, artifact.filename)
        pieces = [_as_piece(artifact, reading, reading.evidence)]
        if artifact.kind == ArtifactKind.CAPTURE and package is not None:
            try:
                app = load_evidence(self.blobs, package) or {}
            except (BlobCorrupted, BlobMissing):
                app = {}
            pieces.insert(0, _as_package(app))
        return follow_clues(reading.evidence, self._find(pieces))

    def _find(self, pieces: Sequence[Piece]) -> list[Finding]:
        """State what the detectors see in the last of these pieces; the others only say what it belongs to."""
        detectors = self.laboratory.detectors
        observed = examine(pieces, detectors, self.laboratory.knowledge())
        return [finding for item in observed if item.run_id == AHEAD for finding in item.findings]

    def _keep(self, artifact: Artifact, reading: Reading, proposals: Sequence[Mapping[str, Any]]) -> None:
        blob = None if reading.evidence is None else self.blobs.put(canonical(reading.evidence))
        with self.journal.act(SERVICE) as act:
            if not _is_due(act.session, artifact.submission_id, artifact.id):
                return
            if blob and reading.evidence:
                note_evidence(act, blob, reading.evidence, artifact.digest)
            act.session.add(
                PreliminaryReading(
                    submission_id=artifact.submission_id,
                    artifact_id=artifact.id,
                    state=reading.outcome.state,
                    message=store_text(reading.outcome.message),
                    evidence_digest=blob.digest if blob else None,
                    proposals=list(proposals),
                    read_at=act.now,
                )
            )
            facts = {"artifact": artifact.id, "code": reading.outcome.code, "proposals": len(proposals)}
            act.record("piece.read_ahead", artifact.submission_id, facts=facts)


def _is_due(session: Session, submission_id: SubmissionId, artifact_id: ArtifactId) -> bool:
    submission = session.get_one(Submission, submission_id)
    done = sa.select(PreliminaryReading.number).where(PreliminaryReading.artifact_id == artifact_id)
    return SubmissionState(submission.state) in PUBLISHERS_TURN and session.scalar(done) is None


def _find_package(session: Session, submission_id: SubmissionId) -> str | None:
    """Return the evidence of the file's package, if it was read ahead."""
    query = (
        sa.select(PreliminaryReading.evidence_digest)
        .join(Artifact, Artifact.id == PreliminaryReading.artifact_id)
        .where(PreliminaryReading.submission_id == submission_id, Artifact.kind == ArtifactKind.APK)
        .order_by(PreliminaryReading.number.desc())
    )
    return session.scalar(query.limit(1))


def _as_piece(artifact: Artifact, reading: Reading, evidence: Mapping[str, Any]) -> Piece:
    return Piece(
        AHEAD,
        ArtifactKind(artifact.kind),
        artifact.digest,
        Source(artifact.source),
        artifact.is_attested,
        reading.outcome.state,
        reading.outcome.message,
        evidence,
    )


def _as_package(evidence: Mapping[str, Any]) -> Piece:
    digest = str(evidence.get("subject", {}).get("sha256", ""))
    read = (ReadState.READ, Text("", ""))
    return Piece(RunId("package"), ArtifactKind.APK, digest, Source.BENCH, False, *read, evidence)  # noqa: FBT003 -- a package is itself
