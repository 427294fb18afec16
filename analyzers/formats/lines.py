"""Our capture add-on's file: a statement, then one JSON document per line, then a count that closes it.

The first line is `{"sceau": "capture/1", …statement}`; then `{"entry": {an HTTP Archive entry}}` for each exchange and
`{"connection": {…}}` for each connection that carried none that could be read; between them `{"phase": {"id", "at"}}`
where a phase begins, `{"journey": {"name", "at"}}` where a journey is played, `{"tls": {…}}` where a handshake settled
something new, `{"alias": {"host", "names", "by"}}` where a name turned out to stand for others; the last line is
`{"end": count, "why"}`. The count is of exchanges and bare connections.
Without that last line, with another count, or ended by anything but a person's wish, nobody knows what is missing.
"""

import re
from collections.abc import Callable

from analyzers.formats.endrecord import Buffer
from analyzers.formats.entries import Document, Entries, in_lines
from analyzers.formats.errors import FormatError
from analyzers.formats.har import MAX_ENTRIES, MAX_UNREAD, Har, Hear, Take, ignore
from analyzers.formats.pages import Pages
from analyzers.formats.strict import decode_prefix

MAX_LINE = 8 << 20
MAX_MARKS, MAX_WORD = 1_000, 60
STOPPED = "stopped"
_CODE = re.compile(r"[a-z]+(-[a-z]+){0,3}")

Aside = Callable[[Document, int, int], None]  # handshake or alias, byte offset, byte length
Note = Callable[[Document, int, int], str | None]  # connection, byte offset, byte length -> why it cannot be used


def _ignore(_document: Document, _offset: int, _length: int) -> None:
    return None


def read_lines(
    data: Buffer, take: Take, note: Note, hear: Hear = ignore, secure: Aside = _ignore, name: Aside = _ignore
) -> Har:
    """Read the file and hand on each exchange, bare connection, handshake and name that stands for others."""
    found = Har()
    at, count, pages, entries = 0, 0, Pages(data), in_lines()
    while at < len(data):
        pages.passed(at)
        line, after = _line(data, at)
        document = _document(line, entries)
        if at == 0:
            if document is None or document.get("sceau") != "capture/1":
                raise FormatError("unsupported-capture" if document else "broken-json", 0)
            found.version, found.sceau = "1", document
            hear(document)
        elif document is not None and isinstance(document.get("end"), int):
            _close(found, document, at, is_whole=document["end"] == count and after >= len(data))
        elif document is not None and _aside(found, document, (at, len(line)), {"tls": secure, "alias": name}):
            pass
        elif line.strip():
            if count >= MAX_ENTRIES:
                raise FormatError("too-many-entries", at)
            why = _hand_over(document, count, (at, len(line)), take, note)
            count += 1
            found.read += why is None
            if why is not None:
                _lost(found, at, why)
        at = after
    if found.total is None and found.unread_count == 0:
        _lost(found, len(data), "no-end")
    return found


def _close(found: Har, document: Document, at: int, *, is_whole: bool) -> None:
    found.total = found.read + found.unread_count if is_whole else None
    why = document.get("why", STOPPED)
    found.ended = why if isinstance(why, str) and _CODE.fullmatch(why) else "unknown"
    if not is_whole:
        _lost(found, at, "another-count")
    elif found.ended != STOPPED:
        _lost(found, at, f"ended-by-{found.ended}")


def _aside(found: Har, document: Document, place: tuple[int, int], takers: dict[str, Aside]) -> bool:
    """Take a line that is no exchange: a mark, a handshake, or an alias."""
    for key, take in takers.items():
        if isinstance(row := document.get(key), dict):
            take(row, *place)
            return True
    if len(found.marks) < MAX_MARKS and (mark := _mark(document)) is not None:
        found.marks.append(mark)
        return True
    return False


def _mark(document: Document) -> tuple[str, str, str] | None:
    """A phase or a journey that begins: which of the two, its name, when."""
    for what, key in (("phase", "id"), ("journey", "name")):
        row = document.get(what)
        if isinstance(row, dict) and isinstance(row.get(key), str):
            return what, row[key][:MAX_WORD], str(row.get("at"))[:MAX_WORD]
    return None


def _hand_over(document: Document | None, count: int, place: tuple[int, int], take: Take, note: Note) -> str | None:
    if document is None:
        return "broken-json"
    if isinstance(entry := document.get("entry"), dict):
        return take(count, entry, *place)
    if isinstance(connection := document.get("connection"), dict):
        return note(connection, *place)
    return "not-an-entry"


def _line(data: Buffer, at: int) -> tuple[bytes, int]:
    """One line and where the next begins; a line beyond the limit is cut, which makes it unreadable."""
    end = data.find(b"\n", at)
    after = len(data) if end < 0 else end + 1
    return bytes(data[at : min(after if end < 0 else end, at + MAX_LINE)]), after


def _document(line: bytes, entries: Entries) -> Document | None:
    """The object of a line; None where it is none, or would be another one to another reader."""
    if (found := entries.decode(line)) is not None:
        return found[0] if isinstance(found[0], dict) else None
    try:
        text = line.decode().strip()
        value, end, fault = decode_prefix(text)
    except (ValueError, FormatError):
        return None
    return value if fault is None and end == len(text) and isinstance(value, dict) else None


def _lost(found: Har, offset: int, why: str) -> None:
    found.unread_count += 1
    if len(found.unread) < MAX_UNREAD:
        found.unread.append((offset, why))
