"""HTTP Archive 1.2 of any producer: entries one by one with their byte places, never the whole document at once."""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from analyzers.formats.endrecord import Buffer
from analyzers.formats.entries import Document, Entries
from analyzers.formats.errors import FormatError
from analyzers.formats.pages import Pages, read_pieces
from analyzers.formats.skim import skim_value
from analyzers.formats.strict import decode_prefix, decode_quickly

MAX_ENTRIES = 200_000
MAX_UNREAD = 1_000
_BOM = b"\xef\xbb\xbf"
_NOT_SPACE = re.compile(rb"[^ \t\n\r]")
_FIRST_KEY = re.compile(rb'\{[ \t\n\r]*("[^"\\]{1,64}")')
_BETWEEN = re.compile(rb"\}[ \t\n\r]*,[ \t\n\r]*\{[ \t\n\r]*$")  # the end of an entry and the start of the next
_WINDOW = 1 << 20
_AHEAD = 1 << 18  # bytes of the window that an entry has before it at least
_GAP = 256
_STATED = frozenset({"version", "creator", "comment", "_tweasel", "_sceau"})
_SIZES = (1 << 14, 1 << 18, 1 << 21)  # how much of a value is looked at before it is only skimmed
CUT = "\0cut"  # the key under which an entry says that texts in it were too long to be held

Take = Callable[[int, Document, int, int], str | None]  # index, entry, byte offset, byte length -> why it is no use
Hear = Callable[[Document], None]  # what our own tools state: before the entries, or it comes too late for them


def ignore(_: Document) -> None:
    """Hear nothing."""


@dataclass(slots=True)
class Har:
    """What stands around the entries, and how many of them there were."""

    version: str | None = None
    creator: Document = field(default_factory=dict)
    comment: str | None = None
    tweasel: Document = field(default_factory=dict)
    sceau: Document = field(default_factory=dict)  # what our own tools state of the capture
    marks: list[tuple[str, str, str]] = field(default_factory=list)  # our add-on's: what began, its name, when
    refused: list[Document] = field(default_factory=list)  # handshakes that the app broke off, where a tool keeps them
    ended: str | None = None  # why the recording ended, where it says
    total: int | None = None  # None: the file broke off, so nobody knows
    read: int = 0
    unread: list[tuple[int, str]] = field(default_factory=list)
    unread_count: int = 0


def read_har(data: Buffer, take: Take, hear: Hear = ignore) -> Har:
    """Read an archive and hand each entry to `take`. Refuses by name what is none."""
    check_text(data)
    before = len(_BOM) if bytes(data[:3]) == _BOM else 0
    return _Reader(data, before, take, hear).read()


def check_text(data: Buffer) -> None:
    """Refuse by name what is not UTF-8, before anything of it is believed; nothing is held."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    place, piece = 0, b""
    try:
        for at, read in read_pieces(data):
            place, piece = at, read
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        held = len(error.object) - len(piece)  # the beginning of a character, from the piece before
        raise FormatError("not-text-utf8", max(place - held, 0) + error.start) from error


class _Reader:
    """One pass over the bytes."""

    def __init__(self, data: Buffer, before: int, take: Take, hear: Hear) -> None:
        self.data, self.before, self.take, self.hear = data, before, take, hear
        self.har = Har()
        self.seen: set[str] = set()
        self.window, self.start, self.pages = b"", 0, Pages(data)
        self.entries = Entries()
        self.mark: bytes | None = None  # the first key of entries, in its quotes
        self.seam = b""  # from the end of an entry to the first key of the next, as it stood before
        self.end = 0

    def read(self) -> Har:
        at = self._expect(b"{", self.before)
        found = False
        for key, start in self._members(at):
            if key == "log" and key in self.seen:
                raise FormatError("ambiguous-archive", start)  # which of the two another reader takes, nobody knows
            self.seen |= {key} & {"log"}
            if key == "log" and self._byte(start) == b"{":
                found = True
                self._log(start + 1)
                if self.har.total is None:
                    return self.har
            else:
                self.end = self._skip(start, found=found)
        if not found:
            raise FormatError("not-a-capture", 0)
        if self._space(self.end) != len(self.data) and self.har.total is not None:
            self._note(self.end, "trailing-bytes")
        return self.har

    def _log(self, at: int) -> None:
        try:
            for key, start in self._members(at):
                if key == "entries":
                    self._entries(start)
                    if self.har.total is None:
                        return
                else:
                    value, self.end, _ = self._value(start)
                    self._keep(key, value, start)
        except FormatError as refusal:
            if self.har.total is None:
                raise  # the list itself was refused, or never came
            self.har.total = None
            self._note(refusal.offset or 0, refusal.code)
        if "entries" not in self.seen:
            raise FormatError("not-a-capture", at)

    def _keep(self, key: str, value: object, at: int) -> None:
        if key in _STATED and key in self.seen:
            raise FormatError("ambiguous-archive", at)
        self.seen.add(key)
        if key == "version" and isinstance(value, (str, int, float)):
            self.har.version = str(value)
        elif key == "comment" and isinstance(value, str):
            self.har.comment = value
        elif key == "creator" and isinstance(value, dict):
            self.har.creator = value
        elif key == "_tweasel" and isinstance(value, dict):
            self.har.tweasel = value
        elif key == "_tlsErrors" and isinstance(value, list):
            self.har.refused = [row for row in value[:MAX_UNREAD] if isinstance(row, dict)]
        elif key == "_sceau" and isinstance(value, dict):
            self.har.sceau = value
            self.hear(value)

    def _entries(self, start: int) -> None:
        if "entries" in self.seen:
            raise FormatError("ambiguous-archive", start)
        if self._byte(start) != b"[":
            raise FormatError("not-a-capture", start)
        self.seen.add("entries")
        at, count = self._space(start + 1), 0
        if self._byte(at) == b"]":
            self.har.total, self.end = 0, at + 1
            return
        while True:
            if count >= MAX_ENTRIES:
                raise FormatError("too-many-entries", at)
            try:
                value, end, fault, following = self._guess(at) or (*self._value(at), 0)
                self.pages.passed(at)
            except FormatError as refusal:
                self._broken(at, refusal, count)
                return
            self._entry(count, value, (at, end - at), fault)
            count += 1
            if following:
                at = following
                continue
            at = self._space(end)
            mark = self._byte(at)
            if mark == b"]":
                self.har.total, self.end = count, at + 1
                return
            if mark != b",":
                self._broken(at, FormatError("broken-json"), count)
                return
            at = self._space(at + 1)

    def _guess(self, at: int) -> tuple[Any, int, None, int] | None:
        """The entry up to where the next one seems to begin, by its first key. Only what is whole JSON is believed.

        No object ends in two places, so an end at which the bytes are one whole object is the end.
        """
        window, inside = self._window(at), at - self.start
        if self.mark is None:
            named = _FIRST_KEY.match(window, inside)
            self.mark = named[1] if named else b""
        as_before = window.find(self.seam, inside + _GAP) if self.seam else -1
        found = self._whole(window, inside, as_before) or self._whole(window, inside, self._look_on(window, inside))
        if found is not None:
            return *found, None, found[1] + self.seam.find(b"{") - 1
        found = self._whole(window, inside, self._look_back(window, inside))
        return (*found, None, 0) if found is not None else None

    def _whole(self, window: bytes, inside: int, last: int) -> tuple[Any, int] | None:
        """The entry that ends with this byte, and where what follows begins; None where it is not one whole."""
        found = self.entries.decode(window[inside : last + 1]) if last > inside else None
        return (found[0], self.start + last + 1) if found else None

    def _look_on(self, window: bytes, inside: int) -> int:
        """Where the last byte of an entry seems to be; how the next one begins is kept, since most begin alike."""
        key = window.find(self.mark, inside + _GAP) if self.mark else -1
        between = _BETWEEN.search(window[max(key - _GAP, inside) : key]) if key >= 0 else None
        if between is None or self.mark is None:
            return -1
        self.seam = between[0] + self.mark
        return key - len(between[0])

    def _look_back(self, window: bytes, inside: int) -> int:
        """The same of the last entry, where nothing follows the list but what closes the document."""
        is_whole = self.start + len(window) == len(self.data)
        return window.rfind(b"}", inside, window.rfind(b"]", inside)) if is_whole else -1

    def _broken(self, at: int, refusal: FormatError, count: int) -> None:
        """The list broke off: keep what was read, say that the rest is unknown; nothing read is a refusal."""
        if count == 0:
            raise FormatError("broken-capture" if refusal.code != "too-deep" else "too-deep", at) from refusal
        self._note(at, refusal.code)

    def _entry(self, index: int, value: object, place: tuple[int, int], fault: str | None) -> None:
        if fault is None:
            fault = self.take(index, value, *place) if isinstance(value, dict) else "not-an-entry"
        if fault is None:
            self.har.read += 1
        else:
            self._note(place[0], fault)

    def _note(self, offset: int, why: str) -> None:
        self.har.unread_count += 1
        if len(self.har.unread) < MAX_UNREAD:
            self.har.unread.append((offset, why))

    def _skip(self, start: int, *, found: bool) -> int:
        """Pass over a member that is not ours; damage after the log costs nothing that was read."""
        try:
            return self._value(start)[1]
        except FormatError:
            if not found:
                raise
            self._note(start, "broken-json")
            return len(self.data)

    def _members(self, at: int) -> Iterator[tuple[str, int]]:
        """Keys and the places of their values; the consumer moves `end` past each value."""
        at = self._space(at)
        if self._byte(at) == b"}":
            self.end = at + 1
            return
        while True:
            key, end, _ = self._value(self._space(at))
            if not isinstance(key, str):
                raise FormatError("broken-json", at)
            start = self._space(self._expect(b":", end))
            self.end = start
            yield key, start
            at = self._space(self.end)
            mark = self._byte(at)
            self.end = at = at + 1
            if mark == b"}":
                return
            if mark != b",":
                raise FormatError("broken-json", at)

    def _value(self, at: int) -> tuple[Any, int, str | None]:
        """One value from `at` on, where it ends, and what is wrong with it."""
        for size in _SIZES:
            piece = bytes(self.data[at : at + size])
            is_last = at + size >= len(self.data)
            text = piece.decode("utf-8", "ignore")  # the whole is UTF-8: only a character at the end can be cut
            try:
                value, end, fault = decode_prefix(text)
            except FormatError as refusal:
                if is_last or refusal.code == "too-deep":
                    raise FormatError(refusal.code, at) from refusal
                continue
            if is_last or end < len(text):
                return value, at + (end if text.isascii() else len(text[:end].encode())), fault
        return self._long(at)

    def _long(self, at: int) -> tuple[Any, int, str | None]:
        """A value that is longer than what is held at once: long texts in it are cut, and too long it is not read."""
        if self._byte(at) not in (b"{", b"[", b'"'):
            raise FormatError("broken-json", at)
        end, copy, is_cut = skim_value(self.data, at)
        if copy is None:
            return None, end, "too-large"
        found = decode_quickly(copy)
        value, _, fault = (*found, end, None) if found else decode_prefix(copy.decode())
        if is_cut and isinstance(value, dict):
            value[CUT] = True
        return value, end, fault

    def _window(self, at: int) -> bytes:
        """Bytes that hold `at` and enough behind it."""
        end = self.start + len(self.window)
        is_far = at > end - _AHEAD and end < len(self.data)
        if is_far or at < self.start:
            self.window, self.start = bytes(self.data[at : at + _WINDOW]), at
        return self.window

    def _byte(self, at: int) -> bytes:
        return bytes(self.data[at : at + 1])

    def _space(self, at: int) -> int:
        size = 64
        while True:
            piece = bytes(self.data[at : at + size])
            found = _NOT_SPACE.search(piece)
            if found or not piece:
                return at + found.start() if found else at
            at, size = at + len(piece), _WINDOW

    def _expect(self, mark: bytes, at: int) -> int:
        at = self._space(at)
        if self._byte(at) != mark:
            raise FormatError("broken-json" if "entries" in self.seen else "not-a-capture", at)
        return at + 1
