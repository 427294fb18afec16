"""Tests of the queue's door."""

import threading
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from catalog.errors import Unavailable
from catalog.evaluations.model import Run
from catalog.journal.queries import list_entries
from catalog.plumbing.bells import CeleryBell
from catalog.plumbing.jobs import Job
from catalog.worker import Worker, make_worker, sweep, tidy
from catalog.workflow import BENCH, SECONDS
from criteria.findings import ArtifactKind
from criteria.model import Outcome
from tests.builders.instance import File, Instance, a_file


@pytest.fixture
def admitted(instance: Instance) -> File:
    """Everything is ordered, nothing is done; one package to read and nothing else."""
    file = a_file(instance).completed().lodged().admitted()
    while not _next_is(instance, "evaluations.extract"):
        assert instance.worker.work_one()
    return file


def _next_is(instance: Instance, verb: str) -> bool:
    return bool((waiting := instance.services.queue.waiting()) and waiting[0][1] == verb)


def jobs(instance: Instance, verb: str) -> list[Job]:
    with instance.services.database.read() as session:
        return list(session.scalars(sa.select(Job).where(Job.verb == verb).order_by(Job.id)))


def count_runs(instance: Instance) -> int:
    with instance.services.database.read() as session:
        return session.scalar(sa.select(sa.func.count(Run.id))) or 0


def later(instance: Instance) -> None:
    instance.clock.advance(seconds=120)


def test_nothing_to_do_is_told(instance: Instance) -> None:
    assert not instance.worker.work_one()
    assert instance.worker.drain() == 0


def test_a_job_is_done_once(admitted: File) -> None:
    instance = admitted.instance
    first = jobs(instance, "evaluations.extract")[0]

    assert instance.worker.work_one(first.id)
    assert not instance.worker.work_one(first.id)
    assert jobs(instance, "evaluations.extract")[0].state == "done"
    assert count_runs(instance) == 1


def test_a_defect_is_tried_again_after_a_longer_while_each_time(admitted: File) -> None:
    instance = admitted.instance
    instance.laboratory.failures = [RuntimeError("boom"), RuntimeError("boom")]
    first = jobs(instance, "evaluations.extract")[0].id
    waits = []
    for _ in range(2):
        instance.worker.work_one(first)
        row = jobs(instance, "evaluations.extract")[0]
        waits.append((row.not_before - instance.clock.now()).total_seconds())
        assert row.last_error == "RuntimeError: boom"
        later(instance)

    assert waits == [pytest.approx(2, abs=0.5), pytest.approx(4, abs=0.5)]
    assert instance.worker.work_one(first)
    assert jobs(instance, "evaluations.extract")[0].state == "done"


def test_an_analysis_tried_too_often_ends_as_interrupted_and_never_as_a_clean_app(admitted: File) -> None:
    instance = admitted.instance
    apk = jobs(instance, "evaluations.extract")[0].id
    for _ in range(instance.services.settings.attempts_max):
        instance.laboratory.failures = [RuntimeError("boom")]
        instance.worker.work_one(apk)
        later(instance)
    instance.worker.drain()

    with instance.services.database.read() as session:
        codes = dict(sa_rows(session, sa.select(Run.artifact_id, Run.code)))
    assert list(codes.values()).count("analysis-interrupted") == 1
    assert jobs(instance, "evaluations.extract")[0].state == "exhausted"
    outcomes = {verdict.criterion: verdict.outcome for verdict in admitted.assessed.assessment.verdicts}
    for criterion in ("TRK-01", "SEC-01", "SEC-09", "GOV-04", "MON-03", "PRI-13"):
        assert outcomes[criterion] is Outcome.UNDETERMINED
    assert admitted.row.state == "under_evaluation"


def sa_rows(session: Any, query: Any) -> list[tuple[str, str]]:
    return [tuple(row) for row in session.execute(query)]


def test_a_worker_killed_each_time_counts_like_a_defect(admitted: File) -> None:
    instance = admitted.instance
    apk = jobs(instance, "evaluations.extract")[0].id
    for _ in range(instance.services.settings.attempts_max):
        assert instance.services.queue.claim("killed", queues=("analysis",), job_id=apk)
        later(instance)
    instance.worker.drain()

    assert jobs(instance, "evaluations.extract")[0].state == "exhausted"
    assert admitted.row.state == "under_evaluation"
    assert count_runs(instance) == len(jobs(instance, "evaluations.extract"))


def test_a_neighbours_trouble_never_uses_up_the_tries(admitted: File) -> None:
    instance = admitted.instance
    apk = jobs(instance, "evaluations.extract")[0].id
    for _ in range(instance.services.settings.attempts_max * 2):
        instance.laboratory.failures = [Unavailable()]
        assert instance.worker.work_one(apk)
        later(instance)
    instance.worker.drain()

    assert jobs(instance, "evaluations.extract")[0].state == "done"
    with instance.services.database.read() as session:
        assert "analysis-interrupted" not in session.scalars(sa.select(Run.code)).all()


def test_a_zombie_whose_lease_was_passed_on_writes_nothing(admitted: File) -> None:
    instance = admitted.instance
    apk = jobs(instance, "evaluations.extract")[0].id
    heir = Worker(instance.services, "heir")

    def pass_on() -> None:
        instance.laboratory.meanwhile = None
        later(instance)
        assert heir.work_one(apk)

    instance.laboratory.meanwhile = pass_on
    assert instance.worker.work_one(apk)

    assert count_runs(instance) == 1
    (row,) = [job for job in jobs(instance, "evaluations.extract") if job.id == apk]
    assert (row.state, row.owner, row.attempts) == ("done", "heir", 2)
    assert len(instance.laboratory.read) == 2


def test_a_conclusion_that_fails_each_time_ends_the_examination_without_any_finding(admitted: File) -> None:
    instance = admitted.instance
    whole = instance.laboratory.detectors
    while not _next_is(instance, "evaluations.conclude"):
        instance.worker.work_one()

    def detectors(kind: ArtifactKind) -> Any:
        return [replace(detector, stated=None) for detector in whole(kind)]  # stating anything raises

    instance.laboratory.detectors = detectors
    for _ in range(instance.services.settings.attempts_max + 1):
        instance.worker.drain()
        later(instance)

    assert admitted.row.state == "under_evaluation"
    assert [e.facts["read"] for e in list_concluded(instance, admitted)] == [False]
    outcomes = {verdict.criterion: verdict.outcome for verdict in admitted.assessed.assessment.verdicts}
    assert outcomes["TRK-01"] is Outcome.UNDETERMINED


def list_concluded(instance: Instance, file: File) -> list[Any]:
    entries = list_entries(instance.services.database, file.assessed.evaluation.id)
    return [entry for entry in entries if entry.event == "evaluation.concluded"]


def test_signs_of_life_stop_when_the_verb_has_had_its_time(admitted: File, monkeypatch: pytest.MonkeyPatch) -> None:
    services = admitted.instance.services
    lease = services.queue.claim("slow", queues=("analysis",))
    extended: list[int] = []
    monkeypatch.setattr(type(services.queue), "extend", lambda _self, held: bool(extended.append(held.job_id)) or True)

    class Never(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            assert timeout == services.settings.lease_seconds / 4
            return False

    assert lease is not None
    admitted.instance.worker._beat(lease, Never())

    assert len(extended) * services.settings.lease_seconds / 4 == SECONDS["evaluations.extract"]


def test_signs_of_life_stop_when_the_work_is_done_or_the_job_is_gone(admitted: File) -> None:
    services = admitted.instance.services
    lease = services.queue.claim("slow", queues=("analysis",))
    assert lease is not None
    done = threading.Event()
    done.set()
    admitted.instance.worker._beat(lease, done)
    services.queue.finish(lease)

    class Now(threading.Event):
        waits = 0

        def wait(self, timeout: float | None = None) -> bool:
            self.waits += timeout is not None
            return False

    gone = Now()
    admitted.instance.worker._beat(lease, gone)
    assert gone.waits == 1


def test_the_loop_pauses_when_there_is_nothing_and_goes_on_after_trouble(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    answers = iter([Unavailable(), True, False])

    def work_one(_self: Worker, job_id: int | None = None) -> bool:
        assert job_id is None
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(Worker, "work_one", work_one)
    turns = iter([False, False, False, True])
    instance.worker.loop(lambda: next(turns), pauses.append)

    assert pauses == [instance.services.settings.poll_seconds] * 2


def test_the_sweeper_rings_again_for_whatever_could_be_taken(admitted: File) -> None:
    sent: list[int] = []

    class Celery:
        def send_task(self, _name: str, **options: Any) -> None:
            sent.extend(options["args"])

    instance = admitted.instance
    expected = [number for number, _, _ in instance.services.queue.waiting()]

    assert sweep(instance.services, CeleryBell(Celery())) == len(expected) > 0
    assert sent == expected


def test_a_worker_says_which_process_it_is(instance: Instance) -> None:
    assert make_worker(instance.services).owner.count(":") == 1


def test_the_ordinary_worker_leaves_recordings_to_the_bench(instance: Instance) -> None:
    file = a_file(instance).completed().lodged().admitted().examined()
    file.benched()
    assert Worker(instance.services, "ordinary").drain() == 0
    assert Worker(instance.services, "bench", BENCH).drain() == 1


def test_housekeeping_erases_what_is_due(instance: Instance) -> None:
    file = a_file(instance).completed().lodged().admitted().examined()
    file.benched()
    file.examined()
    assert tidy(instance.services) == 0
    instance.clock.advance(days=91)
    assert tidy(instance.services) == 1
