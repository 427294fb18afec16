"""Conditional requests: the version a change was made from, the tag of an answer, the digest of an upload."""

import base64
import binascii
import re
from typing import Any

from flask import Response, json, request

from catalog.errors import Conflict, Rejected

DIGITS = re.compile(r'"?([0-9]{1,9})"?')
SHA256 = re.compile(r"sha-256=:([A-Za-z0-9+/=]{44}):")
NO_VERSION = -1  # no file ever has it: a tag that is not ours is a stale one
JSON = "application/json"
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "ETag of the file as it was read. Missing: 428; no longer the current one: 412.",
    "example": '"3"',
}


class VersionMissing(Conflict):
    """A change has to say which version of the file it was made from."""

    code = "version-missing"


class DigestRefused(Rejected):
    """The header Content-Digest is not one we can read."""

    code = "digest-refused"


def read_version() -> int:
    """Return the version named by `If-Match`.

    Raises:
        VersionMissing: none is named; `*` names none either.
    """
    given = request.headers.get("If-Match", "").strip()
    if given in ("", "*"):
        raise VersionMissing
    named = DIGITS.fullmatch(given)
    return int(named.group(1)) if named else NO_VERSION


def read_digest() -> str | None:
    """Return the SHA-256 (hex) announced by `Content-Digest` (RFC 9530), or None.

    Raises:
        DigestRefused: the header says something else.
    """
    given = request.headers.get("Content-Digest")
    if given is None:
        return None
    found = SHA256.search(given)
    try:
        digest = base64.b64decode(found.group(1), validate=True) if found else b""
    except binascii.Error:
        digest = b""
    if len(digest) * 2 != len("00" * 32):
        raise DigestRefused
    return digest.hex()


def answer(document: Any, tag: str, status: int = 200) -> Response:
    """Answer a JSON document under a strong tag; 304 without body when the asker has it already."""
    return answer_bytes(json.dumps(document, ensure_ascii=False).encode(), tag, JSON, status)


def answer_bytes(content: bytes, tag: str, media: str, status: int = 200) -> Response:
    """Answer bytes under a strong tag; 304 without body when the asker has them already."""
    response = Response(content, status, content_type=media)
    response.set_etag(tag)
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response
