"""The verbs of an evaluation: open it, extract each piece, conclude it. Each may run twice and changes nothing more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyzers.contract import ReadState, RunOutcome
from catalog.errors import Conflict, NotFound
from catalog.evaluations import records
from catalog.evaluations.dossier import build_dossier, store_text, text_of
from catalog.evaluations.examination import Observed, Piece, examine
from catalog.evaluations.laboratory import Laboratory, Reading
from catalog.evaluations.masking import mask_capture
from catalog.evaluations.model import (
    AssessmentRow,
    Evaluation,
    EvaluationId,
    Planned,
    Run,
    RunId,
)
from catalog.evaluations.queries import list_builds
from catalog.journal.actor import SERVICE, Actor, Role
from catalog.journal.service import Act, Journal
from catalog.plumbing.ids import Ids
from catalog.plumbing.signing import canonical
from catalog.plumbing.storage import ArtifactDigest, BlobCorrupted, BlobMissing, BlobStore
from catalog.publishers.service import require
from catalog.submissions.answers import list_answers
from catalog.submissions.custody import Custody, PieceErased
from catalog.submissions.lifecycle import IllegalTransition, SubmissionState, advance
from catalog.submissions.model import Artifact, ArtifactId, Submission, SubmissionId
from catalog.submissions.service import find_apk, find_for
from criteria.engine import assess
from criteria.findings import ArtifactKind, Source, Text
from criteria.load import load_edition

EXAMINABLE = frozenset({SubmissionState.ADMISSIBLE, SubmissionState.UNDER_EVALUATION, SubmissionState.CONTRADICTORY})
INTERRUPTED = RunOutcome(
    ReadState.LIMIT,
    "analysis-interrupted",
    Text(
        "Notre analyse de cette pièce a été interrompue plusieurs fois : elle n'a rien établi. Il faut la relancer.",
        "Our analysis of this piece was interrupted several times: it established nothing. It has to be restarted.",
    ),
)
ERASED = RunOutcome(
    ReadState.LIMIT,
    "piece-erased",
    Text(
        "Ce relevé a été effacé au terme de sa durée de conservation, sans avoir été lu : il n'a rien établi.",
        "This capture was erased at the end of its retention, before it was ever read: it established nothing.",
    ),
)
DAMAGED = RunOutcome(
    ReadState.LIMIT,
    "piece-damaged",
    Text(
        "Notre copie de cette pièce est abîmée : elle n'a rien établi. Il faut la remettre, puis relancer l'analyse.",
        "Our copy of this piece is damaged: it established nothing. Lodge it again, then restart the analysis.",
    ),
)


class ExaminationRunning(Conflict):
    """An examination of this file is under way: it has to end first."""

    code = "examination-running"


class EvaluationUnknown(NotFound):
    """There is no such evaluation, or not for you."""

    code = "evaluation-unknown"


@dataclass(frozen=True, slots=True)
class Evaluations:
    """Examinations of admitted files. The instruments work outside any transaction; what they gave is added in one."""

    journal: Journal
    ids: Ids
    blobs: BlobStore
    custody: Custody
    laboratory: Laboratory

    def open(self, submission_id: SubmissionId) -> None:
        """Open a new examination of an admitted file and plan the reading of each piece that counts."""
        with self.journal.act(SERVICE) as act:
            submission = act.session.get_one(Submission, submission_id)
            if submission.state not in EXAMINABLE:
                return
            newest = find_newest(act.session, submission_id)
            pieces = list_pieces(act.session, submission_id)
            if newest and {piece.id for piece in pieces} == set(list_planned(act.session, newest.id)):
                answered = submission.state == SubmissionState.ADMISSIBLE and is_concluded(act.session, newest.id)
                if not answered:
                    return  # the same pieces are being examined, or were and nothing is new
            self._plan(act, submission, newest, pieces)

    def restart(self, actor: Actor, submission_id: SubmissionId, version: int) -> None:
        """Examine the file again: after an interruption of ours, or with newer instruments.

        Raises:
            ExaminationRunning: the last examination has not ended.
        """
        require(actor, Role.EVALUATOR)
        with self.journal.act(actor) as act:
            submission = find_for(act.session, actor, submission_id, version)
            if submission.state not in EXAMINABLE:
                raise IllegalTransition(state=submission.state, verb="restart")
            newest = find_newest(act.session, submission_id)
            if newest is None or not is_concluded(act.session, newest.id):
                raise ExaminationRunning
            self._plan(act, submission, newest, list_pieces(act.session, submission_id))

    def _plan(self, act: Act, submission: Submission, newest: Evaluation | None, pieces: Sequence[Artifact]) -> None:
        evaluation = Evaluation(
            id=EvaluationId(self.ids.new("eva")),
            submission_id=submission.id,
            number=(newest.number if newest else 0) + 1,
            edition_id=submission.edition_id,
            opened_at=act.now,
        )
        act.session.add(evaluation)
        act.session.flush()
        for piece in pieces:
            act.session.add(Planned(evaluation_id=evaluation.id, artifact_id=piece.id))
        act.record("evaluation.opened", evaluation.id, facts={"submission": submission.id})
        for piece in pieces:
            ids = {"evaluation_id": evaluation.id, "artifact_id": piece.id}
            act.record("run.planned", evaluation.id, ids=ids)

    def extract(self, evaluation_id: EvaluationId, artifact_id: ArtifactId) -> None:
        """Read one piece in the sandbox's child and keep its evidence and outcome; nothing if it was read already."""
        with self.journal.database.read() as session:
            if find_run(session, evaluation_id, artifact_id):
                return
            artifact = session.get_one(Artifact, artifact_id)
        try:
            with self.custody.open(ArtifactDigest(artifact.digest)) as path:
                reading = self.laboratory.extract(ArtifactKind(artifact.kind), path)
        except (BlobCorrupted, BlobMissing):
            reading = Reading(DAMAGED, None, "none", {})
        except PieceErased:
            reading = self._read_again(artifact)
        self._keep(evaluation_id, artifact, reading)

    def _read_again(self, artifact: Artifact) -> Reading:
        """What was read of a piece before its bytes were erased: its evidence stays, and goes on counting."""
        with self.journal.database.read() as session:
            run = records.find_read(session, artifact.digest)
        if run is None:
            return Reading(ERASED, None, "none", {})
        outcome = RunOutcome(ReadState(run.state), run.code, text_of(run.message))
        return Reading(outcome, records.load_evidence(self.blobs, run.evidence_digest), run.tier, run.facts)

    def read_bytes(self, digest: str, member: str, start: int, stop: int) -> bytes:
        """Return some bytes of a kept piece, to be shown to a person; of its member `member` when one is named.

        A member is unpacked in the sandbox's child, like everything that a stranger sent; none where it cannot be.
        Of a capture the structure is shown, never what somebody typed.
        """
        if not 0 <= start < stop:
            return b""
        with self.journal.database.read() as session:
            asked = sa.select(Artifact.id).where(Artifact.digest == digest, Artifact.kind == ArtifactKind.CAPTURE)
            is_capture = session.scalar(asked.limit(1)) is not None
        content = self._read_bytes(digest, member, start, stop)
        return mask_capture(content) if is_capture else content

    def _read_bytes(self, digest: str, member: str, start: int, stop: int) -> bytes:
        try:
            with self.custody.open(ArtifactDigest(digest)) as path:
                if member:
                    return self.laboratory.excerpt(path, member, start, stop)
                with path.open("rb") as handle:
                    handle.seek(min(start, path.stat().st_size))
                    return handle.read(stop - start)
        except (BlobMissing, BlobCorrupted, PieceErased):
            return b""

    def interrupt(self, evaluation_id: EvaluationId, artifact_id: ArtifactId) -> None:
        """End the reading of a piece that was tried too often: it established nothing, and says so."""
        with self.journal.database.read() as session:
            artifact = session.get_one(Artifact, artifact_id)
        self._keep(evaluation_id, artifact, Reading(INTERRUPTED, None, "none", {}))

    def _keep(self, evaluation_id: EvaluationId, artifact: Artifact, reading: Reading) -> None:
        blob = None if reading.evidence is None else self.blobs.put(canonical(reading.evidence))
        with self.journal.act(SERVICE) as act:
            if find_run(act.session, evaluation_id, artifact.id):
                return
            if blob and reading.evidence:
                records.note_evidence(act, blob, reading.evidence, artifact.digest)
            run = Run(
                id=RunId(self.ids.new("run")),
                evaluation_id=evaluation_id,
                artifact_id=artifact.id,
                source=artifact.source,
                state=reading.outcome.state,
                code=reading.outcome.code,
                message=store_text(reading.outcome.message),
                tier=reading.tier,
                facts=dict(reading.facts),
                evidence_digest=blob.digest if blob else None,
                ended_at=act.now,
            )
            act.session.add(run)
            ids = {"evaluation_id": evaluation_id}
            act.record("run.ended", evaluation_id, ids=ids, facts={"run": run.id, "state": run.state, "code": run.code})

    def conclude(self, evaluation_id: EvaluationId) -> None:
        """Once every planned piece has its run: detect, assess, and hand the file to the evaluators."""
        self._conclude(evaluation_id, are_read=True)

    def conclude_unread(self, evaluation_id: EvaluationId) -> None:
        """Conclude although detecting or assessing failed each time: nothing was established, and it says so."""
        self._conclude(evaluation_id, are_read=False)

    def _conclude(self, evaluation_id: EvaluationId, *, are_read: bool) -> None:
        with self.journal.database.read() as session:
            if not self._is_ready(session, evaluation_id):
                return
            pieces = self._list_read(session, evaluation_id)
            evaluation = session.get_one(Evaluation, evaluation_id)
            earlier = list_builds(session, evaluation.submission_id)
            answers = list_answers(session, evaluation.submission_id)
        if not are_read:
            pieces = [_unread(piece, INTERRUPTED) for piece in pieces]
        knowledge = self.laboratory.knowledge()
        observed = examine(pieces, self.laboratory.detectors, knowledge, earlier, answers)
        with self.journal.act(SERVICE) as act:
            if not self._is_ready(act.session, evaluation_id):
                return
            records.add_observed(act.session, evaluation_id, observed, knowledge.version)
            records.add_version(act.session, self.ids, evaluation.submission_id, pieces, act.now)
            self._assess(act, evaluation, observed, answers, knowledge.version)
            submission = act.session.get_one(Submission, evaluation.submission_id)
            if submission.state == SubmissionState.ADMISSIBLE:
                submission.state = advance(SubmissionState.ADMISSIBLE, "conclude")
            ids = {"evaluation_id": evaluation_id, "submission_id": evaluation.submission_id}
            act.record("evaluation.concluded", evaluation_id, ids=ids, facts={"read": are_read})

    def _assess(
        self, act: Act, evaluation: Evaluation, observed: Sequence[Observed], answers: Mapping[str, Any], version: str
    ) -> None:
        findings = [finding for item in observed for finding in item.findings]
        coverage = [row for item in observed for row in item.coverage]
        edition = load_edition(evaluation.edition_id)
        assessment = assess(edition, build_dossier(findings, coverage, answers, act.now.date()))
        records.add_assessment(act, self.ids, evaluation.id, assessment, answers, version)

    @staticmethod
    def _is_ready(session: Session, evaluation_id: EvaluationId) -> bool:
        planned = set(list_planned(session, evaluation_id))
        ended = set(session.scalars(sa.select(Run.artifact_id).where(Run.evaluation_id == evaluation_id)))
        return planned == ended and not is_concluded(session, evaluation_id)

    def _list_read(self, session: Session, evaluation_id: EvaluationId) -> list[Piece]:
        query = (
            sa.select(Run, Artifact)
            .join(Artifact, Artifact.id == Run.artifact_id)
            .where(Run.evaluation_id == evaluation_id)
            .order_by(Artifact.lodged_at, Artifact.id)
        )
        return [self._as_read(run, artifact) for run, artifact in session.execute(query)]

    def _as_read(self, run: Run, artifact: Artifact) -> Piece:
        piece = Piece(
            run.id,
            ArtifactKind(artifact.kind),
            artifact.digest,
            Source(run.source),
            artifact.is_attested,
            ReadState(run.state),
            text_of(run.message),
            None,
        )
        try:
            return replace(piece, evidence=records.load_evidence(self.blobs, run.evidence_digest))
        except (BlobCorrupted, BlobMissing):
            return _unread(piece, DAMAGED)


def _unread(piece: Piece, outcome: RunOutcome) -> Piece:
    return replace(piece, evidence=None, state=outcome.state, message=outcome.message)


def is_concluded(session: Session, evaluation_id: EvaluationId) -> bool:
    """Whether an evaluation has its assessment."""
    query = sa.select(AssessmentRow.id).where(AssessmentRow.evaluation_id == evaluation_id).limit(1)
    return session.scalar(query) is not None


def find_newest(session: Session, submission_id: SubmissionId) -> Evaluation | None:
    """Return the last examination opened for a file."""
    query = sa.select(Evaluation).where(Evaluation.submission_id == submission_id)
    return session.scalar(query.order_by(Evaluation.number.desc()).limit(1))


def find_run(session: Session, evaluation_id: EvaluationId, artifact_id: ArtifactId) -> Run | None:
    """Return the run of one piece in one evaluation, if it ended."""
    query = sa.select(Run).where(Run.evaluation_id == evaluation_id, Run.artifact_id == artifact_id)
    return session.scalar(query)


def list_planned(session: Session, evaluation_id: EvaluationId) -> Sequence[ArtifactId]:
    """Return the pieces an evaluation has to read."""
    return session.scalars(sa.select(Planned.artifact_id).where(Planned.evaluation_id == evaluation_id)).all()


def list_pieces(session: Session, submission_id: SubmissionId) -> list[Artifact]:
    """Return the pieces that count: the last APK lodged, every capture, every document."""
    apk = find_apk(session, submission_id)
    query = sa.select(Artifact).where(Artifact.submission_id == submission_id).order_by(Artifact.lodged_at, Artifact.id)
    return [row for row in session.scalars(query) if row.kind != ArtifactKind.APK or (apk and row.id == apk.id)]
