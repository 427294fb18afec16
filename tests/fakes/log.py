"""A log that remembers what was written."""


class FakeLog:
    """Keeps every entry as text."""

    def __init__(self) -> None:
        self.entries: list[str] = []

    def error(self, event: str, **facts: object) -> None:
        """Remember a defect."""
        self.entries.append(f"{event} {facts}")

    @property
    def text(self) -> str:
        """All that was written."""
        return "\n".join(self.entries)
