"""The answers of a file: as they stand, those carried over from the app's last file, those that can be proposed."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from catalog.journal.service import Act
from catalog.plumbing.ids import Ids
from catalog.publishers.model import Publisher
from catalog.submissions.model import App, Artifact, ArtifactId, Declaration, Submission, SubmissionId
from catalog.submissions.prefill import Known, Proposal, carry_over, measure_share, propose
from criteria.findings import ArtifactKind
from criteria.load import load_edition, load_questions
from criteria.model import Question


def list_answers(session: Session, submission_id: SubmissionId) -> dict[str, dict[str, Any]]:
    """Return the last answer to each question."""
    rows = session.scalars(
        sa.select(Declaration).where(Declaration.submission_id == submission_id).order_by(Declaration.number)
    )
    return {row.question: row.answer for row in rows}


def list_documents(session: Session, submission_id: SubmissionId) -> set[str]:
    """Return the digests of the documents lodged with a file: what an answer may cite."""
    query = sa.select(Artifact.digest).where(
        Artifact.submission_id == submission_id, Artifact.kind == ArtifactKind.DOCUMENT
    )
    return set(session.scalars(query))


def carry(act: Act, ids: Ids, submission: Submission) -> None:
    """Carry the answers of the app's last file over to a new draft, with their documents; the journal says so."""
    before = _find_before(act.session, submission)
    if before is None:
        return
    questions = load_questions(load_edition(submission.edition_id))
    answers = carry_over(questions, list_answers(act.session, before.id), before.id, act.now.date())
    cited = {digest for answer in answers.values() for digest in answer["documents"]}
    _bring_documents(act, ids, before.id, submission.id, cited)
    for question, answer in answers.items():
        row = Declaration(
            submission_id=submission.id,
            question=question,
            answer=answer,
            declared_by=act.actor.account_id,
            declared_at=act.now,
        )
        act.session.add(row)
    if answers:
        facts = {"from": before.id, "questions": sorted(answers), "documents": sorted(cited)}
        act.record("submission.carried_over", submission.id, facts=facts)


def _find_before(session: Session, submission: Submission) -> Submission | None:
    """Return the app's last file that answered anything."""
    answered = sa.exists().where(Declaration.submission_id == Submission.id)
    query = sa.select(Submission).where(
        Submission.app_id == submission.app_id, Submission.id != submission.id, answered
    )
    return session.scalar(query.order_by(Submission.created_at.desc(), Submission.id.desc()).limit(1))


def _bring_documents(act: Act, ids: Ids, before: SubmissionId, to: SubmissionId, cited: set[str]) -> None:
    """Name in the new file the bytes that are kept already: a document has one hash wherever it is cited."""
    query = sa.select(Artifact).where(
        Artifact.submission_id == before, Artifact.kind == ArtifactKind.DOCUMENT, Artifact.digest.in_(cited)
    )
    for piece in act.session.scalars(query.order_by(Artifact.lodged_at, Artifact.id)).all():
        again = Artifact(
            id=ArtifactId(ids.new("art")),
            submission_id=to,
            digest=piece.digest,
            size=piece.size,
            kind=piece.kind,
            filename=piece.filename,
            source=piece.source,
            is_attested=piece.is_attested,
            lodged_by=act.actor.account_id,
            lodged_at=act.now,
        )
        act.session.add(again)


def list_proposals(session: Session, submission: Submission) -> dict[str, Proposal]:
    """Return the answers that can be proposed for the questions that have none."""
    answers = list_answers(session, submission.id)
    proposals = propose(_list_questions(submission), _find_known(session, submission))
    return {name: one for name, one in proposals.items() if name not in answers}


def count_filled(session: Session, submission: Submission) -> tuple[int, int]:
    """Count the fields of the questionnaire that are filled or proposed, and all of them."""
    proposals = list_proposals(session, submission)
    return measure_share(_list_questions(submission), list_answers(session, submission.id), proposals)


def _list_questions(submission: Submission) -> tuple[Question, ...]:
    return load_questions(load_edition(submission.edition_id))


def _find_known(session: Session, submission: Submission) -> Known:
    app = session.get_one(App, submission.app_id)
    others = sa.select(Submission.id).where(
        Submission.publisher_id == submission.publisher_id, Submission.app_id != submission.app_id
    )
    last = session.scalar(others.order_by(Submission.created_at.desc(), Submission.id.desc()).limit(1))
    return Known(
        purpose=app.purpose_fr,
        contact=app.contact,
        price=app.price,
        store_link=app.store_link,
        country=session.get_one(Publisher, submission.publisher_id).country,
        elsewhere=list_answers(session, last) if last else {},
    )
