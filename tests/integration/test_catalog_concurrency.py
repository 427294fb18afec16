"""Many at once, on both engines: one decision, one conclusion, numbers in commit order, no zombie, no stale card."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa

from catalog.certificates.queries import find_latest
from catalog.decisions.model import DecisionRow
from catalog.errors import CatalogError, Conflict
from catalog.evaluations.model import AssessmentRow, Evaluation, FindingRow, Run
from catalog.journal.actor import SERVICE
from catalog.listings import service as listings
from catalog.listings.queries import get_listing, list_changes
from catalog.plumbing.database import DatabaseBusy
from catalog.plumbing.jobs import LeaseLost, holding
from catalog.submissions.model import Artifact
from catalog.worker import Worker
from criteria.findings import ArtifactKind
from criteria.model import Outcome
from tests.builders.instance import GROUNDS, File, Instance, a_file, an_app

pytestmark = pytest.mark.integration

THREADS = 50


def at_once(count: int, act: Callable[[int], Any]) -> list[Any]:
    """Let so many threads act at the same instant; return what each got, or the error it was told."""
    barrier = threading.Barrier(count)

    def one(number: int) -> Any:
        barrier.wait(60)
        try:
            return act(number)
        except CatalogError as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def opined(instance: Instance, name: str) -> File:
    return a_file(instance, an_app(instance, name)).examined_with_capture().ruled().opined()


def count(instance: Instance, query: Any) -> int:
    with instance.services.database.read() as session:
        return session.scalar(query) or 0


def race_decisions(instance: Instance, rounds: int) -> None:
    decide = instance.services.decisions.decide
    for number in range(rounds):
        file = opined(instance, f"Ronde {number}")
        seen = file.version
        results = at_once(
            THREADS,
            lambda one, file=file, seen=seen: decide(
                instance.authority, file.id, "grant" if one % 2 else "refuse", GROUNDS, seen
            ),
        )
        kinds = Counter(type(one).__name__ for one in results)
        assert kinds["str"] == 1, kinds
        assert all(isinstance(one, str | Conflict | DatabaseBusy) for one in results), kinds
        assert count(instance, sa.select(sa.func.count()).where(DecisionRow.submission_id == file.id)) == 1
    assert instance.services.journal.find_break() is None


def test_fifty_who_decide_at_once_make_one_decision(instance: Instance) -> None:
    race_decisions(instance, 2)


@pytest.mark.prove
def test_fifty_who_decide_at_once_make_one_decision_two_hundred_times(instance: Instance) -> None:
    race_decisions(instance, 200)


def test_an_examination_concluded_by_many_is_concluded_once(instance: Instance) -> None:
    file = a_file(instance).completed(documented=False).lodged().admitted()
    instance.services.evaluations.open(file.id)
    with instance.services.database.read() as session:
        evaluation = session.scalars(sa.select(Evaluation.id)).one()
        apk = session.scalars(sa.select(Artifact.id)).one()
    instance.services.evaluations.extract(evaluation, apk)
    results = at_once(12, lambda _one: instance.services.evaluations.conclude(evaluation))

    assert all(one is None for one in results), results
    assert count(instance, sa.select(sa.func.count()).select_from(AssessmentRow)) == 1
    assert count(instance, sa.select(sa.func.count()).select_from(FindingRow)) == 6
    assert file.row.state == "under_evaluation"


def test_pieces_lodged_at_once_are_all_kept(instance: Instance) -> None:
    file = a_file(instance)
    results = at_once(8, lambda one: file.add(ArtifactKind.DOCUMENT, b"piece %d" % (one % 4)))

    assert len(set(results)) == 4
    assert count(instance, sa.select(sa.func.count()).where(Artifact.submission_id == file.id)) == 4


def test_a_job_is_taken_by_one_worker_only(instance: Instance) -> None:
    with instance.services.journal.act(SERVICE) as act:
        for number in range(10):
            act.record("submission.admitted", f"sub_{number}", ids={"submission_id": f"sub_{number}"})
    queue = instance.services.queue
    leases = at_once(20, lambda one: queue.claim(f"worker {one}", queues=("quick",)))
    taken = [lease.job_id for lease in leases if lease is not None and not isinstance(lease, CatalogError)]

    assert len(taken) == len(set(taken))
    while lease := queue.claim("last", queues=("quick",)):
        taken.append(lease.job_id)
    assert sorted(taken) == list(range(min(taken), min(taken) + 10))


def test_numbers_of_public_changes_have_no_gap_and_follow_the_commits(instance: Instance) -> None:
    for number in range(8):
        opined(instance, f"App {number}").decide()
    stop, seen = threading.Event(), []

    def follow() -> None:
        """A portal that asks for what is new, and must never miss a number."""
        after = 0
        while True:
            last_round = stop.is_set()
            for change in list_changes(instance.services.database, after=after, size=50):
                seen.append(change.number)
                after = change.number
            if last_round:
                return

    portal = threading.Thread(target=follow)
    portal.start()
    workers: Sequence[Worker] = [Worker(instance.services, f"worker {number}") for number in range(4)]
    at_once(4, lambda one: workers[one].drain())
    instance.clock.advance(minutes=5)
    instance.worker.drain()
    stop.set()
    portal.join()

    assert seen == list(range(1, 9))
    assert instance.services.journal.find_break() is None


def test_a_zombie_whose_lease_was_passed_on_writes_nothing(instance: Instance) -> None:
    file = a_file(instance).completed(documented=False).lodged().admitted()
    while instance.services.queue.waiting()[0][1] != "evaluations.extract":
        instance.worker.work_one()
    zombie = instance.services.queue.claim("zombie", queues=("analysis",))
    assert zombie is not None
    instance.clock.advance(seconds=60)
    heir = instance.services.queue.claim("heir", queues=("analysis",))
    assert heir is not None
    with pytest.raises(LeaseLost), holding(zombie):
        instance.services.get_verb(zombie.verb)(**zombie.arguments)
    assert count(instance, sa.select(sa.func.count()).select_from(Run)) == 0

    with holding(heir):
        instance.services.get_verb(heir.verb)(**heir.arguments)
    assert instance.services.queue.finish(heir)
    assert count(instance, sa.select(sa.func.count()).select_from(Run)) == 1
    with pytest.raises(LeaseLost), holding(zombie), instance.services.journal.act(SERVICE):
        pass
    assert file.examined().row.state == "under_evaluation"


def test_a_card_made_from_an_older_state_never_overwrites_a_suspension(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = opined(instance, "Course")
    file.decide()
    instance.worker.work_one()  # the certificate is issued, the card is ordered and not yet made
    with instance.services.database.read() as session:
        standing = find_latest(session, file.app_id)
    assert standing is not None
    others: list[threading.Thread] = []

    def suspend() -> None:
        decide = instance.services.decisions.decide_on_certificate
        decide(instance.authority, file.id, standing.certificate.id, "suspend", GROUNDS)
        Worker(instance.services, "other").drain()

    def find_slowly(session: Any, app_id: Any) -> Any:
        found = find_latest(session, app_id)
        if not others:  # the state was read; now somebody suspends while this worker thinks
            others.append(threading.Thread(target=suspend))
            others[0].start()
            others[0].join(0.5)
        return found

    monkeypatch.setattr(listings, "find_latest", find_slowly)
    instance.services.listings.project(file.app_id)
    others[0].join(60)
    instance.worker.drain()

    listing = get_listing(instance.services.database, "course")
    assert (listing.state, listing.is_in_search) == ("suspended", False)


def test_rulings_given_at_once_are_numbered_one_after_the_other(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture()
    results = at_once(10, lambda one: file.rule("QUA-07", Outcome.CONFORMING, grounds=f"{GROUNDS} Vue numéro {one}."))

    assert len({one for one in results if isinstance(one, str)}) == 10
