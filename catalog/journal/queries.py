"""Named reads of the journal."""

from collections.abc import Sequence

import sqlalchemy as sa

from catalog.journal.model import JournalEntry
from catalog.plumbing.database import Database


def list_entries(database: Database, subject_id: str) -> Sequence[JournalEntry]:
    """Return what happened to one subject, oldest first."""
    with database.read() as session:
        return session.scalars(
            sa.select(JournalEntry).where(JournalEntry.subject_id == subject_id).order_by(JournalEntry.number)
        ).all()


def get_head(database: Database) -> tuple[int, str]:
    """Return the number and digest of the newest entry: the checkpoint to keep elsewhere."""
    with database.read() as session:
        newest = sa.select(JournalEntry.number, JournalEntry.digest).order_by(JournalEntry.number.desc()).limit(1)
        return session.execute(newest).first() or (0, "0" * 64)
