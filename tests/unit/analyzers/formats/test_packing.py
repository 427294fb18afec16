"""Each packing is undone up to a limit of output; what is none is left alone."""

import gzip
import zlib

import brotli
import pytest
import zstandard

from analyzers.formats.packing import packed_as, unpack

_TEXT = b"bonjour " * 1000
_RAW = zlib.compressobj(wbits=-15)
PACKED = {
    "gzip": gzip.compress(_TEXT, mtime=0),
    "deflate": zlib.compress(_TEXT),
    "br": brotli.compress(_TEXT),
    "zstd": zstandard.compress(_TEXT),
}


@pytest.mark.parametrize("packing", PACKED)
def test_a_packed_body_is_unpacked_whole_or_up_to_the_limit(packing: str) -> None:
    assert unpack(PACKED[packing], packing, 1 << 20) == (_TEXT, True)
    cut = unpack(PACKED[packing], packing, 100)
    assert cut == (_TEXT[:100], False)


def test_deflate_without_its_head_is_deflate_too() -> None:
    assert unpack(_RAW.compress(_TEXT) + _RAW.flush(), "deflate", 1 << 20) == (_TEXT, True)


@pytest.mark.parametrize("packing", [*PACKED, "unknown"])
def test_what_is_not_so_packed_is_left_alone(packing: str) -> None:
    assert unpack(b"\xff\xfe plain", packing, 100) is None


@pytest.mark.parametrize(
    ("make", "packing"), [(gzip.compress, "gzip"), (brotli.compress, "br"), (zstandard.compress, "zstd")]
)
def test_a_bomb_gives_no_more_than_the_limit(make: object, packing: str) -> None:
    bomb = make(bytes(64 << 20))  # type: ignore[operator] - three libraries, one gesture
    opened = unpack(bomb, packing, 1 << 20)
    assert opened is not None
    assert len(opened[0]) <= 1 << 20
    assert opened[1] is False


def test_the_first_bytes_announce_a_packing() -> None:
    assert [packed_as(PACKED[name]) for name in ("gzip", "zstd", "deflate")] == ["gzip", "zstd", "deflate"]
    assert packed_as(b"{}") is None
