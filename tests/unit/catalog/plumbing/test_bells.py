"""Tests of the doorbells."""

from typing import Any

import pytest
from kombu.exceptions import OperationalError

from catalog.plumbing.bells import CeleryBell, Ring, SilentBell

RECORDING = Ring(3, "bench.record", "bench")  # its worker looks by itself: a message would wait for nobody
RINGS = [Ring(1, "evaluations.open", "quick"), RECORDING, Ring(2, "evaluations.extract", "analysis")]


class FakeCelery:
    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.sent: list[tuple[Any, ...]] = []

    def send_task(self, name: str, **options: Any) -> None:
        if self.error:
            raise self.error
        self.sent.append((name, options["args"], options["queue"], options["retry"]))


def test_each_ring_is_one_message_with_the_job_number_only() -> None:
    app = FakeCelery()

    CeleryBell(app).ring(RINGS)

    assert app.sent == [("evaluations.open", [1], "quick", False), ("evaluations.extract", [2], "analysis", False)]


@pytest.mark.parametrize("error", [OperationalError("down"), ConnectionRefusedError(), TimeoutError()])
def test_a_broker_that_is_down_never_makes_an_act_fail(error: Exception) -> None:
    app = FakeCelery(error)

    CeleryBell(app).ring(RINGS)

    assert app.sent == []


def test_a_defect_of_ours_is_not_taken_for_a_broker_that_is_down() -> None:
    with pytest.raises(TypeError):
        CeleryBell(FakeCelery(TypeError("a defect"))).ring(RINGS)


def test_the_silent_bell_is_silent() -> None:
    SilentBell().ring(RINGS)
