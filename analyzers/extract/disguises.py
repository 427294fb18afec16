"""Every form in which a known value may travel: in each of its spellings, encoded, reversed or hashed."""

import base64
import hashlib
import re
import struct
import unicodedata
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal
from urllib.parse import quote, quote_plus

from analyzers.extract.ciphers import list_ciphers
from analyzers.extract.coordinates import list_notations
from analyzers.extract.spellings import Spelling, list_spellings

SHORTEST = 5  # a shorter value is found everywhere by chance
_SHORTEST_PART = 3
_HASHES: dict[str, Callable[[bytes], Any]] = {
    "md5": partial(hashlib.md5, usedforsecurity=False),
    "sha1": partial(hashlib.sha1, usedforsecurity=False),
    "sha224": hashlib.sha224,
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
    "sha512": hashlib.sha512,
    "sha3-256": hashlib.sha3_256,
    "sha3-512": hashlib.sha3_512,
    "blake2b": hashlib.blake2b,
    "blake2b-256": partial(hashlib.blake2b, digest_size=32),
}  # with a key of their own they are nobody's to know
_POSITION = "preciseLocation"
_DECIMAL = re.compile(r"-?[0-9]{1,3}\.[0-9]{3,15}")
_PLACES = (8, 7, 6, 5, 4, 3)  # of a coordinate
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)

# Where a form counts: by itself in a text, as the whole of a value, among bytes of any kind; a digest (its form is
# hexadecimal) by itself in a text, in base64, or as bytes
Stand = Literal["alone", "whole", "anywhere", "digest"]
_Form = tuple[bytes, tuple[str, ...], str | None, Stand]


@dataclass(frozen=True, slots=True)
class Disguise:
    """One form of one known value."""

    category: str
    value: bytes  # as it was seeded, for the check that follows a hit
    form: bytes  # what is looked for
    encoding: tuple[str, ...]  # what was done to the value; empty for the value itself
    hash: str | None = None
    stand: Stand = "alone"


def list_disguises(category: str, value: str) -> Iterator[Disguise]:
    """Every form of one value that is long enough to be told from chance."""
    seen: set[bytes] = set()
    seeded = value.strip().encode("utf-8", "replace")
    for form, encoding, method, stand in _forms(category, value):
        if form not in seen and len(form) >= (_SHORTEST_PART if stand == "whole" else SHORTEST):
            seen.add(form)
            yield Disguise(category, seeded, form, encoding, method, stand)


def _forms(category: str, value: str) -> Iterator[_Form]:
    spellings = [*list_spellings(category, value)]
    if value != value.strip() or not unicodedata.is_normalized("NFC", value):
        spellings.append(Spelling(value, hashed=True))
    for one in spellings:
        if one.main:
            yield from _encoded(one)
        else:
            yield one.text.encode("utf-8", "replace"), one.how, None, "whole" if one.part else "alone"
    if category == _POSITION:
        yield from _rounded(value)
        for text, how in list_notations(value):
            yield text.encode(), (how,), None, "alone"
    if _UUID.fullmatch(value.strip()):
        yield from _bytes_of(uuid.UUID(value.strip()))
    hashed: dict[bytes, tuple[str, ...]] = {}
    for one in spellings:
        if one.hashed:
            hashed.setdefault(one.text.encode("utf-8", "replace"), one.how)
    yield from _digests(hashed)


def _digests(texts: Mapping[bytes, tuple[str, ...]]) -> Iterator[_Form]:
    for raw, how in texts.items():
        for method, digest in _HASHES.items():
            yield digest(raw).hexdigest().encode(), how, method, "digest"


def _bytes_of(identifier: uuid.UUID) -> Iterator[_Form]:
    """The bytes of an identifier: as they are, and in base64 of either alphabet."""
    yield identifier.bytes, ("bytes",), None, "anywhere"
    for written in (base64.b64encode(identifier.bytes), base64.urlsafe_b64encode(identifier.bytes)):
        yield written.rstrip(b"="), ("bytes", "base64"), None, "alone"


def _encoded(one: Spelling) -> Iterator[_Form]:
    raw = one.text.encode("utf-8", "replace")
    yield raw, one.how, None, "alone"
    yield one.text[::-1].encode("utf-8", "replace"), (*one.how, "reversed"), None, "alone"
    yield raw[::-1], (*one.how, "reversed"), None, "alone"
    yield raw.hex().encode(), (*one.how, "hex"), None, "alone"
    for form, how in list_ciphers(one.text):
        yield form, (*one.how, how), None, "alone"
    once = quote(raw, safe="").encode()
    if once != raw:
        yield once, (*one.how, "url"), None, "alone"
        yield quote(once, safe="").encode(), (*one.how, "url-twice"), None, "alone"
    if b" " in raw:
        yield raw.replace(b" ", b"+"), (*one.how, "url"), None, "alone"
        yield quote_plus(raw).encode(), (*one.how, "url"), None, "alone"
    if not one.text.isascii():
        old = one.text.encode("latin-1", "replace")
        if b"?" not in old:
            yield old, (*one.how, "latin-1"), None, "alone"
            yield quote(old, safe="").encode(), (*one.how, "latin-1", "url"), None, "alone"


def _rounded(value: str) -> Iterator[_Form]:
    """A coordinate as fine or as coarse as a program may send it: rounded or cut, whole, in single precision."""
    for number in _DECIMAL.findall(value):
        for text in (number, number.replace(".", ",")):
            yield text.encode(), ("half",), None, "alone"
        for places in _PLACES:
            if (at := number.index(".") + 1 + places) <= len(number):
                for text in dict.fromkeys((f"{float(number):.{places}f}", number[:at])):
                    if len(text) > SHORTEST:
                        yield text.encode(), ("rounded",), None, "alone"
                        yield text.replace(".", ",").encode(), ("rounded",), None, "alone"
                        yield repr(float(text)).encode(), ("rounded",), None, "alone"
        for places in (7, 6):
            scaled = float(number) * 10**places
            for whole in dict.fromkeys((round(scaled), int(scaled))):
                yield str(whole).encode(), ("rounded", "whole"), None, "alone"
        single: float = struct.unpack("<f", struct.pack("<f", float(number)))[0]
        yield repr(single).encode(), ("rounded",), None, "alone"
