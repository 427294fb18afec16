"""A doorbell that remembers who was rung for."""

from collections.abc import Sequence

from catalog.plumbing.bells import Ring


class FakeBell:
    """Keeps every ring, in order."""

    def __init__(self) -> None:
        self.rings: list[Ring] = []

    def ring(self, rings: Sequence[Ring]) -> None:
        """Remember them."""
        self.rings += rings
