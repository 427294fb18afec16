"""Organisations and their people; the authority and its settings."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from catalog.journal.actor import AccountId, PublisherId, Role
from catalog.plumbing.database import Base

ROLES = ", ".join(f"'{role}'" for role in Role)


class Authority(Base):
    """The one row that says whose instance this is: demo or real, and how files are admitted."""

    __tablename__ = "authorities"
    __table_args__ = (
        sa.CheckConstraint("id = 1", name="single"),
        sa.CheckConstraint("instance in ('demo', 'real')", name="instance"),
        sa.CheckConstraint("admission in ('person', 'automatic')", name="admission"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str] = mapped_column(sa.String(200))
    instance: Mapped[str] = mapped_column(sa.String(4))
    admission: Mapped[str] = mapped_column(sa.String(10), default="person")
    founded_at: Mapped[datetime]


class Publisher(Base):
    """The organisation that answers for an app."""

    __tablename__ = "publishers"

    id: Mapped[PublisherId] = mapped_column(sa.String(40), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    country: Mapped[str] = mapped_column(sa.String(2))
    registration: Mapped[str | None] = mapped_column(sa.String(60))
    is_fictional: Mapped[bool] = mapped_column(default=False)
    enrolled_at: Mapped[datetime]


class Account(Base):
    """One person in one role; a publisher's people belong to their organisation."""

    __tablename__ = "accounts"
    __table_args__ = (
        sa.CheckConstraint(f"role in ({ROLES})", name="role"),
        sa.CheckConstraint("(role = 'publisher') = (publisher_id is not null)", name="belonging"),
    )

    id: Mapped[AccountId] = mapped_column(sa.String(40), primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    role: Mapped[str] = mapped_column(sa.String(20))
    publisher_id: Mapped[PublisherId | None] = mapped_column(sa.ForeignKey("publishers.id"))
    password: Mapped[str] = mapped_column(sa.String(200))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class AccessToken(Base):
    """A key to one account for some hours; only its digest is kept."""

    __tablename__ = "access_tokens"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    account_id: Mapped[AccountId] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
