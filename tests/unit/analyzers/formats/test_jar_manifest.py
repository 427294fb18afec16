"""Sections and the bytes they cover, whatever the line endings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.formats import jar_manifest
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


_PIECES = (
    "Name: a\r\nSHA1-Digest: x=\r\n\r\n",
    "Name: b\r\n b\r\nSHA-256-Digest: x\r\n y=\r\n\r\n",
    "Name: c\r\nSHA1-Digest: x\r\nSHA-256-Digest: y\r\n\r\n",
    "Name: d\r\nsha1-digest: x\r\nSHA1-Digest: y\r\n\r\n",
    "Name: e\r\nName: f\r\n\r\n",
    "Name: \r\nSHA1-Digest: \r\n\r\n",
    "Name: g\nSHA1-Digest: x\n\n",
    "Name: é\r\nSHA1-Digest: x\r\n\r\n",
    "SHA1-Digest: x\r\nName: h\r\n\r\n",
    "Name: i\r\n\r\n",
    "\r\n",
    "Name: j\r\nSHA1-Digest: x\r\n",
)


@given(st.lists(st.sampled_from(_PIECES), max_size=6), st.booleans())
def test_plain_files_are_read_as_line_by_line(pieces: list[str], has_main: bool) -> None:  # noqa: FBT001 - drawn
    data = ("Manifest-Version: 1.0\r\n\r\n" * has_main + "".join(pieces)).encode()

    assert read_sections(data) == jar_manifest._read_any(data)


def test_what_signing_tools_write_is_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    data = ("Manifest-Version: 1.0\r\n\r\n" + "".join(_PIECES[:5])).encode()
    whole, seen = jar_manifest._read_any(data), []
    monkeypatch.setattr(jar_manifest, "_read_any", lambda part: seen.append(part) or whole[:1])

    assert read_sections(data) == whole
    assert seen == [b"Manifest-Version: 1.0\r\n\r\n"]


_UNIFORM = (
    "Name: a\r\nSHA1-Digest: x=\r\n\r\n",
    "Name: b\r\n b\r\nSHA1-Digest: x\r\n y=\r\n\r\n",
    "Name: c\r\nSHA1-Digest: \r\n\r\n",
    "Name: SHA1-Digest: x\r\nSHA1-Digest: Name: y\r\n\r\n",
)
_ODD = (
    *_PIECES,
    " \r\n",
    " Name: k\r\n",
    "Name: l\r\nSHA1-Digest: x\r\n \r\n\r\n",
    "Name: m\rSHA1-Digest: x\r\n\r\n",
    "Name: n\r\nsha1-digest: x\r\n\r\n",
    "Name: o\r\nSHA1-Digest:x\r\n\r\n",
    "Digest-Algorithms: p\r\nName: p\r\n\r\n",
    "Name: q\r\nDigest-Algorithms: q\r\n\r\n",
)


@given(
    st.lists(st.sampled_from([*_UNIFORM, *_ODD]), max_size=6), st.sampled_from(["", "Signature-Version: 1.0\r\n\r\n"])
)
def test_sections_of_one_form_are_read_by_column_as_line_by_line(pieces: list[str], main: str) -> None:
    data = (main + "".join(pieces)).encode()
    columns, plain = jar_manifest.read_columns(data), jar_manifest._read_any(data)

    if columns is not None:
        assert columns.main == plain[0]
        assert [(row.name, dict(row.attributes)) for row in plain[1:]] == [
            (name, {"name": name, columns.key: value}) for name, value in columns.values.items()
        ]


@given(st.lists(st.sampled_from(_UNIFORM), min_size=1, unique=True))
def test_what_signing_tools_write_is_read_by_column(pieces: list[str]) -> None:
    columns = jar_manifest.read_columns(("Manifest-Version: 1.0\r\n\r\n" + "".join(pieces)).encode())

    assert columns is not None
    assert len(columns.values) == len(pieces)
