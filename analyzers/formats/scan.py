"""Where a mark of a few bytes stands in any buffer: by the fast matcher where there is one, else by an expression."""

import importlib
import re
from collections.abc import Iterator
from types import ModuleType

from analyzers.formats.endrecord import Buffer

WINDOW = 1 << 20  # bytes looked at in one go: what is found in them is held at once


def _matcher() -> ModuleType | None:
    try:
        return importlib.import_module("ahocorasick_rs")
    except ImportError:  # an option, never a requirement: the places are the same, the time is not
        return None


FAST = _matcher()


class Mark:
    """One mark to look for, made ready once."""

    def __init__(self, mark: bytes) -> None:
        self.mark = mark
        self._slow = re.compile(re.escape(mark))
        self._fast = FAST.BytesAhoCorasick([mark]) if FAST else None

    def places(self, data: Buffer, first: int, last: int) -> Iterator[int]:
        """Every place between `first` and `last` where the mark begins, in order; none overlaps the one before."""
        if self._fast is None:
            yield from (match.start() for match in self._slow.finditer(data, first, last))
            return
        at, more = first, len(self.mark) - 1
        with memoryview(data) as whole:
            while at < last:
                stop = min(at + WINDOW, last)
                with whole[at : min(stop + more, last)] as piece:
                    found = self._fast.find_matches_as_indexes(piece)
                yield from (at + begin for _, begin, _ in found)
                at = max(stop, at + found[-1][2]) if found else stop
