"""Unpacking never gives more than it may, and says what is wrong with the bytes."""

import gzip
import zlib

import pytest

from analyzers.formats import inflate as reader
from analyzers.formats.errors import FormatError
from analyzers.formats.inflate import checksum, gunzip_head, inflate, inflate_head

_PLAIN = b"FICTIF " * 900
_MACHINE = zlib.compressobj(wbits=-15)
_PACKED = memoryview(_MACHINE.compress(_PLAIN) + _MACHINE.flush())


@pytest.mark.parametrize("machine", reader._MACHINES)
def test_every_inflater_gives_the_same_answers(monkeypatch: pytest.MonkeyPatch, machine: object) -> None:
    monkeypatch.setattr(reader, "_MACHINES", (machine,))

    assert inflate(_PACKED, len(_PLAIN)) == _PLAIN
    assert checksum(memoryview(_PLAIN)) == zlib.adler32(_PLAIN)
    assert inflate(memoryview(bytes(_PACKED) + b"junk"), len(_PLAIN)) == _PLAIN
    for packed, ceiling, why in (
        (_PACKED, len(_PLAIN) - 1, "entry-larger-than-stated"),
        (_PACKED[:-3], len(_PLAIN), "truncated-entry"),
        (memoryview(b"\xff" * 40), 99, "broken-compression"),
        (memoryview(b""), 99, "truncated-entry"),
    ):
        with pytest.raises(FormatError, match=why):
            inflate(packed, ceiling)


def test_the_head_is_given_without_the_rest() -> None:
    assert inflate_head(_PACKED, 4) == b"FICT"
    assert inflate_head(_PACKED[:30], 4) == b"FICT"


def test_a_broken_head_is_empty() -> None:
    assert inflate_head(memoryview(b"\xff" * 40), 4) == b""


def test_the_head_of_a_gzip_file_is_had_or_empty() -> None:
    packed = gzip.compress(_PLAIN)

    assert gunzip_head(packed, 4) == gunzip_head(packed[:60], 4) == b"FICT"
    assert gunzip_head(b"\x1f\x8b\x08junk and more junk", 4) == gunzip_head(b"", 4) == b""
