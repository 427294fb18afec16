"""Tries that did not succeed."""

import pytest

from catalog.publishers import attempts as module
from catalog.publishers.attempts import Attempts, SignInPaused
from tests.fakes.clock import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def attempts(clock: FakeClock) -> Attempts:
    return Attempts(clock)


def miss(attempts: Attempts, name: str, times: int, most: int = 3) -> None:
    for _ in range(times):
        attempts.take([(name, most)])


def test_the_fourth_of_three_waits(attempts: Attempts, clock: FakeClock) -> None:
    miss(attempts, "a", 3)
    clock.advance(minutes=4)
    with pytest.raises(SignInPaused) as paused:
        miss(attempts, "a", 1)
    assert paused.value.facts == {"minutes": 11}
    miss(attempts, "b", 3)


def test_the_pause_ends_and_refused_tries_do_not_lengthen_it(attempts: Attempts, clock: FakeClock) -> None:
    miss(attempts, "a", 3)
    for _ in range(20):
        with pytest.raises(SignInPaused):
            miss(attempts, "a", 1)
    clock.advance(minutes=15)
    miss(attempts, "a", 3)


def test_one_name_at_its_most_stops_all_and_counts_none(attempts: Attempts) -> None:
    miss(attempts, "place", 3)
    for _ in range(5):
        with pytest.raises(SignInPaused):
            attempts.take([("a", 3), ("place", 3)])
    miss(attempts, "a", 3)


def test_a_success_forgives_all_or_itself(attempts: Attempts) -> None:
    miss(attempts, "a", 3)
    attempts.forgive("a", everything=True)
    miss(attempts, "a", 3)
    attempts.forgive("a", everything=False)
    miss(attempts, "a", 1)
    with pytest.raises(SignInPaused):
        miss(attempts, "a", 1)
    attempts.forgive("unknown", everything=False)


def test_memory_is_bounded_and_names_nobody(attempts: Attempts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROWS_MAX", 50)
    for number in range(500):
        miss(attempts, f"somebody{number}@example.org", 1)
    kept = repr(attempts._rows)
    assert len(attempts._rows) == 50
    assert "somebody" not in kept
    assert "example" not in kept
