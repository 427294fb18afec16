"""`kill -9` of the real worker in mid-analysis, alone or rung by Celery with Redis flushed: each one ends, once."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from catalog.evaluations.model import AssessmentRow, Evaluation, Planned, Run
from catalog.journal.model import JournalEntry
from catalog.plumbing.clock import SystemClock
from catalog.plumbing.jobs import Job
from tests.builders.apk import ApkSource, build_apk
from tests.builders.dex import ClassSource
from tests.builders.instance import Instance, a_file, an_app, an_instance
from tests.integration.services import open_redis

pytestmark = pytest.mark.integration

LEASE = 1.0
MID_ANALYSIS = ("evaluations.extract", "evaluations.conclude")
PATIENCE = 90.0  # seconds for a stage to be reached
FIGURES = Path("build/bench")
DICE = random.Random(20260302)  # noqa: S311 -- when to strike, the same at each run


class Killer:
    """Starts the worker as an operator would, and kills it while it is analysing."""

    def __init__(self, instance: Instance, broker: str = "") -> None:
        self.instance = instance
        settings = instance.services.settings
        self.environment = {
            "PATH": os.environ["PATH"],  # noqa: TID251 -- a child process needs one
            "SCEAU_STATE": str(settings.state),
            "SCEAU_DATABASE": settings.database,
            "SCEAU_BROKER": broker,
            "SCEAU_LEASE_SECONDS": str(LEASE),
            "SCEAU_POLL_SECONDS": "0.02",
        }
        self.log = (settings.state / "worker.log").open("ab")

    def start(self) -> "subprocess.Popen[bytes]":
        """Start one worker."""
        command = [sys.executable, "-m", "catalog.worker"]
        return subprocess.Popen(command, env=self.environment, stdout=self.log, stderr=self.log)

    def has_struck(self, worker: "subprocess.Popen[bytes]") -> bool:
        """Wait until it analyses, wait a little, kill -9; True when an analysis was in its hands."""
        await_until(lambda: bool(self.running()) or not self.open_evaluations())
        time.sleep(DICE.uniform(0, 0.15))
        worker.kill()
        worker.wait()
        return bool(self.running())

    def running(self) -> list[int]:
        """The analyses that somebody holds under a lease that stands."""
        now = self.instance.clock.now()
        held = sa.select(Job.id).where(Job.state == "running", Job.verb.in_(MID_ANALYSIS), Job.lease_until > now)
        with self.instance.services.database.read() as session:
            return list(session.scalars(held))

    def open_evaluations(self) -> int:
        """How many files are still to be examined."""
        with self.instance.services.database.read() as session:
            ended = session.scalar(sa.select(sa.func.count(AssessmentRow.id))) or 0
            lodged = sa.select(sa.func.count(Job.id)).where(Job.verb == "evaluations.open")
            return (session.scalar(lodged) or 0) - ended

    def finish(self) -> None:
        """Let one last worker do what is left, then stop it politely."""
        worker = self.start()
        try:
            await_until(lambda: self.open_evaluations() == 0 and not self.instance.services.queue.waiting())
        finally:
            worker.send_signal(signal.SIGTERM)
            worker.wait(30)
            self.log.close()


def await_until(holds: Callable[[], bool]) -> None:
    """Look fifty times a second until it holds."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.02)


def order_examinations(instance: Instance, count: int) -> None:
    """Admit so many files, each of an app of its own."""
    for number in range(count):
        classes = tuple(ClassSource(f"tld.example.app{number}.C{index}") for index in range(1500))
        apk = build_apk(ApkSource(f"tld.example.app{number}", dex=(classes,)), None)
        a_file(instance, an_app(instance, f"App {number}")).completed(apk, documented=False).lodged().admitted()


def check_history(instance: Instance, count: int) -> None:
    """Each examination ended, once: one run per piece, one assessment, one line in the journal, no job given up."""
    with instance.services.database.read() as session:
        evaluations = list(session.scalars(sa.select(Evaluation.id)))
        planned = sorted(map(tuple, session.execute(sa.select(Planned.evaluation_id, Planned.artifact_id))))
        ran = sorted(map(tuple, session.execute(sa.select(Run.evaluation_id, Run.artifact_id))))
        assessed = list(session.scalars(sa.select(AssessmentRow.evaluation_id)))
        codes = set(session.scalars(sa.select(Run.code)))
        told = Counter(session.execute(sa.select(JournalEntry.event, JournalEntry.subject_id)).all())
        states = set(session.scalars(sa.select(Job.state)))
    assert len(evaluations) == count
    assert ran == planned
    assert sorted(assessed) == sorted(evaluations)
    assert all(told["evaluation.concluded", one] == 1 for one in evaluations)
    assert states == {"done"}
    assert "analysis-interrupted" not in codes
    assert instance.services.journal.find_break() is None


def strike(instance: Instance, kills: int, name: str, broker: str = "", between: Callable[[], object] = bool) -> None:
    """Kill so many workers in mid-analysis, over as many files; then let one finish, and read the history."""
    started = time.monotonic()
    order_examinations(instance, kills)
    killer, struck, missed = Killer(instance, broker), 0, 0
    while struck < kills and missed < kills:
        if killer.has_struck(killer.start()):
            struck += 1
        else:
            missed += 1
        between()
        if not killer.open_evaluations():
            order_examinations(instance, kills - struck)
    killer.finish()
    seconds = time.monotonic() - started
    FIGURES.mkdir(parents=True, exist_ok=True)
    figures = [
        {"name": f"{name}: kills in mid-analysis", "value": struck, "goal": kills, "better": "higher"},
        {"name": f"{name}: seconds", "value": round(seconds, 1), "goal": 600, "better": "lower"},
    ]
    (FIGURES / f"{name}.json").write_text(json.dumps({"figures": figures}))
    assert struck == kills
    with instance.services.database.read() as session:
        count = session.scalar(sa.select(sa.func.count(Evaluation.id))) or 0
    assert count >= kills
    check_history(instance, count)


@pytest.fixture
def shared(tmp_path: Path, database: str) -> Iterator[Instance]:
    """An instance whose database a real worker shares, and so its clock."""
    running = an_instance(tmp_path, database=database, clock=SystemClock())
    yield running
    running.close()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_worker_killed_in_mid_analysis_loses_nothing_and_repeats_nothing(shared: Instance) -> None:
    strike(shared, 8, "kills-embedded")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_flushed_broker_only_delays(shared: Instance, redis: str) -> None:
    strike(shared, 5, "kills-celery", redis, lambda: open_redis(redis).flushall())


@pytest.mark.prove
def test_twenty_kills_over_twenty_analyses(shared: Instance) -> None:
    strike(shared, 20, f"kills-embedded-{shared.services.database.engine.dialect.name}-20")


@pytest.mark.prove
def test_twenty_kills_with_the_broker_flushed_in_between(shared: Instance, redis: str) -> None:
    name = f"kills-celery-{shared.services.database.engine.dialect.name}-20"
    strike(shared, 20, name, redis, lambda: open_redis(redis).flushall())
