"""The journal's verb: act. One use case, one transaction; the change, its entry and the jobs it calls for, together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from catalog.journal.actor import Actor
from catalog.journal.chain import GENESIS, Link, digest_of, find_break
from catalog.journal.model import JournalEntry
from catalog.plumbing import jobs
from catalog.plumbing.bells import Bell, Ring
from catalog.plumbing.clock import Clock
from catalog.plumbing.database import Database, take_turns

Plan = Callable[[str, Mapping[str, str]], Sequence[jobs.Order]]  # an event and its ids -> the jobs it calls for


@dataclass(slots=True)
class Act:
    """One use case in the making: its session, its instant, and `record` for what happened."""

    session: Session
    actor: Actor
    now: datetime
    _plan: Plan
    rings: list[Ring] = field(default_factory=list)

    def record(
        self,
        event: str,
        subject_id: str,
        *,
        ids: Mapping[str, str] | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        """Write the journal entry of `event` and order the jobs that the workflow says follow from it.

        `ids` are what those jobs take; `facts` is what a reader of the journal needs, never personal data.
        """
        newest = sa.select(JournalEntry.number, JournalEntry.digest).order_by(JournalEntry.number.desc()).limit(1)
        number, previous = (self.session.execute(newest).first()) or (0, GENESIS)
        body = {**(ids or {}), **(facts or {})}
        link = Link(number + 1, self.now, self.actor.account_id, self.actor.role, event, subject_id, body, previous)
        self.session.add(
            JournalEntry(
                number=link.number,
                at=link.at,
                actor_id=link.actor_id,
                role=link.role,
                event=event,
                subject_id=subject_id,
                facts=body,
                previous=previous,
                digest=digest_of(link),
            )
        )
        self.session.flush()
        orders = self._plan(event, ids or {})
        numbers = jobs.order(self.session, orders, self.now)
        self.rings += [Ring(number, item.verb, item.queue) for number, item in zip(numbers, orders, strict=True)]


@dataclass(frozen=True, slots=True)
class Journal:
    """Opens acts. The only place that commits a use case."""

    database: Database
    clock: Clock
    plan: Plan
    bell: Bell

    @contextmanager
    def act(self, actor: Actor) -> Iterator[Act]:
        """Open one use case by `actor`: everything in the block is committed together, then the bell is rung.

        Acts take turns: what one reads stays true until it commits, on either database.

        Raises:
            LeaseLost: the block runs for a job that another worker has taken.
        """
        with self.database.write() as session:
            take_turns(session)
            jobs.check_fence(session)
            act = Act(session, actor, self.clock.now(), self.plan)
            yield act
        if act.rings:
            self.bell.ring(act.rings)

    def find_break(self, head: tuple[int, str] | None = None) -> int | None:
        """Return the number of the first entry that does not hold, or None: the whole journal is re-computed."""
        with self.database.read() as session:
            rows = session.scalars(
                sa.select(JournalEntry).order_by(JournalEntry.number).execution_options(yield_per=500)
            )
            return find_break(((link_of(row), row.digest) for row in rows), head)


def link_of(row: JournalEntry) -> Link:
    """Return the entry as it is chained."""
    return Link(row.number, row.at, row.actor_id, row.role, row.event, row.subject_id, row.facts, row.previous)
