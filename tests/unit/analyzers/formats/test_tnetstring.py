"""Every length is checked before a byte is believed."""

import pytest

from analyzers.formats.errors import FormatError
from analyzers.formats.tnetstring import Blob, Value, read_frames, read_value
from tests.builders.tnetstring import write_tnetstring


def _read(data: bytes) -> Value:
    return read_value(data, next(read_frames(data)))


def test_every_type_reads_back() -> None:
    item = {"a": [1, -2, 1.5, True, None, b"x", "é"], "b": {}}

    assert _read(write_tnetstring(item)) == item


def test_long_bytes_are_measured_not_copied() -> None:
    assert _read(write_tnetstring(b"x" * 100_000)) == Blob(100_000, 7)


@pytest.mark.parametrize("data", [b"999999999999:x,", b"-1:,", b"00012:x,", b"x", b"5:abc,", b"1:a", b"1234567890123:"])
def test_lengths_that_lie_are_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        list(read_frames(data))


@pytest.mark.parametrize("data", [b"1:x#", b"4:maybe!"[:7], b"1:x~", b"3:0:~}", b"8:1:a,1:b}", b"1:x?", b"3:1:a]"])
def test_values_that_are_none_are_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        _read(data)


def test_a_key_stated_twice_is_refused() -> None:
    with pytest.raises(FormatError, match="duplicate-keys"):
        _read(b"14:1:a;0:~1:a;0:~}")


def test_depth_is_bounded() -> None:
    item: list[object] = []
    for _ in range(40):
        item = [item]
    with pytest.raises(FormatError, match="too-deep"):
        _read(write_tnetstring(item))  # type: ignore[arg-type] # nested lists of lists
