"""Entry names are shown, judged, and never used to open anything."""

import pytest

from analyzers.formats.names import are_plain, name_deviation, shown_name


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"res/layout/main.xml", None),
        (b"../evil", "path-traversal"),
        (b"a/../../b", "path-traversal"),
        (b"a\\..\\b", "path-traversal"),
        (b"/etc/passwd", "path-traversal"),
        (b"C:\\x", "path-traversal"),
        (b"", "unreadable-name"),
        (b"a\0b", "unreadable-name"),
        (b"a" * 5000, "long-name"),
        (b"\xff\xfe", "name-not-utf8"),
        (b"a\nb", "control-characters-in-name"),
        ("\u202egpj.xed".encode(), "control-characters-in-name"),
    ],
)
def test_a_name_is_judged_by_its_worst_feature(raw: bytes, code: str | None) -> None:
    assert name_deviation(raw) == code


def test_a_long_name_is_cut_for_display() -> None:
    assert len(shown_name(b"a" * 60_000)) == 513


@pytest.mark.parametrize("raw", [b"", b"a\\b", b"C:x", b"/a", b"a/../b", b"a\nb", b"\xff", b"a\x7f", b"x" * 600])
def test_a_name_out_of_the_ordinary_makes_all_of_them_deserve_a_look(raw: bytes) -> None:
    assert are_plain([b"AndroidManifest.xml", b"res/a b.xml"])
    assert not are_plain([b"AndroidManifest.xml", raw, b"classes.dex"])
