"""The container is read as Android reads it, and every deviation has a name."""

import struct

import pytest

from analyzers.formats.archive import Archive, open_archive
from analyzers.formats.errors import FormatError
from tests.builders.archive import Entry, write_archive
from tests.builders.hostile_apk import bomb, shared_stream


def _codes(archive: Archive) -> set[str]:
    return {row.code for row in archive.deviations}


def test_an_honest_archive_reads_back_without_deviation() -> None:
    archive = open_archive(write_archive([Entry("a.txt", b"un" * 500), Entry("b.bin", b"deux", stored=True)]))

    assert [archive.read(entry, 10_000) for entry in archive.entries] == [b"un" * 500, b"deux"]
    assert archive.deviations == ()


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (Entry("a", b"x" * 99, flags=1), "encryption-bit"),
        (Entry("a", b"x" * 99, stored=True, method=0x1234), "unknown-method"),
        (Entry("a", b"x" * 99, local_name="b"), "local-name-differs"),
        (Entry("../a", b"x"), "path-traversal"),
        (Entry("a", b"x", attributes=0o120777 << 16), "special-file"),
        (Entry("a", b"x" * 99, stored=True, size=7), "stored-size-differs"),
    ],
)
def test_each_trick_on_an_entry_has_a_name(entry: Entry, code: str) -> None:
    archive = open_archive(write_archive([entry]))

    assert code in _codes(archive)


def test_stored_bytes_under_an_unknown_method_are_not_taken_for_deflated() -> None:
    xml = b"\3\0\x08\0" + bytes(200)  # compiled XML starts like a short deflate stream
    archive = open_archive(write_archive([Entry("a", xml, stored=True, method=0x1234)]))

    assert archive.read(archive.entries[0], 1 << 20) == xml


def test_an_unknown_method_and_the_encryption_bit_do_not_hide_the_content() -> None:
    rows = [Entry("a", b"FICTIF" * 30, method=0x1234), Entry("b", b"FICTIF" * 30, stored=True, method=0x77, flags=1)]
    archive = open_archive(write_archive(rows))

    assert [archive.read(entry, 1_000) for entry in archive.entries] == [b"FICTIF" * 30] * 2


def test_two_entries_of_one_name_are_both_kept_and_named() -> None:
    archive = open_archive(write_archive([Entry("classes.dex", b"1"), Entry("classes.dex", b"2")]))

    assert len(archive.by_name[b"classes.dex"]) == 2
    assert _codes(archive) == {"duplicate-name"}


def test_a_folder_named_like_a_code_file_is_named() -> None:
    archive = open_archive(write_archive([Entry("classes.dex", b"1"), Entry("classes.dex/x", b"2")]))

    assert "shadowed-name" in _codes(archive)


def test_directory_rows_beyond_the_count_are_named() -> None:
    data = bytearray(write_archive([Entry("a", b"1"), Entry("b", b"2")]))
    end = data.rindex(b"PK\x05\x06")
    data[end + 8 : end + 12] = struct.pack("<HH", 1, 1)

    assert "unlisted-directory-rows" in _codes(open_archive(bytes(data)))


def _led_by(before: bytes) -> bytes:
    data = bytearray(before + write_archive([Entry("a", b"1")]))
    directory, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    data[directory + 42 : directory + 46] = struct.pack("<I", len(before))
    data[end + 16 : end + 20] = struct.pack("<I", directory)
    return bytes(data)


def _filling(room: bytes, **odd: int) -> bytes:
    """What Android's build tool puts in front: the header of an entry without name and content, and room behind it."""
    fields = {"method": 0, "crc": 0, "packed": 0, "size": 0, "name": 0} | odd
    head = struct.pack(
        "<4sHHHHHIII", b"PK\x03\x04", 0, 0, fields["method"], 0x0821, 0x0221, *list(fields.values())[1:4]
    )
    return head + struct.pack("<HH", fields["name"], len(room)) + room


@pytest.mark.parametrize(
    ("before", "code"),
    [
        (b"dex\n035\0" + bytes(104), "code-prefix"),
        (b"junk" * 5, "leading-bytes"),
        (bytes(64), "leading-bytes"),
        (_filling(b"\0\0x\0"), "leading-bytes"),
        (_filling(bytes(9)) + b"x", "leading-bytes"),
        (_filling(bytes(9))[:-1], "leading-bytes"),
        (_filling(bytes(9), size=9), "leading-bytes"),
        (_filling(bytes(9), name=1), "leading-bytes"),
    ],
)
def test_bytes_before_the_first_entry_are_named(before: bytes, code: str) -> None:
    assert _codes(open_archive(_led_by(before))) == {code}


@pytest.mark.parametrize("before", [_filling(bytes(102)), _filling(bytes(65_535)) + _filling(b"")])
def test_the_room_that_the_build_tool_leaves_is_nothing_odd(before: bytes) -> None:
    assert _codes(open_archive(_led_by(before))) == set()


def test_a_bomb_is_not_unpacked() -> None:
    archive = open_archive(bomb("assets/x", 80))
    entry = archive.find("assets/x")

    assert entry is not None
    with pytest.raises(FormatError, match="unsafe-ratio"):
        archive.read(entry, 1 << 40)
    assert "unsafe-ratio" in _codes(archive)


def test_a_stream_longer_than_it_says_stops_at_its_word() -> None:
    archive = open_archive(bomb("assets/x", 80, stated=10))
    entry = archive.find("assets/x")

    assert entry is not None
    with pytest.raises(FormatError, match="entry-larger-than-stated"):
        archive.read(entry, 1 << 20)


def test_rows_that_share_one_stream_overlap() -> None:
    assert "overlapping-entries" in _codes(open_archive(shared_stream(20)))


def test_an_entry_over_the_ceiling_is_refused_before_it_is_unpacked() -> None:
    archive = open_archive(write_archive([Entry("a", b"x" * 1000)]))
    with pytest.raises(FormatError, match="entry-too-large"):
        archive.read(archive.entries[0], 999)


def test_the_head_of_an_entry_costs_little_and_never_fails() -> None:
    archive = open_archive(
        write_archive([Entry("a", b"dex\n" + bytes(9000)), Entry("b", b"\x07", stored=True, method=8)])
    )

    assert [archive.head(entry, 4) for entry in archive.entries] == [b"dex\n", b""]
