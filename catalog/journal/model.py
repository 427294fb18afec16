"""The journal's rows: who did what, when and why; append-only, each entry chained to the one before."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from catalog.plumbing.database import Base


class JournalEntry(Base):
    """One act. `digest` covers the entry and the digest before it, so nothing can be changed, moved or removed."""

    __tablename__ = "journal_entries"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[str] = mapped_column(sa.String(40))
    role: Mapped[str | None] = mapped_column(sa.String(20))
    event: Mapped[str] = mapped_column(sa.String(60), index=True)
    subject_id: Mapped[str] = mapped_column(sa.String(80), index=True)
    facts: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(sa.String(64))
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
