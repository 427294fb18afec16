"""One entry of an HTTP archive at the speed of C: the members that producers write, by name.

The headers of a request come again and again: they stay the JSON that they are, `bytes` once it is known to be strict,
so that whoever reads them reads each list once. An entry with a member of another name is read like any JSON.
"""

from functools import lru_cache
from typing import Any, TypedDict

from analyzers.formats.strict import RAW, decode_quickly, ready_for

Document = dict[str, Any]  # JSON of a stranger

_LONGEST, _PATIENCE = 4_096, 16


def _of(*names: str, **shapes: Any) -> Any:
    return TypedDict("_", dict.fromkeys(names, Any) | shapes, total=False)  # type: ignore[operator] # its names stand below


_COMMON = ("httpVersion", "cookies", "headersSize", "bodySize", "comment", "_error", "_errorText", "_blocked_reason")
_POSTED = _of("mimeType", "text", "params", "encoding", "_encoding", "comment", "_sceau")
_CONTENT = _of("size", "mimeType", "text", "encoding", "compression", "comment", "_packed")
_REQUEST = _of("method", "url", "queryString", *_COMMON, headers=RAW, postData=_POSTED)
_RESPONSE = _of(
    "status", "statusText", "headers", "redirectURL", "_transferSize", "_fetchedViaServiceWorker", *_COMMON,
    content=_CONTENT,
)  # fmt: skip
_ENTRY = _of(
    "startedDateTime", "time", "timings", "cache", "serverIPAddress", "connection", "pageref", "comment", "_error",
    "_errorText", "_blocked_reason", "_phase", "_webSocketMessages", "_resourceType", "_priority", "_initiator",
    "_fromCache", "_securityState", "_servedFromCache", "_timestamps", request=_REQUEST, response=_RESPONSE,
)  # fmt: skip
_LINE = _of("connection", "tls", "alias", "phase", "journey", "end", "why", entry=_ENTRY)


class Entries:
    """A reader of the entries of one file, which does not go on to expect what the file never has."""

    def __init__(self, shape: Any = _ENTRY) -> None:
        self._read, self._missed = ready_for(shape), 0

    def decode(self, raw: bytes) -> tuple[Any] | None:
        """The value in a tuple; None where only the slow way can tell."""
        if self._missed < _PATIENCE:
            found = decode_quickly(raw, self._read)
            if found is not None and _keeps(found[0]):
                self._missed = 0
                return found
            self._missed += 1
        return decode_quickly(raw)


def in_lines() -> Entries:
    """The same, for lines of which each may hold an entry."""
    return Entries(_LINE)


def _keeps(value: Document) -> bool:
    """Put the headers of a request where they were left as they are; False where they are not strict."""
    value = value.get("entry", value)
    request = value.get("request")
    if request is None or "headers" not in request:
        return True
    raw = bytes(request["headers"])
    request["headers"] = raw
    return _is_strict(raw) if len(raw) <= _LONGEST else decode_quickly(raw) is not None


@lru_cache(maxsize=2048)
def _is_strict(raw: bytes) -> bool:
    return decode_quickly(raw) is not None
