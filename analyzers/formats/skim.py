"""Where a long JSON value ends, without holding it: long texts are cut in the copy that is kept."""

import re

from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError
from analyzers.formats.pages import Pages

MAX_DEPTH = 256
KEPT_TEXT = 4 << 20  # bytes kept of one text
MAX_COPY = 8 << 20  # bytes kept of one value; of a longer one nothing is
_STEP = 1 << 18
_MARK = re.compile(rb'["{}\[\]]')
_IN_TEXT = re.compile(rb'["\\]')
_CONTINUES = 0b10 << 6  # of a byte inside a character


def skim_value(data: Buffer, at: int) -> tuple[int, bytes | None, bool]:
    """The end of the object, list or text that begins at `at`, a copy if that fits, and whether texts in it are cut.

    Only structure is looked at: whether the copy is JSON, its reader says. Refuses by name what never ends.
    """
    return _Skim(data, at).run()


class _Skim:
    """One walk over one value."""

    def __init__(self, data: Buffer, at: int) -> None:
        self.data, self.at = data, at
        self.copy: list[bytes] | None = []
        self.size, self.is_cut = 0, False
        self.piece, self.start, self.pages = b"", at, Pages(data)

    def run(self) -> tuple[int, bytes | None, bool]:
        """Walk to the end of the value."""
        depth = 0
        while True:
            between, mark = self._until(_MARK)
            self._keep(between + mark)
            if mark == b'"':
                self._text()
            elif mark in (b"{", b"["):
                depth += 1
                if depth > MAX_DEPTH:
                    raise FormatError("too-deep", self.at)
            elif mark:
                depth -= 1
            if depth <= 0 and mark:
                return self.at, None if self.copy is None else b"".join(self.copy), self.is_cut

    def _text(self) -> None:
        """Pass over a text whose first quote was taken."""
        left, is_cut = KEPT_TEXT, False
        while True:
            run, mark = self._until(_IN_TEXT)
            if not is_cut:
                end = _end_of_character(run, left)
                self._keep(run[:end])
                left, is_cut = left - end, end < len(run)
            if mark == b'"':
                self._keep(mark)
                self.is_cut |= is_cut
                return
            if mark:
                escape = mark + bytes(self.data[self.at : self.at + 5])
                escape = escape if escape[1:2] == b"u" else escape[:2]
                self.at += len(escape) - 1
                is_cut |= left <= 0
                if not is_cut:
                    self._keep(escape)
                    left -= len(escape)

    def _until(self, wanted: re.Pattern[bytes]) -> tuple[bytes, bytes]:
        """What lies before the next of the wanted bytes, and that byte; no byte where the piece at hand ended."""
        if not self.start <= self.at < self.start + len(self.piece):
            self.piece, self.start = bytes(self.data[self.at : self.at + _STEP]), self.at
            if not self.piece:
                raise FormatError("truncated", self.at)
            self.pages.passed(self.at)
        inside = self.at - self.start
        found = wanted.search(self.piece, inside)
        self.at = self.start + (found.end() if found else len(self.piece))
        return self.piece[inside : found.start() if found else None], found[0] if found else b""

    def _keep(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.size > MAX_COPY:
            self.copy = None
        if self.copy is not None and piece:
            self.copy.append(piece)


def _end_of_character(run: bytes, at: int) -> int:
    """The first place from `at` on at which no character is cut."""
    at = max(min(at, len(run)), 0)
    while at < len(run) and run[at] & 0xC0 == _CONTINUES:
        at += 1
    return at
