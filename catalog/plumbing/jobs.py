"""The queue of record: a job is a row, taken under a lease with a fencing number, so a killed worker loses nothing."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.errors import Conflict
from catalog.plumbing.clock import Clock
from catalog.plumbing.database import Base, Database


class LeaseLost(Conflict):
    """Another worker holds this job now: what this one was about to write is dropped."""

    code = "lease-lost"


class Job(Base):
    """One piece of work: a verb of a service and the ids it takes."""

    __tablename__ = "jobs"
    __table_args__ = (
        sa.CheckConstraint("state in ('queued', 'running', 'done', 'exhausted')", name="state"),
        sa.Index("ix_jobs_open", "state", "queue", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    verb: Mapped[str] = mapped_column(sa.String(80))
    arguments: Mapped[dict[str, Any]]
    queue: Mapped[str] = mapped_column(sa.String(20))
    state: Mapped[str] = mapped_column(sa.String(10), default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    fence: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str | None] = mapped_column(sa.String(80))
    lease_until: Mapped[datetime | None]
    not_before: Mapped[datetime]
    ordered_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(sa.String(500))


@dataclass(frozen=True, slots=True)
class Order:
    """A job asked for: which verb, with which ids, on which queue."""

    verb: str
    arguments: Mapping[str, str]
    queue: str


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to do one job for a while. `fence` grows each time the job changes hands."""

    job_id: int
    verb: str
    arguments: Mapping[str, str]
    attempts: int
    fence: int


_held: ContextVar[Lease | None] = ContextVar("held_lease", default=None)


@contextmanager
def holding(lease: Lease) -> Iterator[None]:
    """Work under `lease`: every write transaction in the block checks that it still stands."""
    token = _held.set(lease)
    try:
        yield
    finally:
        _held.reset(token)


def order(session: Session, orders: Sequence[Order], now: datetime) -> list[int]:
    """Write the jobs in the transaction that makes them necessary and return their numbers."""
    rows = [
        Job(verb=item.verb, arguments=dict(item.arguments), queue=item.queue, not_before=now, ordered_at=now)
        for item in orders
    ]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def check_fence(session: Session) -> None:
    """Do nothing outside a job; inside one, lock its row and check that the lease was not passed on.

    Raises:
        LeaseLost: the job was taken by another worker.
    """
    lease = _held.get()
    if lease is None:
        return
    query = sa.select(Job.fence).where(Job.id == lease.job_id, Job.state == "running").with_for_update()
    if session.scalar(query) != lease.fence:
        raise LeaseLost(job=lease.job_id)


class Queue:
    """Takes jobs under a lease, extends, ends and gives them back. Each call is one short transaction."""

    def __init__(self, database: Database, clock: Clock, *, lease: timedelta) -> None:
        self.database = database
        self.clock = clock
        self.lease = lease

    def _free(self, now: datetime) -> sa.ColumnElement[bool]:
        waits = sa.and_(Job.state == "queued", Job.not_before <= now)
        abandoned = sa.and_(Job.state == "running", Job.lease_until < now)
        return sa.or_(waits, abandoned)

    def claim(self, owner: str, *, queues: Sequence[str], job_id: int | None = None) -> Lease | None:
        """Take the oldest free job of `queues` (or that very job), or nothing."""
        now = self.clock.now()
        wanted = self._free(now) if job_id is None else sa.and_(self._free(now), Job.id == job_id)
        pick = sa.select(Job).where(wanted, Job.queue.in_(queues)).order_by(Job.id).limit(1)
        with self.database.read() as session:
            if session.scalar(pick.with_only_columns(Job.id)) is None:
                return None  # the common case costs one read and no write lock
        with self.database.write() as session:
            job = session.scalar(pick.with_for_update(skip_locked=True))
            if job is None:
                return None
            job.state, job.owner, job.lease_until = "running", owner, now + self.lease
            job.attempts, job.fence = job.attempts + 1, job.fence + 1
            return Lease(job.id, job.verb, dict(job.arguments), job.attempts, job.fence)

    def extend(self, lease: Lease) -> bool:
        """Give a sign of life; False when the lease was passed on."""
        return self._mark(lease, {"lease_until": self.clock.now() + self.lease})

    def finish(self, lease: Lease) -> bool:
        """End the job; False when the lease was passed on."""
        return self._mark(lease, {"state": "done", "ended_at": self.clock.now(), "lease_until": None})

    def give_back(self, lease: Lease, error: str, *, after: timedelta, counts: bool = True) -> bool:
        """Put the job back to be tried after a while; False when the lease was passed on.

        A try that `counts` brings the job nearer to being given up; a neighbour's trouble does not.
        """
        again = self.clock.now() + after
        values = {"state": "queued", "not_before": again, "lease_until": None, "last_error": error[:500]}
        return self._mark(lease, values if counts else values | {"attempts": lease.attempts - 1})

    def exhaust(self, lease: Lease, error: str) -> bool:
        """End the job as tried too often; False when the lease was passed on."""
        values = {"state": "exhausted", "ended_at": self.clock.now(), "lease_until": None, "last_error": error[:500]}
        return self._mark(lease, values)

    def _mark(self, lease: Lease, values: dict[str, Any]) -> bool:
        mine = sa.and_(Job.id == lease.job_id, Job.fence == lease.fence, Job.state == "running")
        with self.database.write() as session:
            ended = session.execute(sa.update(Job).where(mine).values(**values).returning(Job.id))
            return ended.scalar() is not None

    def waiting(self, most: int = 100) -> list[tuple[int, str, str]]:
        """Number, verb and queue of the jobs that could be taken now: at most so many, oldest first."""
        query = sa.select(Job.id, Job.verb, Job.queue).where(self._free(self.clock.now())).order_by(Job.id).limit(most)
        with self.database.read() as session:
            return [(row.id, row.verb, row.queue) for row in session.execute(query)]

    def depth(self) -> dict[str, int]:
        """How many jobs are in each state."""
        with self.database.read() as session:
            rows = session.execute(sa.select(Job.state, sa.func.count().label("number")).group_by(Job.state))
            return {row.state: row.number for row in rows}
