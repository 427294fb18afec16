"""The copier: the port through which the bench copies and compares packages, and the real one over the jail."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from analyzers.bench.copying import check_copy, make_copy
from analyzers.bench.signing import load_key
from analyzers.synthesis.copies import Comparison


class Copier(Protocol):
    """Makes a copy that trusts the bench, and holds one against the certified build. Reads them in the jail."""

    def make(self, package: Path, target: Path) -> None:
        """Write the copy.

        Raises:
            CopyRefused: the package has no single reading, or cannot be edited.
        """
        ...

    def compare(self, certified: Path, copy: Path) -> Comparison:
        """Say whether the copy may stand for the build, and every difference.

        Raises:
            CopyRefused: one of the two has no single reading.
        """
        ...


@dataclass(frozen=True, slots=True)
class JailedCopier:
    """The real one. `key` is where the bench's own signing key is kept, made on first use."""

    key: Path
    check: Callable[[Path, Path], Comparison] = check_copy

    def make(self, package: Path, target: Path) -> None:
        """Write the copy, signed by the bench's key."""
        make_copy(package, target, load_key(self.key))

    def compare(self, certified: Path, copy: Path) -> Comparison:
        """Hold one against the other."""
        return self.check(certified, copy)
