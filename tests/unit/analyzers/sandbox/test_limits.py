"""Limits are safe by default."""

from analyzers.sandbox.limits import MIB, Limits


def test_the_defaults_are_those_the_threat_model_asks_for() -> None:
    limits = Limits()

    assert (limits.wall_seconds, limits.cpu_seconds, limits.memory_bytes) == (60.0, 30, 1024 * MIB)
    assert limits.tiers == ("B",)
