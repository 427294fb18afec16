"""Strings of a compiled Dart snapshot (Flutter): no byte ends them, so each is cut by the length that stands before it.

An object of the snapshot's data is a word of tags, a length, then the letters. The length is kept doubled, in
four bytes where pointers are compressed, in eight elsewhere; between one object and the next lie zeros or nothing.
"""

import re
from collections.abc import Iterator

from analyzers.formats.endrecord import Buffer

MAX_STRING = 1 << 16
MAX_UNMEASURED = 512
_WORD = 4
_SCHEME = 8  # letters before `://`
_ADDRESS, _LABEL = re.compile(rb"://"), re.compile(rb"\.[a-z]{2}")  # apart: one beginning is sought faster than two


def read_strings(data: Buffer, first: int, last: int) -> Iterator[tuple[int, bytes]]:
    """Place and bytes of every string that holds an address or may be a host, each once.

    An address that lies under no length is given as far as its letters go: it is better cut badly than lost.
    """
    given: set[int] = set()
    for clue in (_ADDRESS, _LABEL):
        reached = first
        for match in clue.finditer(data, first, last):
            at = match.start()
            if at < reached:
                continue
            start = data.rfind(b"\0", max(first, at - MAX_STRING), at) + 1
            end = _end(data, start, first)
            if not at < end <= last:
                if clue is not _ADDRESS:
                    continue
                start, end = max(start, at - _SCHEME), min(at + MAX_UNMEASURED, last)
            reached = end
            if start not in given:
                given.add(start)
                yield start, bytes(data[start:end])


def _end(data: Buffer, start: int, first: int) -> int:
    """Where the string ends that starts here, by the length before it; 0 where none stands there."""
    for place in (start - _WORD, start - 2 * _WORD):
        doubled = int.from_bytes(data[place : place + _WORD], "little") if place >= first else 0
        if doubled:
            return start + doubled // 2 if not doubled & 1 and doubled <= 2 * MAX_STRING else 0
    return 0
