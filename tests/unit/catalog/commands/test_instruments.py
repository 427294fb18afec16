"""Verbs on the instruments' knowledge."""

from tests.unit.catalog.commands.conftest import Run


def test_a_missing_data_set_is_said_to_lower_coverage(run: Run) -> None:
    told = run("knowledge", "age").output
    assert "dbip-country" in told
    assert "missing: lower coverage" in told
