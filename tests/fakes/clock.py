"""A clock that tests direct: it moves a millisecond at each look, and further when told."""

import threading
from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class FakeClock:
    """Never the machine's time; two looks never give the same instant."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The present instant of the test."""
        with self._lock:
            self._now += timedelta(milliseconds=1)
            return self._now

    def advance(self, **span: float) -> None:
        """Let time pass: `advance(seconds=11)`, `advance(days=1)`."""
        with self._lock:
            self._now += timedelta(**span)
