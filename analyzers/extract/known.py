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
from analyzers.formats.scan import FAST

_WORDS = re.compile(rb"[a-z0-9\x80-\xff]+")
_LETTERS = frozenset(b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") | frozenset(range(128, 256))
_ADDRESS = _LETTERS | frozenset(b"._+-%")
_RUN = re.compile(rb"[A-Za-z0-9+/_-]{12,}={0,2}")
_FEW = 1_000  # forms
_MAX_RUN = 64 << 10


class KnownValues:
    """All forms of the known values, ready to be looked for."""

    def __init__(self, disguises: Iterable[Disguise]) -> None:
        self._by_word: dict[bytes, list[Disguise]] = defaultdict(list)
        seen: set[tuple[str, bytes]] = set()
        for disguise in disguises:
            key = (disguise.category, disguise.form.lower())
            if key in seen:
                continue  # the same letters in another case: found as the first of them
            seen.add(key)
            words = _WORDS.findall(disguise.form.lower())
            if words:
                self._by_word[max(words, key=len)].append(disguise)
        self._words = frozenset(self._by_word)
        self._rows = [row for rows in self._by_word.values() for row in rows]
        self._matcher = _matcher([row.form.lower() for row in self._rows])

    def __len__(self) -> int:
        return sum(len(rows) for rows in self._by_word.values())

    def has_word(self, word: bytes) -> bool:
        """Whether a word, in lower case, is one of those by which forms are found."""
        return word in self._words

    def standing(self, data: bytes) -> Iterator[Disguise]:
        """Each form that stands in the bytes by itself, no layer taken off."""
        return self._standing(data) if self._words else iter(())

    def find(self, data: bytes) -> Iterator[tuple[Disguise, tuple[str, ...]]]:
        """Each form that stands in the bytes by itself, and the layers found around it inside the value."""
        if not self._words:
            return
        for disguise in self._standing(data):
            yield disguise, ()
        for plain in _decoded(data):
            for disguise in self._standing(plain):
                yield disguise, ("base64",)

    def _standing(self, data: bytes) -> Iterator[Disguise]:
        lowered = data.lower()
        if self._matcher is not None:
            met = self._matcher.find_matches_as_indexes(lowered, overlapping=True)
            for number in dict.fromkeys(sorted(number for number, _, _ in met)):
                if _stands(self._rows[number], lowered):
                    yield self._rows[number]
            return
        for word in sorted(self._words.intersection(_WORDS.findall(lowered))):
            for disguise in self._by_word[word]:
                if _stands(disguise, lowered):
                    yield disguise


def _matcher(forms: list[bytes]) -> Any:
    """The fast matcher for these forms; for many of them the one that is smaller."""
    if FAST is None or not forms:
        return None
    kinds = FAST.Implementation
    kind = kinds.DFA if len(forms) <= _FEW else kinds.ContiguousNFA
    return FAST.BytesAhoCorasick(forms, implementation=kind)


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


def _stands(disguise: Disguise, lowered: bytes) -> bool:
    """Whether the form is there as itself, not as a piece of a longer word, number, digest or address."""
    form = disguise.form.lower()
    is_address = b"@" in form
    at = lowered.find(form)
    while at >= 0:
        end = at + len(form)
        if is_address and _alone(lowered, at, end, _ADDRESS):
            return True
        if is_address and _ends_sentence(lowered, at, end):
            return True
        if not is_address and _alone(lowered, at, end, _LETTERS):
            return True
        at = lowered.find(form, at + 1)
    return False


def _alone(data: bytes, start: int, end: int, letters: frozenset[int]) -> bool:
    return (start == 0 or data[start - 1] not in letters) and (end == len(data) or data[end] not in letters)


def _ends_sentence(data: bytes, start: int, end: int) -> bool:
    """A point after an address may end the sentence instead of continuing the name."""
    before = start == 0 or data[start - 1] not in _ADDRESS
    return before and data[end : end + 1] == b"." and (end + 1 == len(data) or data[end + 1] not in _LETTERS)
