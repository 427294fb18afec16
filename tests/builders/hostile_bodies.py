"""Bad bodies inside a good capture: bombs in every packing, layers, parts and fields without end, lengths that lie."""

import base64
import gzip
import json
import zlib
from collections.abc import Callable
from functools import cache, partial

import brotli
import zstandard

from criteria.findings import ArtifactKind
from tests.builders.hostile import HostileInput
from tests.builders.hostile_traffic import an_archive, an_entry

_READ = frozenset({"read"})
_BOMB = 64 << 20
_GIB = 1 << 30


def packed(body: bytes, **headers: str) -> bytes:
    """An archive in which one request sends these bytes."""
    entry = an_entry("request.postData", {"text": base64.b64encode(body).decode(), "encoding": "base64"})
    entry["request"]["headers"] = [{"name": name.replace("_", "-"), "value": value} for name, value in headers.items()]
    return an_archive(entry)


@cache
def _gzip_of_zeros(size: int) -> bytes:
    maker = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = bytes(1 << 20)
    return b"".join(maker.compress(piece) for _ in range(size >> 20)) + maker.flush()


def _wrapped(body: bytes, times: int, wrap: Callable[[bytes], bytes]) -> bytes:
    for _ in range(times):
        body = wrap(body)
    return body


def _quoted(body: bytes) -> bytes:
    return json.dumps({"a": body.decode()}).encode()


def _field(body: bytes) -> bytes:
    """A protobuf message in field 1 of another."""
    size, head = len(body), bytearray(b"\x0a")
    while size > 0x7F:
        head.append(size & 0x7F | 0x80)
        size >>= 7
    return bytes(head) + bytes([size]) + body


def _hexadecimal(body: bytes) -> bytes:
    return body.hex().encode()


@cache
def _bare_zeros() -> bytes:
    """A stream that goes on, of nothing, without head and end."""
    maker = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return maker.compress(bytes(_BOMB)) + maker.flush(zlib.Z_SYNC_FLUSH)


def _jwt(body: bytes) -> bytes:
    return b".".join((base64.urlsafe_b64encode(b'{"alg":"none"}'), base64.urlsafe_b64encode(body), b"x"))


_MADE: dict[str, tuple[Callable[[], bytes], bool]] = {
    "gzip-of-1-gib": (lambda: packed(_gzip_of_zeros(_GIB), content_encoding="gzip"), True),
    "gzip-unnamed": (lambda: packed(_gzip_of_zeros(_BOMB)), False),
    "gzip-in-gzip": (lambda: packed(gzip.compress(_gzip_of_zeros(_BOMB)), content_encoding="gzip, gzip"), False),
    "gzip-ten-times": (lambda: packed(_wrapped(b"FICTIF", 10, gzip.compress), content_encoding="gzip, " * 10), False),
    "gzip-thousand-named": (lambda: packed(b"FICTIF", content_encoding="gzip, " * 1000), False),
    "gzip-cut": (lambda: packed(gzip.compress(b"FICTIF" * 1000)[:-9], content_encoding="gzip"), False),
    "gzip-wrong-sum": (lambda: packed(gzip.compress(b"FICTIF")[:-8] + bytes(8), content_encoding="gzip"), False),
    "gzip-that-is-none": (lambda: packed(b"FICTIF", content_encoding="gzip"), False),
    "deflate-bomb": (lambda: packed(zlib.compress(bytes(_BOMB), 9), content_encoding="deflate"), False),
    "brotli-bomb": (lambda: packed(brotli.compress(bytes(_BOMB), quality=3), content_encoding="br"), False),
    "brotli-junk": (lambda: packed(b"\x8b\x7f" + b"\xff" * 300, content_encoding="br"), False),
    "zstd-bomb": (lambda: packed(zstandard.compress(bytes(_BOMB)), content_encoding="zstd"), False),
    "zstd-wide-window": (lambda: packed(b"\x28\xb5\x2f\xfd\x00\xf8" + bytes(40), content_encoding="zstd"), False),
    "packing-unknown": (lambda: packed(b"FICTIF", content_encoding="fictif, compress"), False),
    "base64-broken": (
        lambda: an_archive(an_entry("request.postData", {"text": "%%%=", "encoding": "base64"})),
        False,
    ),
    "base64-fifty-times": (lambda: packed(_wrapped(b"FICTIF FICTIF", 50, base64.b64encode)[: 1 << 20]), False),
    "base64-of-40-mib": (lambda: packed(bytes(40 << 20)), True),
    "text-of-40-mib": (lambda: an_archive(an_entry("request.postData", {"text": "a" * (40 << 20)})), True),
    "json-in-json": (lambda: packed(_wrapped(b"1", 14, _quoted), content_type="application/json"), False),
    "json-deep": (lambda: packed(b"[" * 100_000 + b"]" * 100_000, content_type="application/json"), False),
    "json-wide": (lambda: packed(b"[" + b"0," * 1_000_000 + b"0]", content_type="application/json"), False),
    "json-names": (
        lambda: packed(json.dumps({f"a{n}": n for n in range(100_000)}).encode(), content_type="application/json"),
        False,
    ),
    "json-twice": (lambda: packed(b"{" + b'"a":1,' * 50_000 + b'"a":1}', content_type="application/json"), False),
    "json-digits": (lambda: packed(b"[" + b"9" * 1_000_000 + b"]", content_type="application/json"), False),
    "jwt-in-jwt": (lambda: packed(_wrapped(b'{"a":1}', 12, _jwt)), False),
    "form-of-400000-pairs": (
        lambda: packed(b"a=b&" * 400_000, content_type="application/x-www-form-urlencoded"),
        False,
    ),
    "form-of-escapes": (
        lambda: packed(b"a=" + b"%25" * 400_000, content_type="application/x-www-form-urlencoded"),
        False,
    ),
    "multipart-of-a-million": (
        lambda: packed(b"--b\r\n\r\n\r\n" * 400_000, content_type="multipart/form-data; boundary=b"),
        True,
    ),
    "multipart-without-mark": (lambda: packed(b"--b\r\n\r\nFICTIF", content_type="multipart/form-data"), False),
    "multipart-in-multipart": (
        lambda: packed(b"--b\r\n\r\n" * 2000 + b"FICTIF", content_type="multipart/form-data; boundary=b"),
        False,
    ),
    "protobuf-deep": (
        lambda: packed(_wrapped(b"\x08\x01", 5_000, _field), content_type="application/x-protobuf"),
        False,
    ),
    "protobuf-wide": (lambda: packed(b"\x08\x01" * 1_000_000, content_type="application/x-protobuf"), False),
    "protobuf-lies": (
        lambda: packed(b"\x0a\xff\xff\xff\xff\x0f" + b"a" * 40, content_type="application/x-protobuf"),
        False,
    ),
    "msgpack-deep": (lambda: packed(b"\x91" * 1_000_000 + b"\x01", content_type="application/msgpack"), False),
    "msgpack-lies": (lambda: packed(b"\xdf\xff\xff\xff\xff\xa1a" * 9, content_type="application/msgpack"), False),
    "cbor-deep": (lambda: packed(b"\x9f" * 1_000_000, content_type="application/cbor"), False),
    "cbor-lies": (lambda: packed(b"\xa1\x61a\x7b" + b"\xff" * 8 + b"FICTIF", content_type="application/cbor"), False),
    "grpc-of-a-million": (lambda: packed(bytes(5) * 400_000, content_type="application/grpc"), False),
    "grpc-lies": (lambda: packed(b"\0\xff\xff\xff\xffFICTIF", content_type="application/grpc"), False),
    "lines-of-a-million": (lambda: packed(b"{}\n" * 1_000_000, content_type="application/x-ndjson"), False),
    "lines-in-lines": (lambda: packed(b"1[" * 500_000, content_type="text/plain"), False),
    "entities-of-a-million": (lambda: packed(b"&amp;" * 200_000, content_type="text/xml"), False),
    "entities-in-entities": (lambda: packed(b"&" + b"amp;" * 200_000, content_type="text/xml"), False),
    "hexadecimal-in-hexadecimal": (lambda: packed(_wrapped(b"FICTIF FICTIF", 14, _hexadecimal)), False),
    "escapes-half": (lambda: packed(b"\\ud83d" * 150_000, content_type="text/plain"), False),
    "numbers-of-a-million": (lambda: packed(b"[" + b"70," * 1_000_000 + b"70]"), False),
    "utf-16-cut": (lambda: packed("FICTIF é".encode("utf-16")[:-1] * 9), False),
    "utf-16-in-halves": (lambda: packed(b"\xff\xfe" + b"\x00\xd8" * 9_000), False),
    "schemes-in-schemes": (lambda: packed(b"Bearer " * 100_000 + b"FICTIFFICTIF", content_type="text/plain"), False),
    "socket-message-bomb": (lambda: packed(_bare_zeros()), False),
    "length-lies": (lambda: packed(b"FICTIF", content_length="999999999999"), False),
    "chunks-lie": (
        lambda: packed(b"fffffff\r\nFICTIF\r\n0\r\n\r\n", transfer_encoding="chunked", content_length="-1"),
        False,
    ),
    "header-of-1-mib": (lambda: packed(b"FICTIF", x_fictif="a" * (1 << 20)), False),
    "headers-of-50000": (lambda: packed(b"FICTIF", **{f"x-{n}": "a" for n in range(50_000)}), False),
    "cookies-of-50000": (lambda: packed(b"FICTIF", cookie="a=b; " * 50_000), False),
}

BODIES: tuple[HostileInput, ...] = tuple(
    HostileInput(
        f"capture-body-{name}", ArtifactKind.CAPTURE, partial(make), _READ, frozenset({"read"}), heavy=heavy, row="h07"
    )
    for name, (make, heavy) in _MADE.items()
)
