"""Tests of the clock."""

from datetime import UTC, date, datetime, timedelta, timezone

from catalog.plumbing.clock import SystemClock, today
from tests.fakes.clock import FakeClock


def test_the_machine_is_asked_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_today_is_the_day_in_utc() -> None:
    late = datetime(2026, 3, 29, 23, 59, 59, tzinfo=UTC)

    assert today(FakeClock(late)) == date(2026, 3, 29)
    assert late.astimezone(timezone(timedelta(hours=2))).date() == date(2026, 3, 30)
