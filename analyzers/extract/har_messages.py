"""What an entry of an HTTP archive sent and received, part by part, as any producer writes it."""

import binascii
import json
from functools import lru_cache
from typing import Any

from analyzers.extract.exchanges import count
from analyzers.formats.entries import Document
from analyzers.formats.har import CUT
from analyzers.formats.parts import MAX_BODY, Message, Part, body_part, header_parts, url_parts

_BINARY, _GOES_ON = 2, 0
_LONGEST = 4_096  # of the headers that are remembered


def read_message(url: str, request: Document, response: Document, entry: Document) -> Message:
    """The parts of an entry in which something can be told, as any producer writes them."""
    asked, parts = _asked(request.get("headers"))
    told = _headers(response.get("headers"))
    sent = (*url_parts(url), *parts)
    if "?" not in url and request.get("queryString"):
        sent += tuple(_queried(request["queryString"]))
    if request.get("cookies") and not any(part.place == "cookie" for part in parts):
        sent += tuple(_cookies(request["cookies"]))
    received = header_parts(told) + _content(_object(response.get("content")) or {}, told)
    outward, inward = _socket_messages(entry.get("_webSocketMessages"))
    if url[:3].lower() in ("ws:", "wss") and "_webSocketMessages" not in entry:
        outward = [Part("websocket", "", b"", size=1)]  # nobody kept what was said
    posted = _posted(_object(request.get("postData")) or {}, asked, request.get("bodySize"))
    if CUT in entry:  # some text was too long to be held: nobody says that a body is whole
        posted = [part._replace(size=max(part.size, len(part.data) + 1)) for part in posted]
    return Message((*sent, *posted, *outward), (*received, *inward))


Headers = list[tuple[str, bytes]]


def _asked(rows: object) -> tuple[Headers, tuple[Part, ...]]:
    """The headers of a request, and their parts; of those that were left as they are, each list is read once."""
    if type(rows) is bytes:
        return _again(rows) if len(rows) <= _LONGEST else _again.__wrapped__(rows)
    headers = _headers(rows)
    return headers, tuple(header_parts(headers))


@lru_cache(maxsize=1024)
def _again(raw: bytes) -> tuple[Headers, tuple[Part, ...]]:
    return _asked(json.loads(raw))


def _headers(rows: object) -> Headers:
    """Headers as a list of objects, a list of pairs, or an object."""
    if isinstance(rows, dict):
        rows = [{"name": name, "value": value} for name, value in rows.items()]
    found = []
    for row in _list(rows):
        if type(row) is dict:
            name, value = row.get("name"), row.get("value")
        elif isinstance(row, list) and len(row) > 1:
            name, value = row[:2]
        else:
            continue
        if type(name) is str and type(value) is str:
            found.append((name, value.encode("utf-8", "replace")))
    return found


def _cookies(rows: object) -> list[Part]:
    named = [row for row in _list(rows) if isinstance(row, dict)]
    return [
        Part("cookie", row["name"], row["value"].encode("utf-8", "replace"))
        for row in named
        if isinstance(row.get("name"), str) and isinstance(row.get("value"), str)
    ]


def _queried(rows: object) -> list[Part]:
    """The query where a producer keeps it apart from the address."""
    return [
        Part("query", str(row.get("name", "")), row["value"].encode("utf-8", "replace"))
        for row in _list(rows)
        if isinstance(row, dict) and isinstance(row.get("value"), str)
    ]


def _posted(posted: Document, headers: list[tuple[str, bytes]], size: object) -> list[Part]:
    """The body of a request: its text, or the pairs where a producer keeps only those; `size` is what was sent."""
    media = posted.get("mimeType")
    if isinstance(media, str) and not any(name.lower() == "content-type" for name, _ in headers):
        headers = [*headers, ("content-type", media.encode("utf-8", "replace"))]
    text = posted.get("text")
    if isinstance(text, str) and text:
        encoding = posted.get("encoding") or posted.get("_encoding")
        data = _bytes(text, encoding)
        # Only base64 holds bytes as they were: a text that was unpacked has another size for good reason.
        whole = count(size) if encoding == "base64" else None
        return body_part(data, headers, whole if whole is not None and whole > len(data) else None)
    pairs = [
        Part(
            "body",
            str(row.get("name", "")) + ("/file" if key == "fileName" else ""),
            row[key].encode("utf-8", "replace"),
        )
        for row in _list(posted.get("params"))
        if isinstance(row, dict)
        for key in ("value", "fileName")
        if isinstance(row.get(key), str)
    ]
    return pairs or body_part(b"", headers, count(size))  # it was sent, and not kept


def _content(content: Document, headers: list[tuple[str, bytes]]) -> list[Part]:
    text = content.get("text")
    # An archive keeps bodies unpacked: what the headers say of the packing is over. Our own lines keep them packed.
    packed = content.get("_packed") is True
    kept = [(name, value) for name, value in headers if packed or name.lower() != "content-encoding"]
    return body_part(_bytes(text, content.get("encoding")), kept) if isinstance(text, str) and text else []


def _bytes(text: str, encoding: object) -> bytes:
    """The bytes behind a text of the archive: base64 where it says so; one character per byte where all fit in one."""
    if encoding == "base64":
        try:
            return binascii.a2b_base64(text[: MAX_BODY * 2])
        except (binascii.Error, ValueError):
            return text.encode("utf-8", "replace")
    if "\x1f" in text[:2] or "\x00" in text[:64]:  # some producers write packed or binary bodies so
        try:
            return text.encode("latin-1")
        except UnicodeEncodeError:
            return text.encode("utf-8", "replace")
    return text.encode("utf-8", "replace")


def _socket_messages(rows: object) -> tuple[list[Part], list[Part]]:
    """Messages by who sent them; one that came in pieces (opcode 0 goes on) is put together."""
    sides: tuple[list[Part], list[Part]] = ([], [])
    for row in _list(rows):
        if isinstance(row, dict) and isinstance(row.get("data"), str):
            data = _bytes(row["data"], "base64" if row.get("opcode") == _BINARY else None)
            side = sides[row.get("type") not in ("send", "request")]
            if row.get("opcode") == _GOES_ON and side and len(side[-1].data) < MAX_BODY:
                data = side.pop().data + data
            side.append(Part("websocket", "", data[:MAX_BODY], size=len(data)))
    return sides


def _object(value: object) -> Document | None:
    return value if isinstance(value, dict) else None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
