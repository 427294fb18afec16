"""Named reads of the human examination, and the effective verdicts: the machine's folded with what people ruled."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from catalog.evaluations.model import Evaluation, EvaluationId
from catalog.evaluations.queries import Assessed
from catalog.journal.actor import Role
from catalog.journal.model import JournalEntry
from catalog.reviews.model import Countersignature, InformationReply, InformationRequest, OpinionRow, RulingRow
from catalog.submissions.lifecycle import SubmissionState
from catalog.submissions.model import Artifact, Submission, SubmissionId
from criteria.engine import fold
from criteria.load import load_edition
from criteria.model import Assessment, Outcome, Ruling
from criteria.scoring import SETTLED


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruling with the countersignature it has or still waits for."""

    row: RulingRow
    countersignature: Countersignature | None

    @property
    def counts(self) -> bool:
        """An override counts once a second person agreed; any other ruling counts at once."""
        return not self.row.is_override or self.countersignature is not None


def list_rulings(session: Session, evaluation_id: EvaluationId) -> list[Ruled]:
    """Return the rulings of one evaluation, oldest first."""
    query = (
        sa.select(RulingRow, Countersignature)
        .outerjoin(Countersignature, Countersignature.ruling_id == RulingRow.id)
        .where(RulingRow.evaluation_id == evaluation_id)
        .order_by(RulingRow.number)
    )
    return [Ruled(row, second) for row, second in session.execute(query)]


def list_precedents(
    session: Session, criterion: str, evaluation_id: EvaluationId, most: int = 5
) -> Sequence[RulingRow]:
    """Return the last rulings that other, decided files received on one criterion, newest first."""
    query = (
        sa.select(RulingRow)
        .join(Evaluation, Evaluation.id == RulingRow.evaluation_id)
        .join(Submission, Submission.id == Evaluation.submission_id)
        .where(RulingRow.criterion == criterion, RulingRow.evaluation_id != evaluation_id)
        .where(Submission.state == SubmissionState.DECIDED)
    )
    return session.scalars(query.order_by(RulingRow.number.desc()).limit(most)).all()


def get_effective(session: Session, assessed: Assessed) -> Assessment:
    """Return the effective verdicts of one evaluation."""
    rulings = list_rulings(session, assessed.evaluation.id)
    return _fold(assessed, [item.row for item in rulings if item.counts])


def get_cautious(session: Session, assessed: Assessed) -> Assessment:
    """Return the verdicts as if every objection stood: nobody is granted anything over one that waits to be signed."""
    rulings = list_rulings(session, assessed.evaluation.id)
    return _fold(assessed, [item.row for item in rulings if item.counts or Outcome(item.row.outcome) not in SETTLED])


def _fold(assessed: Assessed, rows: Sequence[RulingRow]) -> Assessment:
    rulings = [Ruling(row.criterion, Outcome(row.outcome), row.grounds) for row in rows]
    return fold(load_edition(assessed.row.edition_id), assessed.assessment, rulings)


def find_opinion(session: Session, evaluation_id: EvaluationId) -> OpinionRow | None:
    """Return the last opinion on one evaluation, if one was given."""
    query = sa.select(OpinionRow).where(OpinionRow.evaluation_id == evaluation_id)
    return session.scalar(query.order_by(OpinionRow.opined_at.desc(), OpinionRow.id).limit(1))


def list_requests(
    session: Session, submission_id: SubmissionId
) -> Sequence[tuple[InformationRequest, InformationReply | None]]:
    """Return every question put to the publisher with its answer, oldest first."""
    query = (
        sa.select(InformationRequest, InformationReply)
        .outerjoin(InformationReply, InformationReply.request_id == InformationRequest.id)
        .where(InformationRequest.submission_id == submission_id)
        .order_by(InformationRequest.asked_at, InformationRequest.id)
    )
    return [(asked, replied) for asked, replied in session.execute(query)]


def list_evaluators(session: Session, submission_id: SubmissionId) -> set[str]:
    """Return everyone who took part in examining a file: none of them may decide on it."""
    mine = sa.select(Evaluation.id).where(Evaluation.submission_id == submission_id)
    rulings = sa.select(RulingRow.id).where(RulingRow.evaluation_id.in_(mine))
    took_part: sa.CompoundSelect[str] = sa.union(
        sa.select(RulingRow.ruled_by).where(RulingRow.evaluation_id.in_(mine)),
        sa.select(Countersignature.signed_by).where(Countersignature.ruling_id.in_(rulings)),
        sa.select(OpinionRow.opined_by).where(OpinionRow.evaluation_id.in_(mine)),
        sa.select(JournalEntry.actor_id).where(
            JournalEntry.subject_id == submission_id, JournalEntry.role == Role.EVALUATOR
        ),
        sa.select(InformationRequest.asked_by).where(InformationRequest.submission_id == submission_id),
        sa.select(Artifact.lodged_by).where(
            Artifact.submission_id == submission_id, Artifact.kind == "capture", Artifact.source == "bench"
        ),
    )
    return set(session.scalars(took_part))
