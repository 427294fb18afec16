"""The queue's door: takes one job at a time under its lease and calls the verb it names. Two bells, one path."""

import os
import platform
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Any

import structlog

from catalog.assembly import Services, assemble
from catalog.errors import Unavailable
from catalog.plumbing.bells import CeleryBell, Ring
from catalog.plumbing.broker import make_broker
from catalog.plumbing.jobs import Lease, LeaseLost, holding
from catalog.plumbing.logs import configure_logs
from catalog.plumbing.settings import Settings, load_settings
from catalog.workflow import BENCH, GIVEN_UP, QUEUES, SECONDS

log = structlog.get_logger()
ORDINARY = tuple(queue for queue in QUEUES if queue not in BENCH)
HOUSEKEEPING = 600.0  # seconds between two looks for captures and certificates whose time is over
BACKOFF = timedelta(seconds=2)  # doubled at each try


def _owner() -> str:
    return f"{platform.node()[:40]}:{os.getpid()}"


@dataclass(frozen=True, slots=True)
class Worker:
    """Does jobs of the queue of record. Killing it at any instant loses nothing: the lease runs out."""

    services: Services
    owner: str
    queues: tuple[str, ...] = ORDINARY

    def work_one(self, job_id: int | None = None) -> bool:
        """Do one job if one is free; True when one was taken."""
        lease = self.services.queue.claim(self.owner, queues=self.queues, job_id=job_id)
        if lease is None:
            return False
        stopped = threading.Event()
        beat = threading.Thread(target=self._beat, args=(lease, stopped), daemon=True)
        beat.start()
        try:
            with holding(lease):
                self._do(lease)
        finally:
            stopped.set()
            beat.join()
        return True

    def _beat(self, lease: Lease, stopped: threading.Event) -> None:
        """Keep the job while it is being done, no longer than its verb may take: a hung one is let go."""
        pause = self.services.settings.lease_seconds / 4
        for _ in range(ceil(SECONDS.get(lease.verb, 0) / pause)):
            if stopped.wait(pause):
                return
            try:
                if not self.services.queue.extend(lease):
                    return
            except Unavailable:
                continue  # the database is busy; the next sign of life may pass

    def _do(self, lease: Lease) -> None:
        queue, words = self.services.queue, log.bind(job=lease.job_id, verb=lease.verb, attempt=lease.attempts)
        try:
            if lease.attempts > self.services.settings.attempts_max:
                self._give_up(lease)
                return
            self.services.get_verb(lease.verb)(**lease.arguments)
            queue.finish(lease)
            words.info("job.done")
        except LeaseLost:
            words.warning("job.passed_on")
        except Exception as error:  # noqa: BLE001 - the queue's edge: a defect is logged, tried again, then given up
            ours = not isinstance(error, Unavailable)
            pause = BACKOFF * 2 ** min(lease.fence - 1, 5)
            words.error("job.failed", error=type(error).__name__, exc_info=ours)
            queue.give_back(lease, f"{type(error).__name__}: {error}", after=pause, counts=ours)

    def _give_up(self, lease: Lease) -> None:
        fallback = GIVEN_UP.get(lease.verb)
        if fallback:
            self.services.get_verb(fallback)(**lease.arguments)
        self.services.queue.exhaust(lease, "tried too often")
        log.error("job.given_up", job=lease.job_id, verb=lease.verb)

    def drain(self) -> int:
        """Do jobs until none is free; return how many. For tests, the seed and `sceau work --once`."""
        done = 0
        while self.work_one():
            done += 1
        return done

    def loop(self, stop: Callable[[], bool], pause: Callable[[float], object]) -> None:
        """Do jobs until `stop` says so, looking again after a `pause` when there is none."""
        while not stop():
            try:
                busy = self.work_one()
            except Unavailable as error:
                log.warning("queue.unavailable", error=error.code)
                busy = False
            if not busy:
                pause(self.services.settings.poll_seconds)


def make_worker(services: Services) -> Worker:
    """Return a worker of this process."""
    return Worker(services, _owner())


def run_forever(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT; the job in hand is finished first."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    worker = make_worker(assemble(settings))
    log.info("worker.started", owner=worker.owner)
    worker.loop(stop.is_set, stop.wait)


def run_bench(settings: Settings) -> None:
    """Record captures, several at a time, and keep house, until SIGTERM or SIGINT."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    services = assemble(settings)
    workers = [Worker(services, f"{_owner()}:{number}", BENCH) for number in range(settings.bench_runs)]
    for worker in workers:
        # A recording may outlast the wish to stop by hours: its thread ends with the process, its tool by itself.
        threading.Thread(target=worker.loop, args=(stop.is_set, stop.wait), daemon=True).start()
    while not stop.is_set():
        tidy(services)
        stop.wait(HOUSEKEEPING)


def tidy(services: Services) -> int:
    """Erase the captures and end the certificates whose time is over; return of how many files and certificates.

    A database that is busy is asked again later.
    """
    try:
        return services.certificates.expire_due() + len(services.custody.erase_due())
    except Unavailable as error:
        log.warning("housekeeping.later", error=error.code)
        return 0


def sweep(services: Services, bell: CeleryBell) -> int:
    """Ring again for every job that could be taken: whatever the broker lost comes back. Returns how many."""
    rings = [Ring(*row) for row in services.queue.waiting() if row[2] not in BENCH]
    bell.ring(rings)
    return len(rings)


def make_celery(settings: Settings) -> Any:  # celery publishes no types
    """Return the Celery application with one task per verb; each takes a job's number and nothing else."""
    app = make_broker(settings.broker)
    bell = CeleryBell(app)
    worker = make_worker(assemble(settings, bell=bell))

    def envelope(job_id: int) -> None:
        worker.work_one(job_id)

    for verb in sorted(SECONDS):
        app.task(name=verb)(envelope)
    return app


def run_celery(settings: Settings) -> None:
    """Work for the broker: one process, rung by Celery, with a sweeper that rings again for what was lost."""
    app = make_celery(settings)
    services, bell, stopped = assemble(settings), CeleryBell(app), threading.Event()

    def sweep_on() -> None:
        while not stopped.wait(settings.lease_seconds / 2):
            try:
                sweep(services, bell)
            except Unavailable as error:
                log.warning("sweep.unavailable", error=error.code)

    threading.Thread(target=sweep_on, daemon=True).start()
    queues = ",".join(ORDINARY)
    app.worker_main(["worker", "--pool=solo", "--loglevel=WARNING", f"--queues={queues}", "--without-mingle"])
    stopped.set()


def main() -> None:
    """Start the worker that the settings call for, or with the word `bench` the one that records."""
    configure_logs()
    settings = load_settings()
    if sys.argv[1:] == ["bench"]:
        run_bench(settings)
        return
    run_celery(settings) if settings.broker else run_forever(settings)


if __name__ == "__main__":
    main()
