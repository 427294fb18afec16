"""Known values in one pass: the words of a text meet the words of all forms at once; only a meeting is looked at.

A form that stands by itself brings all its words whole into the text. So one cut into words and one meeting of two sets
tells which of a thousand forms can be there; an automaton written as one expression was measured at half the speed.
"""

import binascii
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from analyzers.extract.disguises import Disguise

_WORDS = re.compile(rb"[a-z0-9\x80-\xff]+")
_LETTERS = frozenset(b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") | frozenset(range(128, 256))
_ADDRESS = _LETTERS | frozenset(b"._+-%")
_RUN = re.compile(rb"[A-Za-z0-9+/_-]{12,}={0,2}")
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

    def __len__(self) -> int:
        return sum(len(rows) for rows in self._by_word.values())

    def has_word(self, word: bytes) -> bool:
        """Whether a word, in lower case, is one of those by which forms are found."""
        return word in self._words

    def may_hold(self, data: bytes) -> bool:
        """Whether a closer look is worth it; False is certain."""
        return bool(self._words) and (
            not self._words.isdisjoint(_WORDS.findall(data.lower())) or _RUN.search(data) is not None
        )

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
        for word in sorted(self._words.intersection(_WORDS.findall(lowered))):
            for disguise in self._by_word[word]:
                if _stands(disguise, lowered):
                    yield disguise


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
