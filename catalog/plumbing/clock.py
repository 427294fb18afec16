"""The clock, injected everywhere: aware UTC datetimes, nothing else asks the machine for the time."""

from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant. Monotone within a second; aware, in UTC."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one place that asks the machine


def today(clock: Clock) -> date:
    """Return the present day in UTC."""
    return clock.now().date()
