"""The public cards as last projected, and the numbered changes that a portal can follow."""

from datetime import datetime
from typing import Any, NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from catalog.plumbing.database import Base
from catalog.submissions.model import AppId

ListingId = NewType("ListingId", str)


class Listing(Base):
    """One app's public card. A projection: rebuilt at will, never edited; its address lasts for ever."""

    __tablename__ = "listings"

    id: Mapped[ListingId] = mapped_column(sa.String(40), primary_key=True)
    position: Mapped[int] = mapped_column(unique=True)  # order of first publication: what cursors hold
    app_id: Mapped[AppId] = mapped_column(sa.ForeignKey("apps.id"), unique=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    state: Mapped[str] = mapped_column(sa.String(20), index=True)
    is_in_search: Mapped[bool] = mapped_column(index=True)
    card: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(sa.String(64))
    changed_at: Mapped[datetime]


class ListingChange(Base):
    """One change of a public row, numbered in commit order, written in the transaction of the change."""

    __tablename__ = "listing_changes"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(sa.String(20))
    subject_id: Mapped[str] = mapped_column(sa.String(40), index=True)
    digest: Mapped[str] = mapped_column(sa.String(64))
    is_tombstone: Mapped[bool]
    at: Mapped[datetime]
