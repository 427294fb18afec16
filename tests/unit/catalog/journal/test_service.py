"""Tests of the journal's verb."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa

from catalog.errors import Conflict
from catalog.journal.actor import SERVICE
from catalog.journal.model import JournalEntry
from catalog.journal.queries import get_head, list_entries
from catalog.plumbing.bells import Ring
from catalog.plumbing.database import DatabaseBusy
from catalog.plumbing.jobs import Job, LeaseLost, Order, holding
from tests.builders.instance import Instance, an_instance
from tests.fakes.bell import FakeBell

REPLACEMENT = """
    INSERT OR REPLACE INTO journal_entries
    SELECT number, at, 'x', role, event, subject_id, facts, previous, digest FROM journal_entries WHERE number = 1
"""


@pytest.fixture
def bell() -> FakeBell:
    return FakeBell()


@pytest.fixture
def instance(tmp_path: Path, bell: FakeBell) -> Iterator[Instance]:
    running = an_instance(tmp_path, bell=bell)
    yield running
    running.close()


def count_jobs(instance: Instance) -> int:
    with instance.services.database.read() as session:
        return session.scalar(sa.select(sa.func.count(Job.id))) or 0


def test_an_entry_says_who_what_and_when(instance: Instance) -> None:
    with instance.services.journal.act(instance.officer) as act:
        act.record("file.looked_at", "sub_1", facts={"why": "routine"})
    (entry,) = list_entries(instance.services.database, "sub_1")

    assert (entry.actor_id, entry.role, entry.event) == (instance.officer.account_id, "officer", "file.looked_at")
    assert (entry.facts, entry.at) == ({"why": "routine"}, act.now)
    assert get_head(instance.services.database) == (entry.number, entry.digest)


def test_entries_are_chained_from_the_first(instance: Instance) -> None:
    with instance.services.database.read() as session:
        rows = session.scalars(sa.select(JournalEntry).order_by(JournalEntry.number)).all()

    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert rows[0].previous == "0" * 64
    assert all(later.previous == earlier.digest for earlier, later in pairwise(rows))
    assert instance.services.journal.find_break(get_head(instance.services.database)) is None


def test_a_head_ahead_of_the_journal_shows_that_it_was_cut(instance: Instance) -> None:
    number, digest = get_head(instance.services.database)

    assert instance.services.journal.find_break((number + 1, digest)) == number + 1


def test_the_jobs_of_an_event_are_written_with_it_and_rung_after(instance: Instance, bell: FakeBell) -> None:
    with instance.services.journal.act(SERVICE) as act:
        act.record("submission.admitted", "sub_1", ids={"submission_id": "sub_1"})
        assert bell.rings == []

    (ring,) = bell.rings
    with instance.services.database.read() as session:
        job = session.get_one(Job, ring.job_id)
    assert ring == Ring(job.id, "evaluations.open", "quick")
    assert (job.verb, job.arguments, job.state) == ("evaluations.open", {"submission_id": "sub_1"}, "queued")


def test_an_act_that_fails_leaves_no_entry_no_job_and_no_ring(instance: Instance, bell: FakeBell) -> None:
    head = get_head(instance.services.database)

    def fail() -> None:
        with instance.services.journal.act(SERVICE) as act:
            act.record("submission.admitted", "sub_1", ids={"submission_id": "sub_1"})
            raise Conflict

    with pytest.raises(Conflict):
        fail()
    assert get_head(instance.services.database) == head
    assert (count_jobs(instance), bell.rings) == (0, [])


def test_an_act_under_a_lease_that_was_passed_on_writes_nothing(instance: Instance) -> None:
    services = instance.services
    with services.journal.act(SERVICE) as act:
        act.record("submission.admitted", "sub_1", ids={"submission_id": "sub_1"})
    lease = services.queue.claim("first", queues=("quick",))
    instance.clock.advance(seconds=60)
    services.queue.claim("second", queues=("quick",))
    head = get_head(services.database)
    assert lease is not None

    with pytest.raises(LeaseLost), holding(lease), services.journal.act(SERVICE) as act:
        act.record("submission.admitted", "sub_1", ids={"submission_id": "sub_1"})
    assert get_head(services.database) == head


def test_an_event_without_its_ids_is_a_defect_that_writes_nothing(instance: Instance) -> None:
    head = get_head(instance.services.database)

    with pytest.raises(KeyError), instance.services.journal.act(SERVICE) as act:
        act.record("submission.admitted", "sub_1")
    assert get_head(instance.services.database) == head


def test_raw_sql_cannot_change_the_journal(instance: Instance) -> None:
    for statement in (
        "UPDATE journal_entries SET event = 'x'",
        "DELETE FROM journal_entries",
        REPLACEMENT,
    ):
        with pytest.raises(Exception, match="append-only"), instance.services.database.engine.begin() as connection:
            connection.execute(sa.text(statement))
    assert instance.services.journal.find_break() is None


def test_the_plan_is_asked_with_the_event_and_its_ids(tmp_path: Path) -> None:
    running = an_instance(tmp_path)
    asked = []

    def plan(event: str, ids: object) -> list[Order]:
        asked.append((event, ids))
        return []

    object.__setattr__(running.services.journal, "plan", plan)
    with running.services.journal.act(SERVICE) as act:
        act.record("anything.happened", "sub_1", ids={"submission_id": "sub_1"}, facts={"n": 1})
    running.close()

    assert asked == [("anything.happened", {"submission_id": "sub_1"})]


def test_a_database_that_is_gone_is_unavailable(instance: Instance) -> None:
    with instance.services.database.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE journal_entries RENAME TO hidden"))

    with pytest.raises(DatabaseBusy), instance.services.journal.act(SERVICE) as act:
        act.record("anything.happened", "sub_1")
