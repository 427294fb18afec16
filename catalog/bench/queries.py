"""Named reads of the bench's captures, for those who may see the file."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyzers.bench.person import invent_person
from analyzers.extract.exchanges import name_failure
from catalog.bench.copies import list_copies
from catalog.bench.lifecycle import UNDER_WAY
from catalog.bench.model import BenchCapture, BenchCopy, BenchMark, BenchSight, CaptureId
from catalog.bench.service import get_capture, list_captures
from catalog.journal.actor import Actor, Role
from catalog.plumbing.database import Database
from catalog.publishers.model import Account
from catalog.submissions.custody import find_erasure
from catalog.submissions.model import SubmissionId
from catalog.submissions.service import find_for


def list_marks(session: Session, capture_id: CaptureId) -> Sequence[BenchMark]:
    """Return what was marked in a capture, oldest first."""
    query = sa.select(BenchMark).where(BenchMark.capture_id == capture_id).order_by(BenchMark.number)
    return session.scalars(query).all()


def list_sights(session: Session, capture_id: CaptureId) -> Sequence[BenchSight]:
    """Return the servers that came in sight, the newest first."""
    query = sa.select(BenchSight).where(BenchSight.capture_id == capture_id).order_by(BenchSight.number.desc())
    return session.scalars(query).all()


def describe_captures(database: Database, actor: Actor, submission_id: SubmissionId) -> list[dict[str, Any]]:
    """Return the captures ordered for a file, oldest first.

    Raises:
        SubmissionUnknown: there is no such file, or not for this actor.
    """
    with database.read() as session:
        find_for(session, actor, submission_id)
        return [_describe(session, row) for row in list_captures(session, submission_id)]


def describe_capture(
    database: Database, actor: Actor, submission_id: SubmissionId, capture_id: CaptureId
) -> dict[str, Any]:
    """Return one capture with its marks, the servers in sight, and the person to type into the app.

    Raises:
        SubmissionUnknown: there is no such file, or not for this actor.
        CaptureUnknown: this file has no such capture.
    """
    with database.read() as session:
        find_for(session, actor, submission_id)
        capture = get_capture(session, submission_id, capture_id)
        marks = list_marks(session, capture_id)
        phases = [row.name for row in marks if row.what == "phase"]
        return {
            **_describe(session, capture),
            "phase": phases[-1] if phases else "cold_start",
            "is_stopping": any(row.what == "stop" for row in marks) and capture.state in UNDER_WAY,
            "person": [asdict(value) for value in invent_person(capture.seed)],
            "marks": [{"what": row.what, "name": row.name, "at": row.marked_at.isoformat()} for row in marks],
            "sights": [_describe_sight(row) for row in list_sights(session, capture_id)],
        }


def describe_copies(database: Database, actor: Actor, submission_id: SubmissionId) -> list[dict[str, Any]]:
    """Return the copies made or brought for a file, oldest first, each with what it differs in.

    Raises:
        SubmissionUnknown: there is no such file, or not for this actor.
    """
    with database.read() as session:
        find_for(session, actor, submission_id)
        return [_describe_copy(session, row) for row in list_copies(session, submission_id)]


def _describe_copy(session: Session, copy: BenchCopy) -> dict[str, Any]:
    maker = session.get(Account, copy.made_by)
    return {
        "by_publisher": maker is not None and maker.role == Role.PUBLISHER,
        "id": copy.id,
        "route": copy.route,
        "apk": copy.apk_digest,
        "sha256": copy.copy_digest,
        "size": copy.size,
        "stands_for": copy.stands_for,
        "trusts_bench": copy.trusts_bench,
        "differences": copy.differences,
        "made_at": copy.made_at.isoformat(),
    }


def _describe(session: Session, capture: BenchCapture) -> dict[str, Any]:
    erase_at = find_erasure(session, capture.submission_id) if capture.artifact_id else None
    return {
        "id": capture.id,
        "apk": capture.apk_digest,
        "route": capture.route,
        "access": capture.access,
        "state": capture.state,
        "is_under_way": capture.state in UNDER_WAY,
        "ports": capture.ports,
        "end": capture.end,
        "artifact": capture.artifact_id,
        "ordered_at": capture.ordered_at.isoformat(),
        "began_at": capture.began_at.isoformat() if capture.began_at else None,
        "ended_at": capture.ended_at.isoformat() if capture.ended_at else None,
        "erased_on": erase_at.date().isoformat() if erase_at else None,
    }


def _describe_sight(sight: BenchSight) -> dict[str, Any]:
    names = ("phase", "host", "address", "country", "operator", "owner", "purposes", "reason")
    return {**{name: getattr(sight, name) for name in names}, "failure": name_failure(sight.reason)}
