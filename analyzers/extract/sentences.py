"""The sentences of a page, as spans of its characters. A line that was only too long for the paper does not end one."""

import re
from collections.abc import Iterator

LONGEST = 1200  # a sentence without an end is cut
_HEADING = 60  # a line this short, before one that begins anew, ended by itself
_BULLET = re.compile(r"[-–—•·▪‣*□☐☑✓]\s|[0-9]{1,2}[.)]\s|\||v?[0-9]+\.[0-9]+(?:\.[0-9]+)*\s")
_END = re.compile(r"[.!?]\s+(?=[\"«“(]?\s?[A-ZÀÂÇÉÈÊÎÔ0-9•–-])|;\s")
_SHORT = re.compile(
    r"(?:\b[A-Za-z]|\b(?:art|cf|n|no|mm|dr|pr|st|ste|p|al|ex|env|tel|tél|etc|réf|ref|vol|fig|art))\.$", re.IGNORECASE
)


def split_sentences(text: str, *, are_lines_whole: bool) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and ends. `are_lines_whole` where a line is a paragraph."""
    for start, stop in _list_blocks(text, are_lines_whole=are_lines_whole):
        at = start
        for end in _END.finditer(text, start, stop):
            if not _SHORT.search(text, max(at, end.start() - 6), end.start() + 1):
                yield from _cut(text, at, end.start() + 1)
                at = end.end()
        yield from _cut(text, at, stop)


def _list_blocks(text: str, *, are_lines_whole: bool) -> Iterator[tuple[int, int]]:
    start = at = 0
    before = ""
    for line in text.splitlines(keepends=True):
        plain = line.strip()
        begins = are_lines_whole or not plain or _BULLET.match(plain) or _ends(before, plain)
        if begins and at > start:
            yield start, at
            start = at
        before = plain
        at += len(line)
    if at > start:
        yield start, at


def _ends(before: str, line: str) -> bool:
    """Whether a line is a heading, or the last of its paragraph, since the next begins anew."""
    return len(before) < _HEADING and before[-1:] not in (",", "-", "'", "’") and line[:1].isupper()


def _cut(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    for at in range(start, stop, LONGEST):
        piece = text[at : min(at + LONGEST, stop)]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            yield at + lead, at + len(piece.rstrip())
