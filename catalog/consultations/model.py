"""What people say of a draft edition, and what becomes of it: rows are added, a comment withheld is kept."""

from datetime import date, datetime
from typing import NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from catalog.journal.actor import AccountId
from catalog.plumbing.database import Base

CommentId = NewType("CommentId", str)
PanelId = NewType("PanelId", str)


class Comment(Base):
    """What anyone says of a draft edition, or of one of its criteria; a name only if the person gives one."""

    __tablename__ = "comments"

    id: Mapped[CommentId] = mapped_column(sa.String(40), primary_key=True)
    edition_id: Mapped[str] = mapped_column(sa.String(12), index=True)
    criterion: Mapped[str | None] = mapped_column(sa.String(20))
    author: Mapped[str | None] = mapped_column(sa.String(120))
    text: Mapped[str] = mapped_column(sa.String(4000))
    received_at: Mapped[datetime]


class Moderation(Base):
    """Whether a comment is shown, decided by a person with grounds; the newest counts."""

    __tablename__ = "comment_moderations"

    number: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[CommentId] = mapped_column(sa.ForeignKey("comments.id"), index=True)
    is_shown: Mapped[bool]
    grounds: Mapped[str] = mapped_column(sa.String(4000))
    moderated_by: Mapped[AccountId] = mapped_column(sa.String(40))
    moderated_at: Mapped[datetime]


class CommentAnswer(Base):
    """What the authority answers to a comment, shown with it."""

    __tablename__ = "comment_answers"

    number: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[CommentId] = mapped_column(sa.ForeignKey("comments.id"), index=True)
    text: Mapped[str] = mapped_column(sa.String(4000))
    answered_by: Mapped[AccountId] = mapped_column(sa.String(40))
    answered_at: Mapped[datetime]


class PanelOpinion(Base):
    """What a panel of citizens concluded on an edition, in its own words."""

    __tablename__ = "panel_opinions"
    __table_args__ = (sa.CheckConstraint("opinion in ('favourable', 'reserved', 'unfavourable')", name="opinion"),)

    id: Mapped[PanelId] = mapped_column(sa.String(40), primary_key=True)
    edition_id: Mapped[str] = mapped_column(sa.String(12), index=True)
    held_on: Mapped[date]
    members: Mapped[int]
    opinion: Mapped[str] = mapped_column(sa.String(20))
    text: Mapped[str] = mapped_column(sa.String(4000))
    recorded_by: Mapped[AccountId] = mapped_column(sa.String(40))
    recorded_at: Mapped[datetime]
