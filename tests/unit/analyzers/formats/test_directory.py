"""Rows passed over at once hide nothing: a look at each of them finds the same deviations in the same order."""

import pytest

from analyzers.formats import directory
from analyzers.formats.archive import open_archive
from criteria.findings import ArtifactKind
from tests.builders.archive import Entry, write_archive
from tests.builders.hostile_containers import CONTAINERS
from tests.builders.hostile_headers import HEADERS

_ODD = [row for row in (*CONTAINERS, *HEADERS) if row.kind is ArtifactKind.APK and not row.heavy]
_HONEST = write_archive(
    [Entry("AndroidManifest.xml", b"a"), Entry("res/b.xml", b"b" * 900), Entry("c", b"", stored=True)]
)


def _read(data: bytes) -> object:
    try:
        archive = open_archive(data)
    except directory.FormatError as refusal:
        return refusal.code
    rows = [(entry.name, entry.data, entry.mode) for entry in archive.entries]
    return rows, archive.deviations, archive.deviation_count


def test_a_look_at_every_row_finds_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [_HONEST, *(row.make() for row in _ODD[::3])]
    quick = [_read(data) for data in files]
    monkeypatch.setattr(directory, "_is_odd", lambda *_: True)
    monkeypatch.setattr(directory, "are_plain", lambda _: False)

    assert [_read(data) for data in files] == quick
    assert len(files) > 20


def test_an_honest_row_is_not_looked_at_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory, "_look_closer", lambda *_: pytest.fail("a row without oddity was looked at"))

    assert [entry.name for entry in open_archive(_HONEST).entries] == ["AndroidManifest.xml", "res/b.xml", "c"]


def test_a_header_before_the_file_is_none_although_its_end_looks_like_one() -> None:
    comment = b"PK\x03\x04" + bytes(23)
    end = _HONEST.rindex(b"PK\x05\x06")
    stated = int.from_bytes(_HONEST[end + 16 : end + 20], "little") + len(comment)
    ending = _HONEST[end : end + 16] + stated.to_bytes(4, "little") + len(comment).to_bytes(2, "little")
    archive = open_archive(_HONEST[:end] + ending + comment)

    assert {entry.header for entry in archive.entries if entry.header < 0} == {-len(comment)}
    assert "local-header-missing" in {row.code for row in archive.deviations}
