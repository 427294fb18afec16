"""What a text or some bytes say under a veil: escapes, entities, hexadecimal, a word before a token, an alphabet.

Each way is tried only where its signs are there, and only once by whoever asks: what comes out is opened again.
"""

import binascii
import html
import re
import zlib
from collections.abc import Iterator
from typing import Any

from analyzers.formats.alphabets import spell_out

LONGEST = 1 << 20  # of what is unveiled at once
_SMALLEST = 12
_TAB = 9
_ESCAPE = re.compile(rb"\\u[0-9a-fA-F]{4}")
_ESCAPES = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_ENTITY = re.compile(rb"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
_HEXADECIMAL = re.compile(rb"(?:[0-9a-f]{2}){8,}|(?:[0-9A-F]{2}){8,}")
_SCHEME = re.compile(rb"(?:Basic|Bearer|Token|JWT)[ ]+(?=\S{8})", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NO_SIGN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_FOREIGN = 4  # one byte in so many at most is no ASCII in a text of one byte per sign


def unveil(text: bytes) -> Iterator[tuple[str, bytes]]:
    """Layers and what lies under each, for a text that is no document by itself."""
    if len(text) > LONGEST:
        return
    if b"\\u" in text and _ESCAPE.search(text):
        yield "escaped", _ESCAPES.sub(_spelled, text.decode("utf-8", "replace")).encode("utf-8", "replace")
    if b"&" in text and _ENTITY.search(text):
        plain = html.unescape(text.decode("utf-8", "replace")).encode("utf-8", "replace")
        if plain and plain != text:
            yield "entities", plain
    if len(text) >= _SMALLEST:
        if (scheme := _SCHEME.match(text)) is not None:
            yield "scheme", text[scheme.end() :]
        elif _HEXADECIMAL.fullmatch(text):
            yield "hex", bytes.fromhex(text.decode("ascii"))
    yield from spell_out(text)


def _spelled(match: re.Match[str]) -> str:
    units = bytes.fromhex(match[0].replace("\\u", ""))
    return units.decode("utf-16-be", "replace")


def spell(numbers: list[Any]) -> bytes | None:
    """A text that is told as the numbers of its bytes or signs; None where the list is another one."""
    if type(numbers[0]) is not int or not all(type(one) is int and _TAB <= one < 1 << 16 for one in numbers):
        return None
    try:
        signs = "".join(map(chr, numbers)).encode()
    except UnicodeError:
        return None
    raw = bytes(numbers) if max(numbers) <= 0xFF else b""  # noqa: PLR2004 - the largest byte
    return raw if raw and is_text(raw) else signs


def read_alphabet(data: bytes) -> tuple[str, bytes] | None:
    """The alphabet of bytes that are no UTF-8, and the text in UTF-8; None where they are no text at all."""
    if not data or len(data) > LONGEST:
        return None
    if (wide := _wide(data)) is not None:
        try:
            text = data.decode(wide)
        except UnicodeError:
            return None
        latin = sum(sign < "\u0180" for sign in text)
        return ("utf-16", text.encode()) if latin * 2 > len(text) and is_text(text.encode()) else None
    foreign = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    if 0 < foreign * _FOREIGN <= len(data) and not _CONTROL.search(data):
        return "latin-1", data.decode("latin-1").encode()
    return None


def unbase64(text: bytes) -> bytes | None:
    """What base64 of either alphabet says, with or without its ending."""
    plain = text.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    try:
        return binascii.a2b_base64(plain + b"=" * (-len(plain) % 4))
    except (binascii.Error, ValueError):
        return None


def is_text(data: bytes) -> bool:
    """Whether bytes are UTF-8 without signs that nobody reads."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return _NO_SIGN.search(text) is None


def _wide(data: bytes) -> str | None:
    """Which of the two orders of UTF-16 the bytes are in, by their mark or by where the zeros stand."""
    if data.startswith(_MARKS) and len(data) % 2 == 0:
        return "utf-16"
    if len(data) < _SMALLEST or len(data) % 2:
        return None
    first, second = data[0::2].count(0), data[1::2].count(0)
    half = len(data) // 2
    if second * 10 >= half * 8 and first == 0:
        return "utf-16-le"
    return "utf-16-be" if first * 10 >= half * 8 and second == 0 else None


def inflate_message(data: bytes, limit: int) -> bytes | None:
    """A socket message as it travels packed: a stream without its end (RFC 7692); None where it is none."""
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        out = engine.decompress(data + b"\x00\x00\xff\xff", limit)
    except zlib.error:
        return None
    return out if not engine.unconsumed_tail and not engine.unused_data and not engine.eof else None
