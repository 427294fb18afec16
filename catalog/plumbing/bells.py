"""The doorbells: after a commit, tell the workers that there is work. Losing a ring only delays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from kombu.exceptions import KombuError, OperationalError

log = structlog.get_logger()
UNRUNG = ("bench",)  # whoever records looks by itself: a message would wait for nobody


@dataclass(frozen=True, slots=True)
class Ring:
    """One job to be told about."""

    job_id: int
    verb: str
    queue: str


class Bell(Protocol):
    """Rings after commit. Never raises: the queue of record is looked at anyway."""

    def ring(self, rings: Sequence[Ring]) -> None:
        """Tell the workers about these jobs."""
        ...


class SilentBell:
    """On one machine the worker looks by itself, several times a second."""

    def ring(self, rings: Sequence[Ring]) -> None:
        """Do nothing: the worker looks by itself."""


class CeleryBell:
    """Past one machine: one message per job, carrying its number only."""

    def __init__(self, app: Any) -> None:  # celery publishes no types
        self.app = app

    def ring(self, rings: Sequence[Ring]) -> None:
        """Send one message per job; a broker that is down costs a delay, said in the log."""
        for ring in rings:
            if ring.queue in UNRUNG:
                continue
            try:
                self.app.send_task(ring.verb, args=[ring.job_id], queue=ring.queue, retry=False)
            except (KombuError, OperationalError, OSError) as error:
                log.warning("bell.silent", job=ring.job_id, error=type(error).__name__)
                return
