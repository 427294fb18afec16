"""The answers of a file: as they stand, those carried over from the app's last file, those that can be proposed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from catalog.journal.service import Act
from catalog.plumbing.ids import Ids
from catalog.publishers.model import Publisher
from catalog.submissions.model import (
    App,
    Artifact,
    ArtifactId,
    Declaration,
    PreliminaryReading,
    Submission,
    SubmissionId,
)
from catalog.submissions.papers import Paper
from catalog.submissions.prefill import (
    Earlier,
    Known,
    Proposal,
    carry_over,
    end_documents,
    measure_share,
    proposal_of,
    propose,
)
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
    bring_documents(act, ids, submission, cited)
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


def bring_documents(act: Act, ids: Ids, to: Submission, cited: Collection[str]) -> None:
    """Name in a file the bytes that its publisher lodged with another: a document has one hash wherever it is cited."""
    query = (
        sa.select(Artifact)
        .join(Submission, Submission.id == Artifact.submission_id)
        .where(Submission.publisher_id == to.publisher_id, Submission.id != to.id)
        .where(Artifact.kind == ArtifactKind.DOCUMENT, Artifact.digest.in_(cited))
    )
    pieces = {piece.digest: piece for piece in act.session.scalars(query.order_by(Artifact.lodged_at, Artifact.id))}
    for piece in sorted(pieces.values(), key=lambda one: one.id):
        again = Artifact(
            id=ArtifactId(ids.new("art")),
            submission_id=to.id,
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
    """Return what can be proposed to what is not answered, as of the day the file was opened."""
    known = _find_known(session, submission, submission.created_at.date())
    return propose(_list_questions(submission), known, list_answers(session, submission.id))


def credit(
    act: Act, ids: Ids, submission: Submission, stored: Mapping[str, dict[str, Any]], shown: Mapping[str, str]
) -> None:
    """Say beside each answer that repeats the proposal shown with it what had proposed it, and bring its documents."""
    standing = list_proposals(act.session, submission) if shown else {}
    for name, mark in shown.items():
        proposal = standing.get(name)
        if proposal is None or proposal.mark != mark or proposal.value != stored[name]["value"]:
            continue
        answer, left = stored[name], end_documents(proposal, act.now.date())
        if left is not None and left.documents and not answer["documents"]:
            bring_documents(act, ids, submission, {*left.documents} - list_documents(act.session, submission.id))
            answer["documents"] = list(left.documents)
            answer |= {"expires": dict(left.expires)} if left.expires else {}
        answer["proposed_from"] = {key: one for key, one in proposal.store().items() if key != "value"}


def count_filled(session: Session, submission: Submission) -> tuple[int, int]:
    """Count the fields of the questionnaire that are filled or proposed, and all of them."""
    proposals = list_proposals(session, submission)
    return measure_share(_list_questions(submission), list_answers(session, submission.id), proposals)


def list_ahead(session: Session, submission_id: SubmissionId) -> Sequence[PreliminaryReading]:
    """Return what was read ahead of the pieces of a file, oldest first."""
    query = sa.select(PreliminaryReading).where(PreliminaryReading.submission_id == submission_id)
    return session.scalars(query.order_by(PreliminaryReading.number)).all()


def _list_questions(submission: Submission) -> tuple[Question, ...]:
    return load_questions(load_edition(submission.edition_id))


def _find_known(session: Session, submission: Submission, day: date) -> Known:
    app = session.get_one(App, submission.app_id)
    publisher = session.get_one(Publisher, submission.publisher_id)
    return Known(
        purpose=app.purpose_fr,
        contact=app.contact,
        price=app.price,
        store_link=app.store_link,
        country=publisher.country,
        registration=publisher.registration,
        elsewhere=_list_elsewhere(session, submission),
        papers=_list_papers(session, submission.id),
        read=_list_read(session, submission.id),
        opened_on=day,
    )


def _list_elsewhere(session: Session, submission: Submission) -> dict[str, Earlier]:
    """Return the organisation's latest answer to each question, in whichever of its files for other apps."""
    query = (
        sa.select(Declaration, App.name)
        .join(Submission, Submission.id == Declaration.submission_id)
        .join(App, App.id == Submission.app_id)
        .where(Submission.publisher_id == submission.publisher_id, Submission.app_id != submission.app_id)
        .order_by(Declaration.number)
    )
    return {row.question: Earlier(row.answer, name, row.submission_id) for row, name in session.execute(query)}


def _list_papers(session: Session, submission_id: SubmissionId) -> list[Paper]:
    query = (
        sa.select(Artifact.digest, Artifact.filename)
        .where(Artifact.submission_id == submission_id, Artifact.kind == ArtifactKind.DOCUMENT)
        .order_by(Artifact.lodged_at, Artifact.id)
    )
    return [Paper(digest, filename) for digest, filename in session.execute(query)]


def _list_read(session: Session, submission_id: SubmissionId) -> list[tuple[str, Proposal]]:
    """What the pieces propose: of packages, the last one lodged counts; what a capture shows counts whoever made it."""
    query = (
        sa.select(PreliminaryReading, Artifact.kind)
        .join(Artifact, Artifact.id == PreliminaryReading.artifact_id)
        .where(PreliminaryReading.submission_id == submission_id)
        .order_by(Artifact.lodged_at.desc(), Artifact.id.desc())
    )
    found: list[tuple[str, Proposal]] = []
    packages = 0
    for row, kind in session.execute(query):
        packages += kind == ArtifactKind.APK
        if kind != ArtifactKind.APK or packages == 1:
            found += [(one["question"], proposal_of(one)) for one in row.proposals]
    return found
