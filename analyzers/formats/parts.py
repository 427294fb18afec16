"""The parts of a message in which something can be told: path, query, headers, cookies, body, socket messages."""

from functools import lru_cache
from typing import NamedTuple

# Longer bodies are read up to here; what is beyond counts as not understood.
MAX_BODY = 4 << 20
_SHORT = 256
_MAX_DIGITS = 12
# Headers that say how a message travels, or that an answer is dated by: never whom a request concerns.
_TECHNICAL = frozenset(
    """
    connection content-length content-type content-encoding host transfer-encoding te upgrade date last-modified vary
    server age expires strict-transport-security keep-alive sec-fetch-dest sec-fetch-mode sec-fetch-site
    sec-websocket-version proxy-connection :method :scheme :authority :path :status
    """.split()  # noqa: SIM905 - a list of thirty quoted words would hide them
)


class Part(NamedTuple):
    """One part of a message as it travelled."""

    place: str  # host, path, query, fragment, authority, header, cookie, body, websocket
    name: str  # of the header or cookie; empty elsewhere
    data: bytes
    media: str = ""  # content type, of bodies
    packing: str = ""  # content encoding, of bodies
    size: int = 0  # as it travelled, where more than was kept


class Message(NamedTuple):
    """What one exchange sent and received."""

    sent: tuple[Part, ...] = ()
    received: tuple[Part, ...] = ()


def url_parts(url: str) -> list[Part]:
    """Path, query, what stands behind `#`, and the name and word before the host, of an address."""
    address, _, fragment = url.partition("://")[2].partition("#")
    path, _, query = address.partition("?")
    authority, _, route = path.partition("/")
    parts = [Part("path", "", route.encode("utf-8", "replace"))] if route else []
    parts += [Part("query", "", query.encode("utf-8", "replace"), "form")] if query else []
    if fragment:
        parts.append(Part("fragment", "", fragment.encode("utf-8", "replace"), "form"))
    if "@" in authority:
        parts.append(Part("authority", "", authority.rpartition("@")[0].encode("utf-8", "replace")))
    return parts


def header_parts(headers: list[tuple[str, bytes]]) -> list[Part]:
    """Headers that may speak of somebody, and each cookie by its name."""
    parts: list[Part] = []
    for name, value in headers:
        parts += _again(name, value) if len(value) + len(name) <= _SHORT else _header(name, value)
    return parts


def _header(name: str, value: bytes) -> tuple[Part, ...]:
    """The parts of one header."""
    lowered = name.lower()
    if lowered == "cookie":
        pairs = (piece.strip().partition(b"=") for piece in value.split(b";"))
        return tuple(Part("cookie", key.decode("latin-1"), held) for key, _, held in pairs if held)
    if lowered == "set-cookie":
        key, _, held = value.partition(b";")[0].strip().partition(b"=")
        return (Part("cookie", key.decode("latin-1"), held),) if held else ()
    return () if lowered in _TECHNICAL else (Part("header", lowered, value),)


_again = lru_cache(maxsize=2048)(_header)  # the same short ones come again and again


def body_part(data: bytes, headers: list[tuple[str, bytes]], size: int | None = None) -> list[Part]:
    """A body with what its headers say of it; none when it is empty."""
    if not data and not size:
        return []
    media = packing = ""
    for name, value in headers:
        if len(name) == len("content-type") and name.lower() == "content-type":
            media = _lowered(value.decode("latin-1"))
        elif len(name) == len("content-encoding") and name.lower() == "content-encoding":
            packing = value.decode("latin-1").lower()
    return [Part("body", "", data[:MAX_BODY], media, packing, size if size is not None else len(data))]


def stated_size(headers: list[tuple[str, bytes]]) -> int | None:
    """How long the headers say that a body is; one byte at least where it comes in pieces."""
    for name, value in headers:
        if name.lower() == "content-length" and value.isdigit() and len(value) <= _MAX_DIGITS:
            return int(value)
        if name.lower() == "transfer-encoding" and b"chunked" in value.lower():
            return 1
    return None


def _lowered(media: str) -> str:
    """A content type in small letters, but for the mark between parts, which is as it is written."""
    kind, mark, boundary = media.partition("boundary=")
    return kind.lower() + mark + boundary
