"""All code is found wherever it hides; what stays unread is named and caps every absence."""

import gzip

from analyzers.extract.code import CodeRead, packages_of, read_code
from analyzers.formats.archive import open_archive
from tests.builders.archive import Entry, write_archive
from tests.builders.dex import ClassSource, write_dex
from tests.builders.elf import write_elf

_A = write_dex((ClassSource("fr.fictif.A", calls=("com.sdk.X", "com.b.B")),))
_B = write_dex((ClassSource("com.b.B"), ClassSource("Racine")))


def _read(*entries: Entry) -> CodeRead:
    return read_code(open_archive(write_archive(entries)))


def test_a_class_defined_in_another_file_is_not_merely_referenced() -> None:
    rows = {row["name"]: row for row in packages_of(_read(Entry("classes.dex", _A), Entry("classes2.dex", _B)))}

    assert (rows["com.b"]["classes"], rows["com.b"]["referenced"]) == (["B"], 0)
    assert (rows["com.sdk"]["classes"], rows["com.sdk"]["referenced"], rows["com.sdk"]["at"]) == ([], 1, None)
    assert rows[""]["classes"] == ["Racine"]


def test_a_class_is_asked_for_by_its_dotted_name_whichever_file_defines_it() -> None:
    names = _read(Entry("classes.dex", _A), Entry("classes2.dex", _B)).names

    assert [name in names for name in ("fr.fictif.A", "com.b.B", "Racine", "com.sdk.X", "com.b", "")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


def test_the_place_of_a_package_is_in_the_file_that_defines_it() -> None:
    rows = {row["name"]: row for row in packages_of(_read(Entry("classes.dex", _A), Entry("classes2.dex", _B)))}
    at = rows["com.b"]["at"]

    assert at["entry"] == "classes2.dex"
    assert _B[at["offset"] : at["offset"] + at["length"]] == b"Lcom/b/B;"


def test_code_under_another_name_is_read_and_named() -> None:
    read = _read(Entry("classes.dex", _A), Entry("assets/image.png", _B))

    assert "com/b" in read.packages
    assert [row[:2] for row in read.deviations] == [("hidden-code", "assets/image.png")]


def test_code_after_a_gap_in_the_numbers_is_named() -> None:
    read = _read(Entry("classes.dex", _A), Entry("classes4.dex", _B))

    assert [row[:2] for row in read.deviations] == [("code-out-of-sequence", "classes4.dex")]


def test_an_archive_inside_is_read_one_level_deep() -> None:
    inner = write_archive([Entry("classes.dex", _B), Entry("x.apk", write_archive([Entry("a", b"1")]))])
    read = _read(Entry("classes.dex", _A), Entry("assets/plugin.bin", inner))

    assert [row["entry"] for row in read.dex] == ["classes.dex", "assets/plugin.bin!/classes.dex"]
    assert read.unread == [{"entry": "assets/plugin.bin!/x.apk", "why": "nested-too-deep"}]
    assert read.opaque


def test_a_broken_file_is_unread_and_its_bytes_are_counted() -> None:
    read = _read(Entry("classes.dex", _A[:200]), Entry("classes2.dex", _B))

    assert (read.dex[0]["read"], read.dex[0]["why"], read.bytes_unread) == (False, "truncated-dex", 200)
    assert (read.classes, read.opaque) == (2, True)


def test_compiled_code_is_opaque() -> None:
    assert _read(Entry("a.odex", b"dey\n036\0")).unread == [{"entry": "a.odex", "why": "optimised-dex"}]


def test_code_in_gzip_is_unread_and_other_gzip_is_nothing() -> None:
    read = _read(
        Entry("classes.dex", _A), Entry("assets/a.gz", gzip.compress(_B)), Entry("b.gz", gzip.compress(b"text"))
    )

    assert (read.unread, read.opaque) == ([{"entry": "assets/a.gz", "why": "code-in-gzip"}], True)


def test_native_code_out_of_its_place_is_named() -> None:
    library = write_elf(b"x\0")
    read = _read(Entry("classes.dex", _A), Entry("assets/a.bin", library), Entry("lib/x86/liba.so", library))

    assert ([row[:2] for row in read.deviations], read.opaque) == ([("hidden-library", "assets/a.bin")], False)
