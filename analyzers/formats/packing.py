"""Unpacking of packed bodies: gzip, deflate, brotli, zstandard, each up to a limit of output and never beyond."""

import zlib
from collections.abc import Callable

import brotli
import zstandard

MAX_WINDOW = 8 << 20
MAGICS = ((b"\x1f\x8b", "gzip"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"\x78\x01", "deflate"), (b"\x78\x9c", "deflate"),
          (b"\x78\xda", "deflate"))  # fmt: skip

_ANY_MAGIC = tuple(magic for magic, _ in MAGICS)


def unpack(data: bytes, packing: str, limit: int) -> tuple[bytes, bool] | None:
    """What comes out, at most `limit` bytes, and whether that is all of it; None where the bytes are not so packed."""
    method = _METHODS.get(packing)
    try:
        return method(data, limit) if method else None
    except (zlib.error, brotli.error, zstandard.ZstdError, MemoryError, ValueError):
        return None


def packed_as(data: bytes) -> str | None:
    """The packing that the first bytes announce."""
    if not data.startswith(_ANY_MAGIC):
        return None
    return next((name for magic, name in MAGICS if data.startswith(magic)), None)


def _zlib(data: bytes, limit: int, wbits: int) -> tuple[bytes, bool]:
    engine = zlib.decompressobj(wbits)
    out = engine.decompress(data, limit)
    return out, engine.eof


def _deflate(data: bytes, limit: int) -> tuple[bytes, bool]:
    """With or without its two-byte head: servers send both under one name."""
    try:
        return _zlib(data, limit, zlib.MAX_WBITS)
    except zlib.error:
        return _zlib(data, limit, -zlib.MAX_WBITS)


def _brotli(data: bytes, limit: int) -> tuple[bytes, bool]:
    engine = brotli.Decompressor()
    out = bytearray(engine.process(data, output_buffer_limit=limit))
    while len(out) < limit and not engine.is_finished() and not engine.can_accept_more_data():
        out += engine.process(b"", output_buffer_limit=limit - len(out))
    return bytes(out[:limit]), engine.is_finished() and len(out) <= limit


def _zstd(data: bytes, limit: int) -> tuple[bytes, bool]:
    with zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW).stream_reader(data) as stream:
        out = stream.read(limit)
        return out, len(out) < limit or not stream.read(1)


_METHODS: dict[str, Callable[[bytes, int], tuple[bytes, bool]]] = {
    "gzip": lambda data, limit: _zlib(data, limit, zlib.MAX_WBITS | 16),
    "x-gzip": lambda data, limit: _zlib(data, limit, zlib.MAX_WBITS | 16),
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
