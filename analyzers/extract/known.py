"""Known values in one pass: all forms are looked for at once, and what is met must stand by itself.

The fast matcher (Aho-Corasick) names each form. Where there is none, the words of a text meet the words of all forms: a
form that stands by itself brings all its words whole, so one cut into words tells which can be there.
"""

import binascii
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from analyzers.extract.disguises import Disguise
from analyzers.extract.spellings import mailbox
from analyzers.formats.scan import FAST

_WORDS = re.compile(rb"[a-z0-9\x80-\xff]+")
_BEYOND = frozenset(range(128, 256))
_LETTERS = frozenset(b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") | _BEYOND
_ADDRESS = _LETTERS | frozenset(b"._+-%")
_DIGEST_SIZES = (16, 20, 28, 32, 48, 64)  # bytes, from MD5 to SHA-512
_HEXADECIMAL = bytes.maketrans(b"123456789abcdefABCDEF", b"0" * 21)
_SUM, _LONGEST_SUM = b"0" * 2 * _DIGEST_SIZES[0], 2 * _DIGEST_SIZES[-1]  # in hexadecimal
_ZEROS = re.compile(rb"0+")
_WHOLE = re.compile(rb"0|[1-9][0-9]{0,9}")
_FILLED = bytes.maketrans(b"-_=", b"+/A")
_RUN = re.compile(rb"[A-Za-z0-9+/_-]{12,}={0,2}")
_MAIL = "emailAddress"
_MAX_RUN = 64 << 10
_END = 2  # bytes by which most data is told from all digests


class KnownValues:
    """All forms of the known values, ready to be looked for."""

    def __init__(self, disguises: Iterable[Disguise]) -> None:
        self._rows: list[Disguise] = []
        self._digests: dict[bytes, Disguise] = {}
        self._mailboxes: dict[str, Disguise] = {}
        self._anywhere: list[int] = []  # rows of bytes that stand among any others
        self._by_word: dict[bytes, list[int]] = defaultdict(list)
        seen: set[tuple[str, bytes]] = set()
        for disguise in disguises:
            if disguise.stand == "digest":
                self._digests.setdefault(bytes.fromhex(disguise.form.decode("ascii")), disguise)
                continue
            key = (disguise.category, disguise.form.lower())
            words = _WORDS.findall(key[1])
            if key in seen or (disguise.stand != "anywhere" and not words):
                continue  # the same letters in another case: found as the first of them
            seen.add(key)
            if disguise.category == _MAIL and not disguise.encoding and disguise.hash is None:
                self._mailboxes[mailbox(disguise.form.decode("utf-8", "replace"))] = disguise
            if disguise.stand == "anywhere":
                self._anywhere.append(len(self._rows))
            else:
                self._by_word[max(words, key=len)].append(len(self._rows))
            self._rows.append(disguise)
        self._words = frozenset(self._by_word)
        self._numbers = frozenset(map(int, filter(_WHOLE.fullmatch, self._words)))
        self._forms = [row.form.lower() for row in self._rows]
        self._stand = [(row.stand, _ADDRESS if b"@" in row.form else _LETTERS) for row in self._rows]
        self._is_fast = FAST is not None
        self._in_hexadecimal = [(digest.hex().encode(), disguise) for digest, disguise in self._digests.items()]
        self._ends = frozenset(digest[-_END:] for digest in self._digests)
        self._matcher = _matcher([*self._forms, *(form for form, _ in self._in_hexadecimal)])
        self._sums = _matcher([*self._digests])

    def __len__(self) -> int:
        return len(self._rows) + len(self._digests)

    def has_number(self, number: int) -> bool:
        """Whether a whole number of at most ten digits is, written out, one of the words by which forms are found."""
        return number in self._numbers

    def may_hold(self, data: bytes) -> bool:
        """Whether anything can be found here at all: never wrongly denied, and much cheaper than to find."""
        return not self._is_fast or self._meets(data) or self._meets(_aligned(data))

    def same_mailbox(self, address: bytes) -> Disguise | None:
        """The known address that reaches the same mailbox, whatever tag stands behind its `+`."""
        return self._mailboxes.get(mailbox(address.decode("utf-8", "replace"))) if self._mailboxes else None

    def find(self, data: bytes) -> Iterator[tuple[Disguise, tuple[str, ...]]]:
        """Each form that stands in the bytes by itself, and the layers found around it inside the value."""
        if not self._words and not self._digests:
            return
        for disguise in self.standing(data):
            yield disguise, ()
        for plain in _decoded(data):
            for disguise in self.standing(plain):
                yield disguise, ("base64",)

    def standing(self, data: bytes) -> list[Disguise]:
        """Each form that stands in the bytes by itself, no layer taken off."""
        if self._is_fast:
            return self._standing_fast(data)
        found = [*self._ending(data), *self._written(data)]
        lowered = data.lower()
        words = self._words.intersection(_WORDS.findall(lowered))
        named = {*self._anywhere, *(number for word in words for number in self._by_word[word])}
        return [*found, *(self._rows[number] for number in sorted(named) if self._stands(number, lowered))]

    def _standing_fast(self, data: bytes) -> list[Disguise]:
        """The same by the fast matcher: one pass for all forms, and for all digests as they are written."""
        found = self._ending(data) if data[-_END:] in self._ends else []
        lowered = data.lower()
        places = self._matcher.find_matches_as_indexes(lowered, overlapping=True) if self._matcher else None
        if not places:
            return found
        met: set[int] = set()
        digests, last = len(self._rows), len(lowered)
        for number, start, end in places:
            if number >= digests:
                if _alone(lowered, start, end, _LETTERS):
                    found.append(self._in_hexadecimal[number - digests][1])
            elif number not in met:
                stand, letters = self._stand[number]
                is_plain = stand == "alone" and (start == 0 or lowered[start - 1] not in letters)
                if (is_plain and (end == last or lowered[end] not in letters)) or self._stands_at(
                    number, lowered, start, end
                ):
                    met.add(number)
        return [*found, *[self._rows[number] for number in sorted(met)]]

    def _meets(self, data: bytes) -> bool:
        """Whether a form or digest is among the bytes, whatever is around it."""
        if not data:
            return False
        if self._matcher and self._matcher.find_matches_as_indexes(data.lower()):
            return True
        return bool(self._sums) and bool(self._sums.find_matches_as_indexes(data))

    def _stands(self, number: int, lowered: bytes) -> bool:
        """Whether a form is there as itself, wherever that is."""
        form = self._forms[number]
        at = lowered.find(form)
        while at >= 0:
            if self._stands_at(number, lowered, at, at + len(form)):
                return True
            at = lowered.find(form, at + 1)
        return False

    def _stands_at(self, number: int, lowered: bytes, start: int, end: int) -> bool:
        """Whether a form is there as itself, not as a piece of a longer word, number, digest or address."""
        stand, letters = self._stand[number]
        if stand != "alone":
            form = self._forms[number]
            return stand == "anywhere" or any(piece.strip() == form for piece in lowered.split(b"/"))
        if not lowered.isascii() and not _is_utf8(lowered):
            letters -= _BEYOND  # of bytes that are no text, those beyond ASCII are no letters
        return _alone(lowered, start, end, letters) or (
            b"@" in self._forms[number] and _ends_sentence(lowered, start, end)
        )

    def _ending(self, data: bytes) -> list[Disguise]:
        """Digests as bytes: the data is one, or ends by one."""
        ends = (self._digests.get(data[-size:]) for size in _DIGEST_SIZES) if self._digests else ()
        return [found for found in ends if found is not None]

    def _written(self, data: bytes) -> Iterator[Disguise]:
        """Digests in hexadecimal."""
        for run in _long_runs(data):
            if len(run) % 2 == 0 and (found := self._digests.get(bytes.fromhex(run.decode("ascii")))):
                yield found


def _long_runs(data: bytes) -> Iterator[bytes]:
    """Hexadecimal of the length of a digest, where it stands alone."""
    alike = data.translate(_HEXADECIMAL) if len(data) >= len(_SUM) else b""
    at = alike.find(_SUM)
    while at >= 0:
        run = _ZEROS.match(alike, at)
        end = run.end() if run else at + 1
        if end - at <= _LONGEST_SUM and _alone(data, at, end, _LETTERS):
            yield data[at:end]
        at = alike.find(_SUM, end)


def _matcher(forms: list[bytes]) -> Any:
    """The fast matcher for these forms, of the kind that is made ready in a tenth of the time and as quick."""
    return FAST.BytesAhoCorasick(forms, implementation=FAST.Implementation.ContiguousNFA) if FAST and forms else None


def _decoded(data: bytes) -> Iterator[bytes]:
    """What runs of base64 inside a text say, in each of the four alignments in which they may have been cut."""
    for run in _RUN.finditer(data):
        text = run[0][:_MAX_RUN].rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        for skip in range(4):
            piece = text[skip:]
            piece = piece[:-1] if len(piece) % 4 == 1 else piece
            try:
                yield binascii.a2b_base64(piece + b"=" * (-len(piece) % 4))
            except (binascii.Error, ValueError):
                continue


def _aligned(data: bytes) -> bytes:
    """What all runs of base64 say at once, in each alignment: around them lie bytes that nobody wrote."""
    runs = _RUN.findall(data)
    if not runs:
        return b""
    joined = (b"=".join(runs) + b"=" * 7).translate(_FILLED)
    pieces = (joined[skip : skip + (len(joined) - skip) // 4 * 4] for skip in range(4))
    return b"\n".join(map(binascii.a2b_base64, pieces))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _alone(data: bytes, start: int, end: int, letters: frozenset[int]) -> bool:
    return (start == 0 or data[start - 1] not in letters) and (end == len(data) or data[end] not in letters)


def _ends_sentence(data: bytes, start: int, end: int) -> bool:
    """A point after an address may end the sentence instead of continuing the name."""
    before = start == 0 or data[start - 1] not in _ADDRESS
    return before and data[end : end + 1] == b"." and (end + 1 == len(data) or data[end + 1] not in _LETTERS)
