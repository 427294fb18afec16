"""Named reads of publishers' files, for those who may see them."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from catalog.journal.actor import Actor
from catalog.plumbing.database import Database
from catalog.submissions import questionnaire
from catalog.submissions.answers import count_filled, list_ahead, list_answers, list_proposals
from catalog.submissions.lifecycle import PUBLISHERS_TURN
from catalog.submissions.lifecycle import SubmissionState as State
from catalog.submissions.model import App, AppId, Artifact, Submission, SubmissionId
from catalog.submissions.service import AppUnknown, find_apk, find_for


def list_apps(database: Database, actor: Actor) -> Sequence[App]:
    """Return the apps of the actor's organisation, or every app for the authority's people."""
    query = sa.select(App).order_by(App.created_at, App.id)
    if not actor.is_staff:
        query = query.where(App.publisher_id == actor.publisher_id)
    with database.read() as session:
        return session.scalars(query).all()


def get_app(database: Database, actor: Actor, app_id: AppId) -> App:
    """Return one app that the actor may see.

    Raises:
        AppUnknown: there is none, or not for this actor.
    """
    with database.read() as session:
        app = session.get(App, app_id)
    if app is None or not (actor.is_staff or app.publisher_id == actor.publisher_id):
        raise AppUnknown
    return app


def list_submissions(database: Database, actor: Actor) -> Sequence[Submission]:
    """Return the files the actor may see, oldest first: its organisation's own, or all that were lodged."""
    query = sa.select(Submission).order_by(Submission.created_at, Submission.id)
    if actor.is_staff:
        query = query.where(Submission.lodged_at.is_not(None))
    else:
        query = query.where(Submission.publisher_id == actor.publisher_id)
    with database.read() as session:
        return session.scalars(query).all()


def get_submission(database: Database, actor: Actor, submission_id: SubmissionId) -> Submission:
    """Return one file that the actor may see.

    Raises:
        SubmissionUnknown: there is none, or not for this actor.
    """
    with database.read() as session:
        return find_for(session, actor, submission_id)


def list_artifacts(session: Session, submission_id: SubmissionId) -> Sequence[Artifact]:
    """Return the pieces of a file, oldest first."""
    query = sa.select(Artifact).where(Artifact.submission_id == submission_id)
    return session.scalars(query.order_by(Artifact.lodged_at, Artifact.id)).all()


def describe_submission(database: Database, actor: Actor, submission_id: SubmissionId) -> dict[str, Any]:
    """Return where a file stands: state, version, pieces, answers, and what is missing before it can be handed in.

    Raises:
        SubmissionUnknown: there is none, or not for this actor.
    """
    with database.read() as session:
        submission = find_for(session, actor, submission_id)
        answers = list_answers(session, submission_id)
        missing = [] if find_apk(session, submission_id) else ["apk"]
        is_open = State(submission.state) in PUBLISHERS_TURN
        if is_open:
            missing += questionnaire.list_missing(submission.edition_id, answers)
        proposals = list_proposals(session, submission) if is_open else {}
        artifacts = list_artifacts(session, submission_id)
        pieces = {piece.id: piece for piece in artifacts}
        return {
            "id": submission.id,
            "app": submission.app_id,
            "publisher": submission.publisher_id,
            "state": submission.state,
            "version": submission.version,
            "edition": submission.edition_id,
            "lodged_at": submission.lodged_at.isoformat() if submission.lodged_at else None,
            "admitted_at": submission.admitted_at.isoformat() if submission.admitted_at else None,
            "artifacts": [
                {
                    "id": piece.id,
                    "kind": piece.kind,
                    "filename": piece.filename,
                    "sha256": piece.digest,
                    "size": piece.size,
                    "source": piece.source,
                    "attested": piece.is_attested,
                }
                for piece in artifacts
            ],
            "answers": answers,
            "proposals": {
                name: one.store() | {"documents": list(one.documents), "expires": dict(one.expires), "mark": one.mark}
                for name, one in proposals.items()
            },
            "filled": dict(zip(("fields", "of"), count_filled(session, submission), strict=True)),
            "read_ahead": [
                {
                    "artifact": row.artifact_id,
                    "filename": pieces[row.artifact_id].filename,
                    "kind": pieces[row.artifact_id].kind,
                    "state": row.state,
                    "proposals": len(row.proposals),
                    **row.message,
                }
                for row in list_ahead(session, submission_id)
            ],
            "missing": missing,
        }


def count_submissions(database: Database) -> dict[str, int]:
    """Return how many lodged files are in each state."""
    query = sa.select(Submission.state, sa.func.count().label("number")).where(Submission.lodged_at.is_not(None))
    with database.read() as session:
        rows = session.execute(query.group_by(Submission.state).order_by(Submission.state))
        return {row.state: row.number for row in rows}
