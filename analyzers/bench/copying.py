"""Makes a copy of a package that trusts the bench, and holds any such copy against the build it stands for."""

import struct
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cryptography.hazmat.primitives.asymmetric import ec

from analyzers.bench.signing import sign_copy
from analyzers.sandbox.copies import CopyRefused, Kept, Plan, plan_copy, take_inventory
from analyzers.synthesis.copies import Comparison, compare_copy

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_STORED = 0
_UTF8_NAME = 0x800
_DAY = 0x21  # 1 January 1980: the same package always gives the same copy
_ALIGNED, _PAGE = 4, 16384
_PIECE = 1 << 20
_MOST = (1 << 32) - (1 << 26)  # bytes: beyond, the archive would need its 64-bit form


def make_copy(package: Path, target: Path, key: ec.EllipticCurvePrivateKey) -> None:
    """Write at `target` the package, trusting the user's authorities, signed by the bench's key.

    Raises:
        CopyRefused: the package has no single reading, or cannot be edited; nothing is written then.
    """
    plan = plan_copy(package)
    if sum(row.packed for row in plan.kept) > _MOST:
        raise CopyRefused("too-large")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        contents = Path(folder) / "copy"
        with package.open("rb") as source, contents.open("wb") as sink:
            rows = [_write(sink, row, _pieces(source, row)) for row in plan.kept]
            rows += [_write(sink, row, iter([body])) for row, body in _changed(plan)]
            size = sink.tell()
        directory = b"".join(rows)
        end = _END.pack(b"PK\5\6", 0, 0, len(rows), len(rows), len(directory), size, 0)
        closing = sign_copy(contents, directory, end, key)
        with contents.open("ab") as sink:
            sink.write(closing)
        contents.replace(target)


def check_copy(certified: Path, copy: Path) -> Comparison:
    """Whether what the copy does may be taken for what the certified build does, and every difference.

    Raises:
        CopyRefused: one of the two has no single reading.
    """
    return compare_copy(take_inventory(certified), take_inventory(copy))


def _changed(plan: Plan) -> Iterator[tuple[Kept, bytes]]:
    for name, body in plan.changed.items():
        yield Kept(name.encode(), _STORED, zlib.crc32(body), len(body), len(body), 0), body


def _pieces(source: IO[bytes], row: Kept) -> Iterator[bytes]:
    source.seek(row.place)
    left = row.packed
    while left:
        piece = source.read(min(left, _PIECE))
        if not piece:
            raise CopyRefused("truncated")
        left -= len(piece)
        yield piece


def _write(sink: IO[bytes], row: Kept, pieces: Iterator[bytes]) -> bytes:
    """Write one member, stored ones aligned as the platform maps them; return its row of the directory."""
    at = sink.tell()
    start = at + _LOCAL.size + len(row.raw_name)
    step = _PAGE if row.raw_name.endswith(b".so") else _ALIGNED
    extra = bytes(-start % step) if row.method == _STORED else b""
    flags = 0 if row.raw_name.isascii() else _UTF8_NAME
    stated = (flags, row.method, 0, _DAY, row.crc, row.packed, row.size, len(row.raw_name))
    sink.write(_LOCAL.pack(b"PK\3\4", 20, *stated, len(extra)) + row.raw_name + extra)
    for piece in pieces:
        sink.write(piece)
    return _CENTRAL.pack(b"PK\1\2", 20, 20, *stated, 0, 0, 0, 0, 0, at) + row.raw_name
