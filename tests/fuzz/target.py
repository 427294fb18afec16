"""One thing that is fuzzed: a reader, the only exceptions it may let out, and good inputs to start from."""

from collections.abc import Callable
from dataclasses import dataclass

from analyzers.formats.errors import FormatError


@dataclass(frozen=True, slots=True)
class Target:
    """One reader: `refusals` are the only exceptions it may let out."""

    read: Callable[[bytes], object]
    seeds: Callable[[], tuple[bytes, ...]]
    refusals: tuple[type[Exception], ...] = (FormatError,)

    def run(self, data: bytes) -> None:
        """Read once. Whatever else comes out than a refusal is a finding of the fuzzer."""
        try:
            self.read(data)
        except self.refusals:
            return
