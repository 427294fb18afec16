"""A copier that tests direct: what a copy turns out to differ in."""

from dataclasses import dataclass
from pathlib import Path

from analyzers.sandbox.copies import CopyRefused
from analyzers.synthesis.copies import Comparison, Difference

TRUSTING = Comparison((Difference("res/xml/sceau_trust.xml", "trust", allowed=True),), trusts_user=True)


@dataclass
class FakeCopier:
    """Copies stand for their build unless told otherwise."""

    comparison: Comparison = TRUSTING
    refusal: str | None = None
    made: int = 0

    def make(self, package: Path, target: Path) -> None:
        """Write something that follows from the package."""
        if self.refusal:
            raise CopyRefused(self.refusal)
        self.made += 1
        target.write_bytes(b"copy of " + package.read_bytes())

    def compare(self, _certified: Path, _copy: Path) -> Comparison:
        """What the test directed."""
        if self.refusal:
            raise CopyRefused(self.refusal)
        return self.comparison
