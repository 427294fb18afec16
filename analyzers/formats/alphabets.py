"""Texts written in another alphabet: base32, base85, separated figures, bits, quoted signs, names of hosts.

Each way is tried only where the text is of its signs, and believed only where a text, or something packed, comes out.
"""

import base64
import binascii
import codecs
import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from analyzers.formats.packing import packed_as

Signs = TypeVar("Signs")
_SHORTEST = 8  # bytes that come out: fewer are text by chance
_BASE32 = re.compile(rb"(?:[A-Z2-7]{16,}|[a-z2-7]{16,})={0,6}")
_BASE85 = re.compile(rb"(?=[0-9A-Za-z_=-]*[!#$%&()*+;<>?@^`{|}~])[0-9A-Za-z!#$%&()*+;<=>?@^_`{|}~-]{20,}")
_ASCII85 = re.compile(rb"<~[!-uz\s]{10,}~>|[!-uz]{20,}")
_PAIRS = re.compile(rb"(?:0x)?[0-9A-Fa-f]{2}(?:(?:[:;|-]|, ?| )(?:0x)?[0-9A-Fa-f]{2}){7,}")
_CODES = re.compile(rb"[0-9]{2,3}(?:(?:[:;|-]|, ?| )[0-9]{2,3}){7,}")
_BITS = re.compile(rb"[01]{8}(?: ?[01]{8}){7,}")
_LINES = re.compile(rb"[A-Za-z0-9+/]{40,}(?:\r?\n[A-Za-z0-9+/]{1,})+={0,2}")
_APART = re.compile(rb"[^0-9A-Za-z]+")
_QUOTED = re.compile(rb"=(?:[0-9A-F]{2}|\r?\n)")
_WORD = re.compile(rb"=\?([A-Za-z0-9_-]{2,20})\?([bBqQ])\?([^?\s]*)\?=(?:\s+(?==\?))?")
_SLASHED = re.compile(rb"\\x([0-9A-Fa-f]{2})")
_WIDE = re.compile(rb"%u([0-9A-Fa-f]{4})")
_LABEL = re.compile(rb"(?i:xn--)([0-9A-Za-z-]{1,59})")
# Found before the jail closes: in it, no alphabet can be looked up any more.
_ALPHABETS = (
    "utf-8",
    "ascii",
    "latin-1",
    "iso8859-15",
    "cp1252",
    "iso8859-2",
    "cp1250",
    "iso8859-5",
    "cp1251",
    "koi8-r",
)
_FOUND = tuple(map(codecs.lookup, (*_ALPHABETS, "punycode")))
_NO_SIGN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def spell_out(text: bytes) -> Iterator[tuple[str, bytes]]:
    """Layers and what lies under each, for a text that is no document by itself."""
    for layer, data in (*_whole(text), *_quoted(text)):
        if len(data) >= _SHORTEST and data != text and (packed_as(data) is not None or _is_text(data)):
            yield layer, data
    if b"xn--" in text.lower() and (named := _LABEL.sub(_label, text)) and named != text:
        yield "punycode", named


def _whole(text: bytes) -> Iterator[tuple[str, bytes]]:
    """Ways in which a text is written from its first sign to its last."""
    if _BASE32.fullmatch(text):
        plain = text.upper().rstrip(b"=")
        yield from _tried("base32", base64.b32decode, plain + b"=" * (-len(plain) % 8))
    if _PAIRS.fullmatch(text):
        yield "hex", bytes.fromhex(_APART.sub(b"", text.replace(b"0x", b"")).decode("ascii"))
    if _CODES.fullmatch(text):
        yield from _tried("codes", bytes, [int(code) for code in _APART.split(text)])
    if _BITS.fullmatch(text):
        bits = text.replace(b" ", b"")
        yield "bits", int(bits, 2).to_bytes(len(bits) // 8, "big")
    if _BASE85.fullmatch(text):
        yield from _tried("base85", base64.b85decode, text)
    if _ASCII85.fullmatch(text):
        yield from _tried("ascii85", base64.a85decode, text.removeprefix(b"<~").removesuffix(b"~>"))
    if b"\n" in text and _LINES.fullmatch(text):
        yield from _tried("base64", binascii.a2b_base64, text)


def _quoted(text: bytes) -> Iterator[tuple[str, bytes]]:
    """Ways in which some signs of a text are written."""
    if b"=?" in text and _WORD.search(text):
        yield "quoted", _WORD.sub(_word, text)
    elif b"=" in text and _QUOTED.search(text):
        yield "quoted", binascii.a2b_qp(text)
    if b"\\x" in text or b"%u" in text:
        plain = _SLASHED.sub(lambda match: bytes.fromhex(match[1].decode()), text)
        if not _is_text(plain):  # a sign each, where they are no bytes of UTF-8
            plain = _SLASHED.sub(lambda match: chr(int(match[1], 16)).encode(), text)
        yield "escaped", _WIDE.sub(lambda match: chr(int(match[1], 16)).encode("utf-8", "replace"), plain)


def _tried(layer: str, read: Callable[[Signs], bytes], text: Signs) -> Iterator[tuple[str, bytes]]:
    """What comes out, where anything does."""
    try:
        yield layer, read(text)
    except ValueError:  # binascii's is one of them
        return


def _word(match: re.Match[bytes]) -> bytes:
    alphabet, how, text = match[1].decode("ascii"), match[2].lower(), match[3]
    try:
        raw = binascii.a2b_base64(text) if how == b"b" else binascii.a2b_qp(text, header=True)
        return raw.decode(alphabet).encode()
    except (ValueError, LookupError):
        return match[0]


def _label(match: re.Match[bytes]) -> bytes:
    try:
        return match[1].decode("ascii").encode().decode("punycode").encode()
    except (ValueError, IndexError):  # no sign that there is
        return match[0]


def _is_text(data: bytes) -> bool:
    try:
        return _NO_SIGN.search(data.decode()) is None
    except UnicodeDecodeError:
        return False
