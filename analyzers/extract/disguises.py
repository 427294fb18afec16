"""Every form in which a known value may travel: as it is, in another case, encoded, reversed or hashed."""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

SHORTEST = 5  # a shorter value is found everywhere by chance
_HASHES = ("md5", "sha1", "sha256")
_POSITION = "preciseLocation"
_DECIMAL = re.compile(r"-?[0-9]{1,3}\.[0-9]{3,15}")
_FRENCH_PHONE = re.compile(r"(?:\+33|0033|0)([1-9][0-9]{8})")


@dataclass(frozen=True, slots=True)
class Disguise:
    """One form of one known value."""

    category: str
    value: bytes  # as it was seeded, for the check that follows a hit
    form: bytes  # what is looked for
    encoding: tuple[str, ...]  # what was done to the value; empty for the value itself
    hash: str | None = None


def list_disguises(category: str, value: str) -> Iterator[Disguise]:
    """Every form of one value that is long enough to be told from chance."""
    seen: set[bytes] = set()
    spoken = _rounded(value) if category == _POSITION else ()
    for form, encoding, method in (*_forms(value), *spoken):
        if len(form) >= SHORTEST and form not in seen:
            seen.add(form)
            yield Disguise(category, value.strip().encode(), form, encoding, method)


def _forms(value: str) -> Iterator[tuple[bytes, tuple[str, ...], str | None]]:
    spellings = list(_spellings(value.strip()))
    for text, how in spellings:
        raw = text.encode("utf-8", "replace")
        yield raw, how, None
        yield text[::-1].encode("utf-8", "replace"), (*how, "reversed"), None
        for form, encoding in _encodings(raw):
            yield form, (*how, encoding), None
    hashed = {text.encode("utf-8", "replace"): how for text, how in reversed([*spellings, (value, ())])}
    for raw, how in hashed.items():
        for method in _HASHES:
            digest = hashlib.new(method, raw, usedforsecurity=False).digest()
            yield digest.hex().encode(), how, method
            for alphabet in (base64.b64encode(digest), base64.urlsafe_b64encode(digest)):
                yield alphabet.rstrip(b"="), (*how, "base64"), method


def _spellings(value: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The value as people and programs write it."""
    yield value, ()
    for text, how in ((value.lower(), "lower-case"), (value.upper(), "upper-case"), (value.casefold(), "lower-case")):
        if text != value:
            yield text, (how,)
    bare = re.sub(r"[-\s./:]", "", value)
    if bare != value and ("@" not in value):
        yield bare, ("bare",)
        yield bare.lower(), ("bare", "lower-case")
    if phone := _FRENCH_PHONE.fullmatch(bare):
        for head in ("+33", "0033", "33", "0"):
            yield head + phone[1], ("phone",)


def _rounded(value: str) -> Iterator[tuple[bytes, tuple[str, ...], str | None]]:
    """A coordinate as coarse as a program may send it: to five, four or three places, rounded or cut."""
    for number in _DECIMAL.findall(value):
        for places in (5, 4, 3):
            cut = number[: number.index(".") + 1 + places]
            for text in dict.fromkeys((f"{float(number):.{places}f}", cut)):
                if text != number and len(text) > SHORTEST:
                    yield text.encode(), ("rounded",), None


def _encodings(raw: bytes) -> Iterator[tuple[bytes, str]]:
    yield raw[::-1], "reversed"
    yield raw.hex().encode(), "hex"
    once = quote(raw, safe="").encode()
    if once != raw:
        yield once, "url"
        yield quote(once, safe="").encode(), "url-twice"
    if b" " in raw:
        yield raw.replace(b" ", b"+"), "url"
        yield quote_plus(raw).encode(), "url"
