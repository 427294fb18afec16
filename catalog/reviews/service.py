"""The evaluator's verbs: rule, countersign, request, opine; and the publisher's reply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from catalog.errors import Conflict, NotAllowed, NotFound, Rejected
from catalog.evaluations.model import Evaluation, EvaluationId
from catalog.evaluations.queries import Assessed, find_assessed
from catalog.evaluations.service import ExaminationRunning, find_newest, list_pieces, list_planned
from catalog.journal.actor import Actor, Role
from catalog.journal.service import Act, Journal
from catalog.plumbing.ids import Ids
from catalog.publishers.service import FieldRefused, require, require_text
from catalog.reviews.lifecycle import RULABLE, WITH_CONDITIONS, OpinionKind, is_override
from catalog.reviews.model import (
    Countersignature,
    InformationReply,
    InformationRequest,
    OpinionId,
    OpinionRow,
    RequestId,
    RulingId,
    RulingRow,
)
from catalog.submissions.lifecycle import IllegalTransition, SubmissionState, advance
from catalog.submissions.model import Submission, SubmissionId
from catalog.submissions.service import GroundsMissing, find_for
from criteria.load import load_edition
from criteria.model import Outcome

GROUNDS_MIN, GROUNDS_MAX = 10, 4000
REPLY_TIME = timedelta(days=30)  # procedure C.2: at most 30 days per request
IN_EXAMINATION = frozenset({SubmissionState.UNDER_EVALUATION, SubmissionState.CONTRADICTORY})


class CriterionUnknown(NotFound):
    """The edition of this file has no such criterion."""

    code = "criterion-unknown"


class NotExamined(Conflict):
    """No examination of this file has been concluded yet."""

    code = "not-examined"


class RulingUnknown(NotFound):
    """There is no such ruling."""

    code = "ruling-unknown"


class OwnRuling(NotAllowed):
    """A second person has to countersign, not the one who ruled."""

    code = "own-ruling"


class RequestUnknown(NotFound):
    """There is no such question on this file."""

    code = "request-unknown"


class OutcomeRefused(Rejected):
    """A ruling concludes: conforming, nonconforming or not applicable."""

    code = "outcome-refused"


@dataclass(frozen=True, slots=True)
class Reviews:
    """The human examination. The machine's verdicts stay; rulings stand beside them."""

    journal: Journal
    ids: Ids

    def rule(
        self, actor: Actor, submission_id: SubmissionId, criterion: str, outcome: Outcome, grounds: str, version: int
    ) -> RulingId:
        """Confirm or override one verdict, with grounds. An override counts once a second evaluator countersigns.

        Raises:
            CriterionUnknown: the edition has no such criterion.
            GroundsMissing: the grounds say nothing.
            OutcomeRefused: a ruling concludes.
        """
        require(actor, Role.EVALUATOR)
        with self.journal.act(actor) as act:
            submission = find_for(act.session, actor, submission_id, version)
            assessed = _get_open(act.session, submission)
            verdict = next((v for v in assessed.assessment.verdicts if v.criterion == criterion), None)
            if verdict is None:
                raise CriterionUnknown(criterion=criterion)
            if outcome not in RULABLE:
                raise OutcomeRefused(outcome=outcome)
            override = is_override(verdict, outcome)
            newest = _find_newest(act.session, assessed.evaluation.id, criterion)
            said = (actor.account_id, outcome, grounds.strip())
            if newest and (newest.ruled_by, newest.outcome, newest.grounds) == said:
                return newest.id  # the same word twice is one ruling
            ruling = RulingRow(
                id=RulingId(self.ids.new("rul")),
                number=(act.session.scalar(sa.select(sa.func.max(RulingRow.number))) or 0) + 1,
                evaluation_id=assessed.evaluation.id,
                criterion=criterion,
                outcome=outcome,
                grounds=_check_grounds(grounds),
                is_override=override,
                ruled_by=actor.account_id,
                ruled_at=act.now,
            )
            facts = {"criterion": criterion, "outcome": outcome, "override": override, "ruling": ruling.id}
            act.record("verdict.ruled", submission_id, facts=facts)
            act.session.add(ruling)
            return ruling.id

    def countersign(self, actor: Actor, ruling_id: RulingId) -> None:
        """Agree with another evaluator's override.

        Raises:
            RulingUnknown: there is none of this id.
            OwnRuling: the one who ruled cannot be the second person.
            IllegalTransition: the file is no longer in examination: what was decided on stays as it was.
        """
        require(actor, Role.EVALUATOR)
        with self.journal.act(actor) as act:
            ruling = act.session.get(RulingRow, ruling_id)
            if ruling is None:
                raise RulingUnknown
            if ruling.ruled_by == actor.account_id:
                raise OwnRuling
            if act.session.get(Countersignature, ruling_id):
                return
            _check_open(act.session, ruling)
            row = Countersignature(ruling_id=ruling_id, signed_by=actor.account_id, signed_at=act.now)
            act.session.add(row)
            act.record("ruling.countersigned", ruling_id, facts={"evaluation": ruling.evaluation_id})

    def request(
        self, actor: Actor, submission_id: SubmissionId, question: str, criterion: str | None, version: int
    ) -> RequestId:
        """Ask the publisher; the clock stops until the reply.

        Raises:
            CriterionUnknown: the question is about a criterion that the edition does not have.
        """
        require(actor, Role.EVALUATOR)
        with self.journal.act(actor) as act:
            submission = find_for(act.session, actor, submission_id, version)
            submission.state = advance(SubmissionState(submission.state), "request")
            if criterion is not None and load_edition(submission.edition_id).find_criterion(criterion) is None:
                raise CriterionUnknown(criterion=criterion)
            row = InformationRequest(
                id=RequestId(self.ids.new("req")),
                submission_id=submission_id,
                criterion=criterion,
                question=require_text("question", question, GROUNDS_MAX),
                asked_by=actor.account_id,
                asked_at=act.now,
                due_on=(act.now + REPLY_TIME).date(),
            )
            act.session.add(row)
            act.record("submission.asked", submission_id, facts={"request": row.id, "criterion": criterion})
            return row.id

    def reply(self, actor: Actor, submission_id: SubmissionId, answers: Mapping[RequestId, str], version: int) -> None:
        """Answer every open question; new pieces and answers are then examined like the first ones.

        Raises:
            RequestUnknown: a question is not one of this file's.
            FieldRefused: a question is left without answer.
        """
        require(actor, Role.PUBLISHER)
        with self.journal.act(actor) as act:
            submission = find_for(act.session, actor, submission_id, version)
            submission.state = advance(SubmissionState(submission.state), "reply")
            asked = {row.id for row in list_open_requests(act.session, submission_id)}
            if unknown := set(answers) - asked:
                raise RequestUnknown(request=min(unknown))
            if left := asked - set(answers):
                raise FieldRefused(field=min(left), limit=GROUNDS_MAX)
            for request_id, answer in answers.items():
                text = require_text(request_id, answer, GROUNDS_MAX)
                row = InformationReply(
                    request_id=request_id, answer=text, replied_by=actor.account_id, replied_at=act.now
                )
                act.session.add(row)
            act.record("submission.replied", submission_id, ids={"submission_id": submission_id})

    def contradict(self, actor: Actor, submission_id: SubmissionId, report: str, version: int) -> None:
        """Open the contradictory phase: the publisher is told what stands against the app before any decision."""
        require(actor, Role.EVALUATOR)
        with self.journal.act(actor) as act:
            submission = find_for(act.session, actor, submission_id, version)
            _get_open(act.session, submission)
            submission.state = advance(SubmissionState(submission.state), "contradict")
            act.record("submission.contradicted", submission_id, facts={"report": _check_grounds(report)})

    def opine(
        self,
        actor: Actor,
        submission_id: SubmissionId,
        opinion: OpinionKind,
        grounds: str,
        reservations: Mapping[str, str],
        version: int,
    ) -> OpinionId:
        """Give the committee's opinion; a reservation names a criterion and the condition set for it.

        Raises:
            CriterionUnknown: a reservation names none of the edition's criteria.
            FieldRefused: reservations without an opinion that speaks of some, or the reverse.
        """
        require(actor, Role.EVALUATOR)
        with self.journal.act(actor) as act:
            submission = find_for(act.session, actor, submission_id, version)
            assessed = _get_open(act.session, submission)
            if (opinion in WITH_CONDITIONS) is not bool(reservations):
                raise FieldRefused(field="reservations", limit=None)
            known = {verdict.criterion for verdict in assessed.assessment.verdicts}
            if unknown := set(reservations) - known:
                raise CriterionUnknown(criterion=min(unknown))
            submission.state = advance(SubmissionState(submission.state), "opine")
            conditions = [
                {"criterion": criterion, "condition": require_text("condition", reservations[criterion], 1000)}
                for criterion in sorted(reservations)
            ]
            return self._add_opinion(act, actor, assessed.evaluation.id, opinion, _check_grounds(grounds), conditions)

    def _add_opinion(
        self,
        act: Act,
        actor: Actor,
        evaluation_id: EvaluationId,
        opinion: OpinionKind,
        grounds: str,
        conditions: Sequence[Mapping[str, str]],
    ) -> OpinionId:
        row = OpinionRow(
            id=OpinionId(self.ids.new("opi")),
            evaluation_id=evaluation_id,
            opinion=opinion,
            grounds=grounds,
            reservations=list(conditions),
            opined_by=actor.account_id,
            opined_at=act.now,
        )
        act.session.add(row)
        act.record("opinion.given", evaluation_id, facts={"opinion": opinion, "reservations": len(conditions)})
        return row.id


def _check_grounds(grounds: str) -> str:
    if len(grounds.strip()) < GROUNDS_MIN:
        raise GroundsMissing(limit=GROUNDS_MIN)
    return require_text("grounds", grounds, GROUNDS_MAX)


def _check_open(session: Session, ruling: RulingRow) -> None:
    evaluation = session.get_one(Evaluation, ruling.evaluation_id)
    if _get_open(session, session.get_one(Submission, evaluation.submission_id)).evaluation.id != evaluation.id:
        raise ExaminationRunning  # a newer examination has taken its place


def _get_open(session: Session, submission: Submission) -> Assessed:
    if submission.state not in IN_EXAMINATION:
        raise IllegalTransition(state=submission.state, verb="rule")
    assessed, newest = find_assessed(session, submission.id), find_newest(session, submission.id)
    if assessed is None:
        raise NotExamined
    if newest is None or newest.id != assessed.evaluation.id:
        raise ExaminationRunning
    if {piece.id for piece in list_pieces(session, submission.id)} != set(list_planned(session, newest.id)):
        raise ExaminationRunning  # a piece came since: its examination is ordered, and not yet opened
    return assessed


def _find_newest(session: Session, evaluation_id: EvaluationId, criterion: str) -> RulingRow | None:
    query = sa.select(RulingRow).where(RulingRow.evaluation_id == evaluation_id, RulingRow.criterion == criterion)
    return session.scalar(query.order_by(RulingRow.number.desc()).limit(1))


def list_open_requests(session: Session, submission_id: SubmissionId) -> Sequence[InformationRequest]:
    """Return the questions without answer, oldest first."""
    query = (
        sa.select(InformationRequest)
        .outerjoin(InformationReply, InformationReply.request_id == InformationRequest.id)
        .where(InformationRequest.submission_id == submission_id, InformationReply.request_id.is_(None))
        .order_by(InformationRequest.asked_at, InformationRequest.id)
    )
    return session.scalars(query).all()
