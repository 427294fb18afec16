"""Enough ways out are tried, by their own names, and those that this very process may do are seen to work."""

from analyzers.sandbox import probes


def test_at_least_forty_different_escapes_are_tried() -> None:
    names = [*probes._PYTHON, *probes._RAW]

    assert len(names) == len(set(names))
    assert len(names) >= 40


def test_a_probe_that_works_is_seen_to_work() -> None:
    assert probes._works(lambda: None)

    def refused() -> None:
        raise PermissionError

    assert not probes._works(refused)
