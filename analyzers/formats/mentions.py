"""Addresses, hosts and dotted names among the strings of code, libraries, bundles and resources. Bytes in and out."""

import re
from dataclasses import dataclass, field

from analyzers.formats.endrecord import Buffer
from analyzers.formats.scan import Mark

MAX_ADDRESSES = 20_000
MAX_NAMES = 40_000
MAX_URL = 512
_MARK = Mark(b"://")
_SCHEME = re.compile(rb"(?:https?|wss?|mqtts?)$", re.IGNORECASE)
_AFTER = re.compile(rb"[A-Za-z0-9\[][^\x00-\x20\"'<>\\^`|{}\x7f-\xff]{2,511}")
_LAST_LABEL = re.compile(rb"\.[A-Za-z0-9_-]{2,63}+\x00")
_HOST = re.compile(rb"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}")
_NAME = re.compile(rb"[A-Za-z][A-Za-z0-9_]*+(?:\.[A-Za-z0-9_$-]++){1,12}+")
_SHORT_STRING = 0x7F  # longer ones carry two bytes of length, and are no names
# Last labels that make a bare name a host. A whitelist: code is full of names that only look like one.
_DOMAINS = frozenset(
    b"""
    com net org io co eu de fr uk us cn ru dev ai me cloud health gov edu biz tv it es nl se ch at be pl br jp kr au ca
    fi no dk cz tech online site xyz mobi care link ly
    """.split()
)
# First labels of names written backwards, as code writes them: com.example.app is no host of the domain "app".
_BACKWARDS = _DOMAINS | {b"android", b"androidx", b"java", b"javax", b"kotlin", b"kotlinx", b"info", b"app"}
# A web address that one library keeps as two halves, letter by letter; each half alone is its fingerprint.
_HALVES = ((b"hts/frbslgigp.ogepscmv/ieo/eaybtho", b"tp:/ieaeogn-agolai.o/1frlglgc/aclg"),)

Place = tuple[str, int, int]  # entry, first byte, length


@dataclass(slots=True)
class Mentions:
    """What was found, each with the place where it was seen first and how often."""

    urls: dict[bytes, Place] = field(default_factory=dict)
    hosts: dict[bytes, Place] = field(default_factory=dict)
    names: dict[bytes, Place] = field(default_factory=dict)
    users: dict[bytes, tuple[str, ...]] = field(default_factory=dict)  # address or host -> classes that load it
    full: bool = False  # whether something was left out for want of room

    def look_at_constants(self, data: bytes, first: int, last: int, shown: str) -> None:
        """Go through the string section of a code file: every string ends with a zero byte."""
        self.look_at_text(data, first, last, shown)
        self._look_for_names(data, first, last, shown)
        for odd, even in _HALVES:
            at = data.find(odd, first, last)
            if at >= 0 and data.find(even, first, last) >= 0:
                whole = bytes(byte for pair in zip(odd, even, strict=False) for byte in pair)
                self._keep(self.urls, whole, (shown, at, len(odd)), MAX_ADDRESSES)

    def look_at_text(self, data: Buffer, first: int, last: int, shown: str) -> None:
        """Go through anything else: only what has the form of a web address counts."""
        reached = first
        for at in _MARK.places(data, first, last):
            scheme = _SCHEME.search(data[max(first, at - 5) : at]) if at >= reached else None
            after = _AFTER.match(data, at + 3, min(last, at + MAX_URL)) if scheme else None
            if scheme and after:
                start, reached = at - len(scheme[0]), after.end()
                self._keep(self.urls, bytes(data[start:reached]), (shown, start, reached - start), MAX_ADDRESSES)

    def look_at_string(self, text: bytes, at: int, shown: str, width: int = 1) -> None:
        """Go through one string that lies at `at` of its file, where each letter takes `width` bytes."""
        found = Mentions()
        found.look_at_text(text, 0, len(text), shown)
        for url, (_, start, length) in found.urls.items():
            self._keep(self.urls, url, (shown, at + width * start, width * length), MAX_ADDRESSES)

    def look_at_name(self, text: bytes, at: int, shown: str, width: int = 1) -> None:
        """Keep a whole string if it is a host or a dotted name."""
        last = text[text.rfind(b".") + 1 :]
        if last in _DOMAINS and _HOST.fullmatch(text) and text[: text.find(b".")] not in _BACKWARDS:
            self._keep(self.hosts, text, (shown, at, width * len(text)), MAX_ADDRESSES)
        elif len(text) <= _SHORT_STRING and _NAME.fullmatch(text):
            self._keep(self.names, text, (shown, at, width * len(text)), MAX_NAMES)

    def _look_for_names(self, data: bytes, first: int, last: int, shown: str) -> None:
        """Strings that are a dotted name and nothing else, found by their last label."""
        before, is_name, names = data.rfind, _NAME.fullmatch, self.names
        far = _SHORT_STRING + 2
        for match in _LAST_LABEL.finditer(data, first, last):
            dot, end = match.span()
            start = before(b"\0", dot - far if dot > far else 0, dot) + 2  # the zero byte, then one of length
            size = end - 1 - start
            if size != data[start - 1] or size > _SHORT_STRING:
                continue
            text = data[start : end - 1]
            if text in names:  # kept from another code file
                continue
            if data[dot + 1 : end - 1] in _DOMAINS:
                self.look_at_name(text, start, shown)
            elif is_name(text):
                if len(names) < MAX_NAMES:
                    names.setdefault(text, (shown, start, size))
                elif text not in names:
                    self.full = True

    def _keep(self, rows: dict[bytes, Place], text: bytes, place: Place, ceiling: int) -> None:
        if len(rows) < ceiling:
            rows.setdefault(text, place)
        elif text not in rows:
            self.full = True
