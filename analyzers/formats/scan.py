"""Where marks of a few bytes stand in any buffer: by the fast matcher where there is one, else by an expression."""

import importlib
import re
from collections.abc import Iterable, Iterator
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


class Marks:
    """Many marks to look for at once."""

    def __init__(self, marks: Iterable[bytes]) -> None:
        self.marks = sorted(marks)

    def find(self, data: bytes, first: int, last: int) -> Iterator[tuple[bytes, int]]:
        """Every mark and every place of it, also inside another; those of one mark in order."""
        if FAST is None or not self.marks:
            for mark in self.marks:
                at = data.find(mark, first, last)
                while at >= 0:
                    yield mark, at
                    at = data.find(mark, at + 1, last)
            return
        machine, more, last = FAST.BytesAhoCorasick(self.marks), max(map(len, self.marks)) - 1, min(last, len(data))
        for at in range(first, last, WINDOW):
            stop = min(at + WINDOW, last)
            with memoryview(data) as whole, whole[at : min(stop + more, last)] as piece:
                found = machine.find_matches_as_indexes(piece, overlapping=True)
            yield from ((self.marks[number], at + begin) for number, begin, _ in found if at + begin < stop)
