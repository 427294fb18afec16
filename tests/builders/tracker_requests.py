"""Requests as the commonest trackers write them, from `tests/contract/tracker_requests.yaml`."""

import base64
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from analyzers.knowledge.files import read_yaml

_FILE = Path(__file__).parents[1] / "contract" / "tracker_requests.yaml"
_FORM = b"application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Sent:
    """One request; `tells` is what its protocol names in it."""

    adapter: str
    url: str
    tells: frozenset[str]
    body: bytes = b""
    headers: tuple[tuple[str, bytes], ...] = ()


def _body(row: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """The body of one row and its media type."""
    if "form" in row:
        return urlencode(row["form"]).encode(), _FORM
    if "data" in row:
        return urlencode({"data": base64.b64encode(json.dumps(row["data"]).encode()).decode()}).encode(), _FORM
    if "lines" in row:
        return "\n".join(json.dumps(line) for line in row["lines"]).encode(), b"text/plain;charset=UTF-8"
    return (json.dumps(row["json"]).encode() if "json" in row else b""), b"application/json"


def _sent(row: Mapping[str, Any]) -> Sent:
    body, media = _body(row)
    headers = [("content-type", media)]
    if row.get("packing") == "gzip":
        body, headers = gzip.compress(body), [*headers, ("content-encoding", b"gzip")]
    return Sent(row["adapter"], row["url"], frozenset(row["tells"].split()), body, tuple(headers))


REQUESTS = tuple(_sent(row) for row in read_yaml(_FILE)["requests"])
