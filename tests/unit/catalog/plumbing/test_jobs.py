"""Tests of the queue of record."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from catalog.plumbing.jobs import Job, Lease, LeaseLost, Order, Queue, check_fence, holding, order
from tests.builders.instance import Instance

QUEUES = ("quick", "analysis")


@pytest.fixture
def queue(instance: Instance) -> Queue:
    with instance.services.database.write() as session:
        orders = [
            Order("evaluations.open", {"submission_id": "sub_1"}, "quick"),
            Order("evaluations.conclude", {"evaluation_id": "eva_1"}, "analysis"),
        ]
        assert order(session, orders, instance.clock.now()) == [1, 2]
    return instance.services.queue


def claim(queue: Queue, owner: str = "one", **more: int) -> Lease:
    lease = queue.claim(owner, queues=QUEUES, **more)
    assert lease is not None
    return lease


def job(queue: Queue, number: int) -> Job:
    with queue.database.read() as session:
        return session.get_one(Job, number)


def test_the_oldest_job_is_taken_first_and_by_one_worker(queue: Queue) -> None:
    first, second = claim(queue), claim(queue, "two")

    assert (first.job_id, first.verb, first.arguments) == (1, "evaluations.open", {"submission_id": "sub_1"})
    assert (first.attempts, first.fence) == (1, 1)
    assert second.job_id == 2
    assert queue.claim("three", queues=QUEUES) is None


def test_a_worker_takes_from_its_queues_only(queue: Queue) -> None:
    lease = queue.claim("one", queues=("analysis",))

    assert lease is not None
    assert lease.job_id == 2
    assert queue.claim("one", queues=("bench",)) is None


def test_a_ring_takes_that_very_job_or_nothing(queue: Queue) -> None:
    assert claim(queue, job_id=2).job_id == 2
    assert queue.claim("two", queues=QUEUES, job_id=2) is None
    assert queue.claim("two", queues=QUEUES, job_id=99) is None


def test_a_job_whose_worker_died_is_taken_again_under_another_fence(queue: Queue, instance: Instance) -> None:
    dead = claim(queue)
    instance.clock.advance(seconds=11)
    heir = claim(queue, "two")

    assert (heir.job_id, heir.attempts, heir.fence) == (dead.job_id, 2, 2)
    assert not queue.extend(dead)
    assert not queue.finish(dead)
    assert not queue.give_back(dead, "late", after=timedelta(0))
    assert not queue.exhaust(dead, "late")
    assert job(queue, 1).owner == "two"
    assert queue.finish(heir)


def test_a_sign_of_life_keeps_the_job(queue: Queue, instance: Instance) -> None:
    lease = claim(queue)
    for _ in range(3):
        instance.clock.advance(seconds=8)
        assert queue.extend(lease)

    assert claim(queue, "two").job_id == 2


def test_a_job_is_ended_once(queue: Queue) -> None:
    lease = claim(queue)

    assert queue.finish(lease)
    assert not queue.finish(lease)
    assert job(queue, 1).state == "done"
    assert job(queue, 1).ended_at is not None


def test_a_job_given_back_waits_its_while_and_says_why(queue: Queue, instance: Instance) -> None:
    lease = claim(queue)
    queue.give_back(lease, "x" * 600, after=timedelta(seconds=30))

    assert claim(queue, "two").job_id == 2
    assert queue.claim("two", queues=QUEUES) is None
    instance.clock.advance(seconds=31)
    again = claim(queue, "two")
    assert (again.job_id, again.attempts) == (1, 2)
    assert job(queue, 1).last_error == "x" * 500


def test_an_exhausted_job_is_never_taken_again(queue: Queue, instance: Instance) -> None:
    queue.exhaust(claim(queue), "tried too often")
    instance.clock.advance(days=365)

    assert claim(queue).job_id == 2
    assert job(queue, 1).state == "exhausted"


def test_the_fence_lets_the_holder_write_and_nobody_else(queue: Queue, instance: Instance) -> None:
    lease = claim(queue)
    with queue.database.write() as session:
        check_fence(session)  # outside any job
        with holding(lease):
            check_fence(session)
    instance.clock.advance(seconds=11)
    claim(queue, "two")

    with queue.database.write() as session, holding(lease), pytest.raises(LeaseLost):
        check_fence(session)
    with queue.database.write() as session:
        check_fence(session)  # holding ended


def test_a_job_that_ended_is_no_longer_held(queue: Queue) -> None:
    lease = claim(queue)
    queue.finish(lease)

    with queue.database.write() as session, holding(lease), pytest.raises(LeaseLost):
        check_fence(session)


def test_what_could_be_taken_now_is_listed_oldest_first_and_not_without_end(queue: Queue, instance: Instance) -> None:
    assert queue.waiting() == [(1, "evaluations.open", "quick"), (2, "evaluations.conclude", "analysis")]
    assert queue.waiting(most=1) == [(1, "evaluations.open", "quick")]
    claim(queue)
    assert [number for number, _, _ in queue.waiting()] == [2]
    instance.clock.advance(seconds=11)
    assert [number for number, _, _ in queue.waiting()] == [1, 2]


def test_the_depth_counts_jobs_by_state(queue: Queue) -> None:
    queue.finish(claim(queue))
    claim(queue)

    assert queue.depth() == {"done": 1, "running": 1}


def test_a_jobs_number_is_never_used_again(queue: Queue) -> None:
    with queue.database.write() as session:
        session.execute(sa.delete(Job))
    with queue.database.write() as session:
        assert order(session, [Order("a.b", {}, "quick")], queue.clock.now()) == [3]
