"""Limits are safe by default."""

from analyzers.sandbox.limits import MIB, Limits


def test_the_defaults_are_those_the_threat_model_asks_for() -> None:
    limits = Limits()

    assert (limits.wall_seconds, limits.cpu_seconds, limits.memory_bytes) == (60.0, 30, 1024 * MIB)
    assert limits.tiers == ("B",)


def test_a_capture_has_time_by_its_size_and_nothing_else() -> None:
    limits = Limits()
    assert limits.for_capture(4 * MIB) == limits
    assert limits.for_capture(500 * MIB) == Limits(wall_seconds=260.0, cpu_seconds=130)
