"""Captures of the bench: one row each, what people marked in it, and what came in sight while it ran."""

from datetime import datetime
from typing import Any, NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from analyzers.bench.access import Access
from catalog.bench.lifecycle import CaptureState, Route
from catalog.journal.actor import AccountId
from catalog.plumbing.database import Base
from catalog.submissions.model import ArtifactId, SubmissionId

CaptureId = NewType("CaptureId", str)
CopyId = NewType("CopyId", str)
STATES = ", ".join(f"'{state}'" for state in CaptureState)
ACCESSES = ", ".join(f"'{access}'" for access in Access)
ROUTES = ", ".join(f"'{route}'" for route in Route)


class BenchCapture(Base):
    """One recording of one build by the authority's bench."""

    __tablename__ = "bench_captures"
    __table_args__ = (
        sa.CheckConstraint(f"state in ({STATES})", name="state"),
        sa.CheckConstraint(f"route in ({ROUTES})", name="route"),
        sa.CheckConstraint(f"access in ({ACCESSES})", name="access"),
    )

    id: Mapped[CaptureId] = mapped_column(sa.String(40), primary_key=True)
    submission_id: Mapped[SubmissionId] = mapped_column(sa.ForeignKey("submissions.id"), index=True)
    apk_digest: Mapped[str] = mapped_column(sa.String(64))  # the build that is watched
    route: Mapped[str] = mapped_column(sa.String(20))
    access: Mapped[str] = mapped_column(sa.String(10), server_default=Access.PROXY.value)
    seed: Mapped[str] = mapped_column(sa.String(60))  # the synthetic person follows from it
    state: Mapped[str] = mapped_column(sa.String(12))
    ports: Mapped[dict[str, Any]]  # mode -> port, once it records
    tunnel: Mapped[str | None] = mapped_column(sa.Text)  # sealed, while it records: what the device is to be told
    end: Mapped[dict[str, Any]]  # code, seconds, processor seconds, peak memory, once it ended
    artifact_id: Mapped[ArtifactId | None] = mapped_column(sa.ForeignKey("artifacts.id"))
    ordered_by: Mapped[AccountId] = mapped_column(sa.String(40))
    ordered_at: Mapped[datetime]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class BenchMark(Base):
    """What a person marked in a capture: a phase or a journey that begins, or the end."""

    __tablename__ = "bench_marks"
    __table_args__ = (sa.CheckConstraint("what in ('phase', 'journey', 'stop')", name="what"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    capture_id: Mapped[CaptureId] = mapped_column(sa.ForeignKey("bench_captures.id"), index=True)
    what: Mapped[str] = mapped_column(sa.String(10))
    name: Mapped[str] = mapped_column(sa.String(60))
    marked_by: Mapped[AccountId] = mapped_column(sa.String(40))
    marked_at: Mapped[datetime]


class BenchSight(Base):
    """A server that came in sight in one phase: for who watches; the evidence is read from the capture itself."""

    __tablename__ = "bench_sights"

    number: Mapped[int] = mapped_column(primary_key=True)
    capture_id: Mapped[CaptureId] = mapped_column(sa.ForeignKey("bench_captures.id"), index=True)
    phase: Mapped[str] = mapped_column(sa.String(20))
    host: Mapped[str] = mapped_column(sa.String(255))
    address: Mapped[str | None] = mapped_column(sa.String(45))
    country: Mapped[str | None] = mapped_column(sa.String(2))
    operator: Mapped[str | None] = mapped_column(sa.String(200))
    owner: Mapped[str | None] = mapped_column(sa.String(200))
    purposes: Mapped[list[Any]]
    reason: Mapped[str | None] = mapped_column(sa.String(120))  # why the exchange could not be read
    seen_at: Mapped[datetime]


class BenchCopy(Base):
    """A copy of one build that is to trust the bench, and what it differs in."""

    __tablename__ = "bench_copies"
    __table_args__ = (sa.CheckConstraint("route in ('evaluation_build', 'resigned_copy')", name="route"),)

    id: Mapped[CopyId] = mapped_column(sa.String(40), primary_key=True)
    submission_id: Mapped[SubmissionId] = mapped_column(sa.ForeignKey("submissions.id"), index=True)
    apk_digest: Mapped[str] = mapped_column(sa.String(64))
    copy_digest: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    route: Mapped[str] = mapped_column(sa.String(20))
    stands_for: Mapped[bool]
    trusts_bench: Mapped[bool]
    differences: Mapped[list[Any]]  # member, how, allowed; those that are not allowed first
    made_by: Mapped[AccountId] = mapped_column(sa.String(40))
    made_at: Mapped[datetime]
