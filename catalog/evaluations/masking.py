"""Bytes of a capture as they may be shown: its structure and its servers, never what somebody typed."""

import re

# A server's name as a whole, where no user's name stands before it; else one word.
_WORDS = re.compile(rb"(?<=://)([A-Za-z0-9.-]+)(?=[/?#:\"\s])(?![^/?#\"\s]*@)|[A-Za-z0-9\x80-\xff]+")
_BLANK = bytes(ord("9") if 48 <= sign < 58 else ord("x") for sign in range(256))  # noqa: PLR2004 - the ten digits
# What every capture says of itself: keys of archives and flow files, methods, schemes, kinds of content.
_KEPT = frozenset(
    b"""
    log version creator browser pages entries entry startedDateTime time request response method url httpVersion headers
    queryString cookies headersSize bodySize postData mimeType text params encoding base64 status statusText content
    size compression redirectURL cache timings send wait receive blocked dns connect ssl serverIPAddress connection
    comment name value sceau webSocketMessages type opcode data null true false GET POST PUT PATCH DELETE HEAD OPTIONS
    CONNECT HTTP http https ws wss application json text plain html form urlencoded multipart octet stream protobuf
    gzip br zstd deflate utf charset client server conn path scheme authority host port trailers timestamp start end
    records failures seeded category tool apps device
    """.split()
)


def mask_capture(content: bytes) -> bytes:
    """As many bytes, each letter and digit that is not of the structure replaced by its kind.

    A server's name is kept: it is in the evidence too. Nothing that a person typed can be read from what is left.
    """
    return _WORDS.sub(_mask, content)


def _mask(found: re.Match[bytes]) -> bytes:
    word = found[0]
    return word if found.lastindex or word in _KEPT else word.translate(_BLANK)
