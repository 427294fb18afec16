"""HTTP Archive 1.2 of any producer: entries one by one with their byte places, never the whole document at once."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError

MAX_ENTRIES = 200_000
MAX_UNREAD = 1_000
_SPACE = re.compile(r"[ \t\n\r]*")
_BOM = b"\xef\xbb\xbf"
Document = dict[str, Any]  # JSON of a stranger

# index, entry, byte offset, byte length -> why it cannot be used, or None
Take = Callable[[int, Document, int, int], str | None]
# what our own tools state of the capture, once it has been read: before the entries, or it comes too late for them
Hear = Callable[[Document], None]


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
    ended: str | None = None  # why the recording ended, where it says
    total: int | None = None  # None: the file broke off, so nobody knows
    read: int = 0
    unread: list[tuple[int, str]] = field(default_factory=list)
    unread_count: int = 0


class _Strict:
    """A decoder that notes what strict JSON does not have, instead of guessing."""

    def __init__(self) -> None:
        self.fault: str | None = None
        self.decoder = json.JSONDecoder(object_pairs_hook=self._pairs, parse_constant=self._constant)

    def _pairs(self, pairs: list[tuple[str, Any]]) -> Document:
        found = dict(pairs)
        if len(found) != len(pairs):
            self.fault = "duplicate-keys"
        return found

    def _constant(self, _: str) -> None:
        self.fault = "not-a-number"

    def value(self, text: str, at: int) -> tuple[Any, int, str | None]:
        """One value from `at` on, where it ends, and what is wrong with it."""
        self.fault = None
        try:
            value, end = self.decoder.raw_decode(text, at)
        except RecursionError as error:
            raise FormatError("too-deep", at) from error
        except ValueError as error:
            raise FormatError("broken-json", at) from error
        return value, end, self.fault


class _Places:
    """Character places to byte places, going forward only."""

    def __init__(self, text: str, before: int) -> None:
        self._text, self._ascii = text, text.isascii()
        self._before, self._char, self._byte = before, 0, 0

    def __call__(self, at: int) -> int:
        if self._ascii:
            return self._before + at
        self._byte += len(self._text[self._char : at].encode())
        self._char = at
        return self._before + self._byte


def read_har(data: Buffer, take: Take, hear: Hear = ignore) -> Har:
    """Read an archive and hand each entry to `take`. Refuses by name what is none."""
    before = len(_BOM) if bytes(data[:3]) == _BOM else 0
    try:
        text = str(memoryview(data)[before:], "utf-8")
    except UnicodeDecodeError as error:
        raise FormatError("not-text-utf8", before + error.start) from error
    return _Reader(text, before, take, hear).read()


class _Reader:
    """One pass over the text."""

    def __init__(self, text: str, before: int, take: Take, hear: Hear) -> None:
        self.text, self.take, self.hear = text, take, hear
        self.places = _Places(text, before)
        self.strict = _Strict()
        self.har = Har()
        self.seen: set[str] = set()

    def read(self) -> Har:
        at = self._expect("{", 0)
        found = False
        for key, start in self._members(at):
            if key == "log" and not found and self.text[start : start + 1] == "{":
                found = True
                self._log(start + 1)
                if self.har.total is None:
                    return self.har
            else:
                self.end = self._skip(start, found=found)
        if not found:
            raise FormatError("not-a-capture", 0)
        if self._space(self.end) != len(self.text) and self.har.total is not None:
            self._lost(self.end, "trailing-bytes")
        return self.har

    def _log(self, at: int) -> None:
        try:
            for key, start in self._members(at):
                if key == "entries":
                    self._entries(start)
                    if self.har.total is None:
                        return
                else:
                    value, self.end, _ = self.strict.value(self.text, start)
                    self._keep(key, value)
        except FormatError as refusal:
            if self.har.total is None:
                raise  # the list itself was refused, or never came
            self.har.total = None
            self._lost(refusal.offset or 0, refusal.code)
        if "entries" not in self.seen:
            raise FormatError("not-a-capture", at)

    def _keep(self, key: str, value: object) -> None:
        if key == "version" and isinstance(value, (str, int, float)):
            self.har.version = str(value)
        elif key == "comment" and isinstance(value, str):
            self.har.comment = value
        elif key == "creator" and isinstance(value, dict):
            self.har.creator = value
        elif key == "_tweasel" and isinstance(value, dict):
            self.har.tweasel = value
        elif key == "_sceau" and isinstance(value, dict):
            self.har.sceau = value
            self.hear(value)

    def _entries(self, start: int) -> None:
        if "entries" in self.seen:
            raise FormatError("ambiguous-archive", start)
        if self.text[start : start + 1] != "[":
            raise FormatError("not-a-capture", start)
        self.seen.add("entries")
        at, count = self._space(start + 1), 0
        if self.text[at : at + 1] == "]":
            self.har.total, self.end = 0, at + 1
            return
        while True:
            if count >= MAX_ENTRIES:
                raise _too_many(at)
            try:
                value, end, fault = self.strict.value(self.text, at)
            except FormatError as refusal:
                self._broken(at, refusal, count)
                return
            self._entry(count, value, at, end, fault)
            count += 1
            at = self._space(end)
            mark = self.text[at : at + 1]
            if mark == "]":
                self.har.total, self.end = count, at + 1
                return
            if mark != ",":
                self._broken(at, FormatError("broken-json"), count)
                return
            at = self._space(at + 1)

    def _broken(self, at: int, refusal: FormatError, count: int) -> None:
        """The list broke off: keep what was read, say that the rest is unknown; nothing read is a refusal."""
        if count == 0:
            raise FormatError("broken-capture" if refusal.code != "too-deep" else "too-deep", at) from refusal
        self._lost(at, refusal.code)

    def _entry(self, index: int, value: object, start: int, end: int, fault: str | None) -> None:
        offset = self.places(start)
        length = self.places(end) - offset
        if fault is None:
            fault = self.take(index, value, offset, length) if isinstance(value, dict) else "not-an-entry"
        if fault is None:
            self.har.read += 1
        else:
            self._note(offset, fault)

    def _lost(self, at: int, why: str) -> None:
        self._note(self.places(max(at, 0)), why)

    def _note(self, offset: int, why: str) -> None:
        self.har.unread_count += 1
        if len(self.har.unread) < MAX_UNREAD:
            self.har.unread.append((offset, why))

    def _space(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def _expect(self, mark: str, at: int) -> int:
        at = self._space(at)
        if self.text[at : at + 1] != mark:
            raise FormatError("broken-json" if "log" in self.seen else "not-a-capture", at)
        return at + 1

    def _skip(self, start: int, *, found: bool) -> int:
        """Pass over a member that is not ours; damage after the log costs nothing that was read."""
        try:
            return self.strict.value(self.text, start)[1]
        except FormatError:
            if not found:
                raise
            self._lost(start, "broken-json")
            return len(self.text)

    end = 0

    def _members(self, at: int) -> Any:
        """Keys and the places of their values; the consumer moves `end` past each value."""
        at = self._space(at)
        if self.text[at : at + 1] == "}":
            self.end = at + 1
            return
        while True:
            key, end, _ = self.strict.value(self.text, self._space(at))
            if not isinstance(key, str):
                raise FormatError("broken-json", at)
            start = self._space(self._expect(":", end))
            self.end = start
            yield key, start
            at = self._space(self.end)
            mark = self.text[at : at + 1]
            self.end = at = at + 1
            if mark == "}":
                return
            if mark != ",":
                raise FormatError("broken-json", at)


def _too_many(at: int) -> FormatError:
    return FormatError("too-many-entries", at)
