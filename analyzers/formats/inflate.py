"""Unpacks deflated bytes up to a ceiling: by the fast inflater where there is one, else by the standard library."""

import importlib
import zlib
from types import ModuleType

from analyzers.formats.errors import FormatError

try:
    _MACHINES: tuple[ModuleType, ...] = (importlib.import_module("isal.isal_zlib"), zlib)
except ImportError:  # an option, never a requirement: the answer is the same, the time is not
    _MACHINES = (zlib,)
_BROKEN: tuple[type[Exception], ...] = tuple(machine.error for machine in _MACHINES)


def inflate(packed: memoryview, ceiling: int) -> bytes:
    """All unpacked bytes at once. Refuses by name what is broken, cut short, or larger than `ceiling`."""
    machine = _MACHINES[0].decompressobj(-zlib.MAX_WBITS)
    try:
        found: bytes = machine.decompress(packed, ceiling + 1)
    except _BROKEN as error:
        raise FormatError("broken-compression") from error
    if len(found) > ceiling:
        raise FormatError("entry-larger-than-stated")
    if not machine.eof:
        raise FormatError("truncated-entry")
    return found


def inflate_head(packed: memoryview, length: int) -> bytes:
    """At most the first `length` unpacked bytes, for telling what something is; empty when they cannot be had."""
    machine = zlib.decompressobj(-zlib.MAX_WBITS)  # starts faster than the other one
    try:
        return machine.decompress(packed, length)
    except zlib.error:
        return b""


def gunzip_head(packed: bytes, length: int) -> bytes:
    """The first unpacked bytes of a gzip file of which the beginning is here; empty where they cannot be had."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(packed, length)
    except zlib.error:
        return b""


def checksum(data: memoryview) -> int:
    """The sum that the format of code files and of deflated streams states (Adler-32)."""
    found: int = _MACHINES[0].adler32(data)
    return found
