"""The same act asked for twice is one act: a click that counted double, or a page that was sent again."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyzers.bench.access import Access
from catalog.bench.lifecycle import Route
from catalog.bench.model import BenchCapture, BenchMark, CaptureId
from catalog.journal.actor import Actor

TWICE = timedelta(seconds=5)


def is_twice(row: BenchCapture, actor: Actor, asked: tuple[Route, Access], now: datetime) -> bool:
    """Whether this capture is the one that the same person asked for a moment ago."""
    same = (row.ordered_by, row.route, row.access) == (actor.account_id, *asked)
    return same and now - row.ordered_at < TWICE


def is_marked(session: Session, capture_id: CaptureId, asked: tuple[str, str], now: datetime) -> bool:
    """Whether the newest mark is this one already: a phase or the end for good, a journey for a moment."""
    query = sa.select(BenchMark).where(BenchMark.capture_id == capture_id).order_by(BenchMark.number.desc()).limit(1)
    last = session.scalar(query)
    if last is None or (last.what, last.name) != asked:
        return False
    return last.what != "journey" or now - last.marked_at < TWICE
