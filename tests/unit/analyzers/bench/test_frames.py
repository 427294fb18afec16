"""A recording on the disk: nothing in clear, whole up to the first fault, and a cut loses what was cut alone."""

import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.bench.frames import HEAD, LONGEST, FrameReader, FrameWriter, has_frames, open_frames

KEY = bytes(range(32))


def write(path: Path, lines: list[bytes], last: bytes | None = None) -> bytes:
    with path.open("wb", buffering=0) as sink:
        frames = FrameWriter(sink.fileno(), KEY)
        assert all(frames.add(line) for line in lines)
        if last is not None:
            assert frames.end(last)
        assert frames.size == path.stat().st_size
    return path.read_bytes()


def opened(data: bytes, key: bytes = KEY) -> list[bytes]:
    return list(open_frames(key, io.BytesIO(data)))


@given(lines=st.lists(st.binary(max_size=300), max_size=8), cut=st.integers(0, 400))
def test_what_was_written_whole_before_a_cut_is_read_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], cut: int
) -> None:
    data = write(tmp_path_factory.mktemp("f") / "a", lines, b"end")
    assert opened(data) == [*lines, b"end"]
    kept = opened(data[: max(len(data) - cut, 0)])
    assert kept == [*lines, b"end"][: len(kept)]
    assert len(kept) >= len(lines) or cut > FrameWriter.measure(b"end")


@given(st.data())
def test_a_changed_byte_ends_the_reading_before_it(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    lines = [b"one", b"two", b"three"]
    sealed = bytearray(write(tmp_path_factory.mktemp("f") / "a", lines, b"end"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    kept = opened(bytes(sealed))
    assert kept == [*lines, b"end"][: len(kept)]
    assert len(kept) < 4


def test_frames_do_not_change_places_nor_open_under_another_key(tmp_path: Path) -> None:
    data = write(tmp_path / "a", [b"aaaa", b"bbbb", b"cccc"])
    size = FrameWriter.measure(b"aaaa")
    first, second = data[HEAD : HEAD + size], data[HEAD + size : HEAD + 2 * size]
    assert opened(data[:HEAD] + second + first) == []
    assert opened(data[:HEAD] + first + data[HEAD + 2 * size :]) == [b"aaaa"]
    assert opened(data, bytes(32)) == []
    assert opened(b"") == opened(b"x" * 100) == []
    assert b"aaaa" not in data


def test_after_a_fault_only_the_end_is_written_and_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"")
    with path.open("r+b", buffering=0) as sink:
        frames = FrameWriter(sink.fileno(), KEY)
        frames.add(b"kept")
        true, frames.descriptor = frames.descriptor, os.open("/dev/full", os.O_WRONLY)
        assert not frames.add(b"lost")
        os.close(frames.descriptor)
        frames.descriptor = true
        assert not frames.add(b"too late")
        assert frames.end(b"end")
    assert opened(path.read_bytes()) == [b"kept", b"end"]


def test_a_frame_that_claims_too_much_is_not_read(tmp_path: Path) -> None:
    data = write(tmp_path / "a", [b"one"])
    assert opened(data + (LONGEST + 1).to_bytes(4, "big") + bytes(100)) == [b"one"]


def test_as_a_stream_it_gives_as_many_bytes_as_are_asked_for(tmp_path: Path) -> None:
    data = write(tmp_path / "a", [b"abc", b"defg", b"h"])
    reader = FrameReader(KEY, io.BytesIO(data))
    assert [reader.read(2), reader.read(5), reader.read(9), reader.read(9)] == [b"ab", b"cdefg", b"h", b""]
    assert FrameReader(KEY, io.BytesIO(data)).read() == b"abcdefgh"


def test_a_recording_without_a_line_is_none(tmp_path: Path) -> None:
    write(tmp_path / "a", [])
    write(tmp_path / "b", [b""])
    assert [has_frames(tmp_path / name) for name in ("a", "b", "c")] == [False, True, False]
