"""The text of a web page, without its tags, scripts and styles: one pass, nothing run, nothing fetched."""

import html
import re

from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError
from analyzers.formats.prose import MAX_TEXT, Page

MAX_BYTES = 8 << 20
_HEAD = re.compile(rb"\s*(?:<!--.{0,400}?-->\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_NAME = re.compile(rb"/?([A-Za-z][A-Za-z0-9]{0,15})")
_BLOCKS = frozenset(b"p div br li ul ol h1 h2 h3 h4 h5 h6 tr td th table section article header footer dt dd".split())
_SILENT = frozenset((b"script", b"style", b"noscript", b"template", b"svg"))
_BOM = b"\xef\xbb\xbf"


def is_markup(head: bytes) -> bool:
    """Say whether a file that begins so is a web page."""
    return _HEAD.match(head.removeprefix(_BOM)) is not None


def read_markup(data: Buffer) -> list[Page]:
    """Return what a web page says, each run of text with its bytes."""
    if len(data) > MAX_BYTES:
        raise FormatError("text-too-long", MAX_BYTES)
    whole = bytes(data)
    page, parts, letters, at = Page(), list[str](), 0, len(_BOM) if whole.startswith(_BOM) else 0
    lowered = whole.lower()  # ASCII letters only: nothing moves
    while at < len(whole):
        tag = whole.find(b"<", at)
        stop = len(whole) if tag < 0 else tag
        if stop > at:
            text = _decode(whole, at, stop)
            page.marks.append((letters, at, stop - at))
            parts.append(text)
            letters += len(text)
        if letters > MAX_TEXT:
            raise FormatError("text-too-long", at)
        at, is_break = _skip(whole, lowered, stop)
        if is_break:
            page.marks.append((letters, stop, at - stop))
            parts.append("\n")
            letters += 1
    page.text = "".join(parts)
    return [page]


def _decode(whole: bytes, at: int, stop: int) -> str:
    try:
        return html.unescape(whole[at:stop].decode("utf-8"))
    except UnicodeDecodeError as error:
        raise FormatError("text-not-utf8", at + error.start) from error


def _skip(whole: bytes, lowered: bytes, at: int) -> tuple[int, bool]:
    """Return where text goes on after the tag at `at`, and whether the tag breaks a line."""
    if at >= len(whole):
        return at, False
    if whole.startswith(b"<!--", at):
        end = whole.find(b"-->", at)
        return (len(whole) if end < 0 else end + 3), False
    named = _NAME.match(lowered, at + 1)
    end = whole.find(b">", at)
    if end < 0:
        return len(whole), False
    name = named[1] if named else b""
    if name in _SILENT and not whole.startswith(b"</", at):
        close = lowered.find(b"</" + name, end)
        return (len(whole) if close < 0 else close), False
    return end + 1, name in _BLOCKS
