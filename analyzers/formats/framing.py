"""Bodies that hold several messages one after the other: lines of JSON, frames of gRPC, parts between boundaries."""

import re
from collections.abc import Iterator

MAX_PIECES = 5_000
_LINE_START = re.compile(rb"\s*[\[{]")
_PREFIX = re.compile(rb"\)\]\}'?,?\s*|[0-9]{1,4}(?=[\[{])|for ?\(;;\);|while ?\(1\);")
_HEAD = 5  # bytes before a frame of gRPC: packed or not, and the length
_LAST, _PACKED = 0x80, 1
_STATED = re.compile(r'boundary="?([^";,\s]{1,70})')
_BOUNDARY = re.compile(rb"--([^\s\"]{1,70})\r?\n")
_GAP = re.compile(rb"\r?\n\r?\n")
_NAME = re.compile(rb"(?<![a-z])name=\"?([^\"\r\n;]{1,128})")
_FILE_NAME = re.compile(rb"filename=\"?([^\"\r\n;]{1,256})")
_BASE64 = re.compile(rb"content-transfer-encoding:\s*base64", re.IGNORECASE)
_REQUEST_LINE = re.compile(rb"(?:GET|POST|PUT|PATCH|DELETE) \S{1,4096} HTTP/[0-9.]{1,3}\r?\n")


def split_lines(data: bytes) -> list[bytes] | None:
    """The documents of a body with one per line, or with a mark before the only one; None where it is neither."""
    if (prefix := _PREFIX.match(data)) is not None and _LINE_START.match(data, prefix.end()):
        return [data[prefix.end() :]]
    if b"\n" not in data or not _LINE_START.match(data):
        return None
    rows = [row for row in data.split(b"\n", MAX_PIECES) if row.strip()]
    return rows if len(rows) > 1 and all(map(_LINE_START.match, rows)) else None


def split_frames(data: bytes) -> list[bytes] | None:
    """The messages of gRPC; a frame that closes the stream is a list of headers and left as it is."""
    at = 0
    found: list[bytes] = []
    while at < len(data):
        if at + _HEAD > len(data) or len(found) >= MAX_PIECES or data[at] not in (0, _PACKED, _LAST, _LAST | _PACKED):
            return None
        end = at + _HEAD + int.from_bytes(data[at + 1 : at + _HEAD], "big")
        if end > len(data):
            return None
        found.append(data[at + _HEAD : end])
        at = end
    return found or None


def find_boundary(data: bytes, media: str) -> bytes | None:
    """The mark between the parts of a body, as its headers say or, where they do not, as it begins."""
    if "multipart" not in media:
        return None
    if stated := _STATED.search(media):
        return stated[1].encode("latin-1", "replace")
    found = _BOUNDARY.match(data)
    return found[1] if found and data.rstrip().endswith(found[1] + b"--") else None


def split_parts(data: bytes, boundary: bytes) -> Iterator[tuple[str, bytes, str]]:
    """Name and body of each part, and the packing that it states; the name of a file is told apart, as `name/file`."""
    for piece in data.split(b"--" + boundary, MAX_PIECES)[1:]:
        gap = _GAP.search(piece)
        if gap is None:
            continue
        head, body = piece[: gap.start()], piece[gap.end() :].removesuffix(b"\n").removesuffix(b"\r")
        named, file = _NAME.search(head), _FILE_NAME.search(head)
        name = named[1].decode("utf-8", "replace") if named else ""
        if file is not None:
            yield f"{name}/file", file[1], ""
        if (inner := _REQUEST_LINE.match(body)) is not None:  # a whole request inside: its line, then its own body
            yield name, body[: inner.end()].split(b" ", 2)[1], ""
            rest = _GAP.search(body, inner.end() - 1)
            body = body[rest.end() :] if rest else body[inner.end() :]
        yield name, body, "base64" if _BASE64.search(head) else ""
