"""Sections and the bytes they cover, whatever the line endings."""

import pytest

from analyzers.formats.jar_manifest import read_sections

_TEXT = "Manifest-Version: 1.0\r\n\r\nName: a\r\n b.txt\r\nSHA-256-Digest: x\r\n\r\nName: c\r\n"


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_sections_cover_their_lines_and_the_empty_one_after(ending: str) -> None:
    data = _TEXT.replace("\r\n", ending).encode()
    sections = read_sections(data)

    assert [section.name for section in sections] == [None, "ab.txt", "c"]
    first = sections[0]
    assert data[first.start : first.start + first.size].decode() == f"Manifest-Version: 1.0{ending}{ending}"
    assert sections[1].get("sha-256-digest") == "x"


def test_a_lone_carriage_return_ends_a_line() -> None:
    assert read_sections(b"Name: a\rName: b\r\r")[0].attributes == {"name": "a"}


def test_a_line_without_a_colon_is_a_name_without_value() -> None:
    assert read_sections(b"odd\n")[0].attributes == {"odd": ""}


def test_nothing_gives_nothing() -> None:
    assert read_sections(b"\n\n") == []
