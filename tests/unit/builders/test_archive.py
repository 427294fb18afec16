"""Our archives are read by the standard library, aligned as Android wants, and lie only where asked."""

import io
import zipfile

from tests.builders.archive import Entry, write_archive


def _open(raw: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(raw))


def test_entries_come_back_stored_or_deflated() -> None:
    archive = _open(write_archive([Entry("a.txt", b"un" * 50), Entry("é/b.arsc", b"deux", stored=True)]))

    assert archive.testzip() is None
    assert archive.namelist() == ["a.txt", "é/b.arsc"]
    assert archive.read("a.txt") == b"un" * 50
    assert archive.getinfo("é/b.arsc").compress_type == zipfile.ZIP_STORED


def test_stored_data_starts_on_its_boundary() -> None:
    entries = [Entry("x" * n, b"") for n in range(1, 9)]
    raw = write_archive(
        [*entries, Entry("resources.arsc", b"TABLE", stored=True), Entry("lib/a.so", b"LIBRARY", stored=True)]
    )

    assert raw.index(b"TABLE") % 4 == 0
    assert raw.index(b"LIBRARY") % 4096 == 0


def test_a_record_lies_only_where_asked() -> None:
    raw = write_archive([Entry("a", b"vrai", local_name="b", flags=1, size=9, crc=7, method=99)])
    (info,) = _open(raw).infolist()

    assert (info.filename, info.flag_bits & 1, info.file_size, info.CRC, info.compress_type) == ("a", 1, 9, 7, 99)
    assert raw[30:31] == b"b"
