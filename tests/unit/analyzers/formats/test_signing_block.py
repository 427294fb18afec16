"""The signing block is found as the platform finds it, or not at all."""

import hashlib
import struct

import pytest

from analyzers.formats.algorithms import Content
from analyzers.formats.archive import open_archive
from analyzers.formats.errors import FormatError
from analyzers.formats.signing import Claims, verify_package
from analyzers.formats.signing_block import (
    MAX_PAIRS,
    V2,
    V3,
    ContentDigests,
    SigningBlock,
    find_signing_block,
    prefixed,
    prefixed_all,
)
from tests.builders.hostile_signed import with_block
from tests.unit.analyzers.formats.signed import a_package, flipped


def test_the_pairs_of_a_signed_package_are_found() -> None:
    block = find_signing_block(open_archive(a_package("v2", "v3")))

    assert block is not None
    assert {number for number, _ in block.pairs} >= {V2, V3}
    assert block.value(0x01020304) is None


def test_an_unsigned_package_has_no_block() -> None:
    assert find_signing_block(open_archive(a_package())) is None


def test_a_block_with_another_magic_or_size_is_none() -> None:
    data = a_package("v2")
    magic = data.index(b"APK Sig Block 42")
    block = find_signing_block(open_archive(data))

    assert block is not None
    for place in (magic, magic - 8, block.start):
        assert find_signing_block(open_archive(flipped(data, place))) is None


def _pair(number: int, size: int | None = None) -> bytes:
    return struct.pack("<QI", 4 if size is None else size, number)


def test_a_broken_pair_hides_only_what_comes_after_it() -> None:
    for broken in (_pair(V3, 0), _pair(V3, 1 << 60), b"\0" * 5):
        block = find_signing_block(open_archive(with_block(_pair(V2) + broken + _pair(V3))))

        assert block is not None
        assert [number for number, _ in block.pairs] == [V2]


def test_more_pairs_than_are_looked_at_decide_nothing() -> None:
    block = find_signing_block(open_archive(with_block(_pair(1) * MAX_PAIRS + _pair(V3))))
    verdict = verify_package(open_archive(with_block(_pair(1) * MAX_PAIRS + _pair(V3))), Claims(24, 29))

    assert block is not None
    assert (block.is_whole, len(block.pairs)) == (False, MAX_PAIRS)
    assert (verdict.verified, verdict.issues) == (None, ["UNDECIDED"])


@pytest.mark.parametrize("data", [b"", b"\1\0\0", b"\5\0\0\0abcd"])
def test_a_slice_never_reaches_past_its_end(data: bytes) -> None:
    with pytest.raises(FormatError):
        prefixed(data, 0)


def test_slices_follow_each_other() -> None:
    assert prefixed_all(struct.pack("<I", 2) + b"ab" + struct.pack("<I", 0)) == [b"ab", b""]


def test_the_verity_digest_ends_with_the_length_it_covers() -> None:
    archive = open_archive(a_package())
    block = SigningBlock(archive.end.directory, ())
    digest = ContentDigests(archive, block).get(Content.VERITY)

    assert struct.unpack("<Q", digest[32:])[0] == len(a_package())


def test_the_chunked_digest_is_the_one_the_format_describes() -> None:
    archive = open_archive(a_package())
    data, end = a_package(), archive.end
    parts = (data[: end.directory], data[end.directory : end.offset], data[end.offset :])
    rows = [hashlib.sha256(b"\xa5" + struct.pack("<I", len(p)) + p).digest() for p in parts]
    expected = hashlib.sha256(b"\x5a" + struct.pack("<I", 3) + b"".join(rows)).digest()

    assert ContentDigests(archive, SigningBlock(end.directory, ())).get(Content.SHA256) == expected
