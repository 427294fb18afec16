"""The end record decides where the directory is; two credible ones are refused."""

import mmap
import struct
from pathlib import Path

import pytest

from analyzers.formats import endrecord
from analyzers.formats.endrecord import find_end_record, let_go
from analyzers.formats.errors import FormatError
from tests.builders.archive import Entry, write_archive

_GOOD = write_archive([Entry("a.txt", b"un")])


def test_an_honest_archive_has_one_reading_and_no_note() -> None:
    record, notes = find_end_record(_GOOD)

    assert (record.count, record.shift, notes) == (1, 0, [])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"PK\x03\x04 and nothing more", "no-end-record"),
        (_GOOD[:-22] + b"PK\x06\x07" + bytes(16) + _GOOD[-22:], "zip64-archive"),
    ],
)
def test_what_has_no_end_record_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(FormatError) as refusal:
        find_end_record(data)
    assert refusal.value.code == code


def test_a_second_credible_end_record_in_the_comment_is_ambiguous() -> None:
    fake = struct.pack("<4s4HIIH", b"PK\x05\x06", 0, 0, 0, 0, 0, 0, 0)
    data = _GOOD[:-2] + struct.pack("<H", len(fake)) + fake
    with pytest.raises(FormatError) as refusal:
        find_end_record(data)
    assert refusal.value.code == "ambiguous-archive"


@pytest.mark.parametrize(("data", "code"), [(_GOOD + b"junk", "trailing-bytes"), (b"junk" * 9 + _GOOD, "prefix-bytes")])
def test_bytes_around_the_archive_are_named(data: bytes, code: str) -> None:
    _, notes = find_end_record(data)

    assert code in [note for note, _ in notes]


def test_a_mapped_file_is_the_same_after_its_memory_was_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endrecord, "LARGE", 1 << 10)
    path = tmp_path / "mapped"
    path.write_bytes(b"FICTIF" * 9000)
    with path.open("rb") as source, mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as data:
        let_go(data)
        assert data[:] == path.read_bytes()
    let_go(b"nothing to give back")
