"""A look inside a member: the right bytes, bounded, and none where they cannot be had."""

import io
import zipfile

from analyzers.extract.excerpt import SPAN_MAX, read_excerpt

CONTENT = bytes(range(256)) * 64


def _archive(content: bytes = CONTENT) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("classes.dex", content)
    return sink.getvalue()


def test_the_very_bytes_pointed_at_are_returned() -> None:
    assert read_excerpt(_archive(), "classes.dex", 1000, 1040) == CONTENT[1000:1040]


def test_no_more_than_a_page_is_shown() -> None:
    assert len(read_excerpt(_archive(), "classes.dex", 0, len(CONTENT))) == SPAN_MAX


def test_an_unknown_member_shows_nothing() -> None:
    assert read_excerpt(_archive(), "other.dex", 0, 10) == b""


def test_what_is_no_archive_shows_nothing() -> None:
    assert read_excerpt(b"<html>", "classes.dex", 0, 10) == b""


def test_a_place_before_the_beginning_or_too_deep_shows_nothing() -> None:
    assert read_excerpt(_archive(), "classes.dex", -1, 10) == b""
    assert read_excerpt(_archive(), "classes.dex", 1 << 40, (1 << 40) + 10) == b""


def test_a_damaged_member_shows_what_was_read_before_the_damage() -> None:
    data = bytearray(_archive())
    data[60:70] = b"\xff" * 10
    assert len(read_excerpt(bytes(data), "classes.dex", 0, 10)) <= 10


def test_a_member_of_a_part_is_found_behind_it() -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as outer:
        outer.writestr("base.apk", _archive())

    assert read_excerpt(sink.getvalue(), "base.apk!/classes.dex", 1000, 1040) == CONTENT[1000:1040]
    assert read_excerpt(sink.getvalue(), "other.apk!/classes.dex", 0, 10) == b""
