"""A web page gives what a person would read in it."""

import pytest

from analyzers.formats.errors import FormatError
from analyzers.formats.markup import MAX_BYTES, is_markup, read_markup
from analyzers.formats.prose import MAX_TEXT


def test_tags_scripts_styles_and_comments_are_no_text() -> None:
    data = (
        b"<!doctype html><title>T</title><style>p{}</style><script>var a='<p>no</p>'</script>"
        b"<p>Donn&eacute;es <b>de</b> sant\xc3\xa9<!-- <p>no</p> --></p><noscript>no</noscript>"
    )
    (page,) = read_markup(data)

    assert page.text.split() == ["T", "Données", "de", "santé"]
    at, length = page.find_bytes(page.text.index("santé"), page.text.index("santé") + 5)
    assert data[at : at + length].decode() == " santé"


@pytest.mark.parametrize("data", [b"<p", b"<!-- a", b"a<script>b", b"<", b"<script", b"<style>a</sty"])
def test_what_never_ends_gives_what_came_before(data: bytes) -> None:
    (page,) = read_markup(data)

    assert page.text.strip() in ("", "a")


def test_many_open_comments_take_no_longer_than_they_are_long() -> None:
    (page,) = read_markup(b"<!--" * 500_000)

    assert page.text == ""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<p>\xff</p>", "text-not-utf8"),
        (b"<p>" + b"a" * (MAX_TEXT + 1), "text-too-long"),
        (b"<" * (MAX_BYTES + 1), "text-too-long"),
    ],
)
def test_too_much_or_no_text_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(FormatError, match=code):
        read_markup(data)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\xef\xbb\xbf <!DOCTYPE html>", True),
        (b"<html lang=fr>", True),
        (b"<!-- a --><head>", True),
        (b"<?xml version='1.0'?>", False),
        (b"a <html>", False),
    ],
)
def test_a_web_page_is_told_by_its_head(head: bytes, expected: bool) -> None:  # noqa: FBT001 -- a case
    assert is_markup(head) is expected
