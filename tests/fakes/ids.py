"""Identifiers that tests can read: the prefix and a number that only grows."""

import itertools


class FakeIds:
    """`app_0000001`, `app_0000002`… one series for all prefixes, never the same twice."""

    def __init__(self, start: int = 1) -> None:
        self._numbers = itertools.count(start)

    def new(self, prefix: str) -> str:
        """The next identifier."""
        return f"{prefix}_{next(self._numbers):07d}"
