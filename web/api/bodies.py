"""JSON bodies before they are understood: one value, no repeated key, no number that is none, true Unicode."""

import json
from typing import Any

from flask import request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from web.auth import READS
from web.instance import is_for_api

RAW = "application/octet-stream"
STREAMED = (".lodge_artifact", ".send_bytes", ".bring_build")  # views whose body is a file


def check_body() -> None:
    """Refuse a JSON body that two readers could understand differently; leave lodged files unread.

    Raises:
        BadRequest: it is not one such document.
        UnsupportedMediaType: it is something else.
    """
    if not is_for_api() or request.method in READS or not request.content_length:
        return
    if request.endpoint is None or request.endpoint.endswith(STREAMED):
        return
    if not request.is_json:
        raise UnsupportedMediaType
    read_json(request.get_data())


def read_json(raw: bytes) -> Any:
    """Return the value of `raw`.

    Raises:
        BadRequest: it is not valid, repeats a key, holds NaN or infinities, or text that is not Unicode.
    """
    try:
        value = json.loads(raw.decode(), object_pairs_hook=_refuse_repeated, parse_constant=_refuse_constant)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise BadRequest from None
    return value


def _refuse_repeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is written twice")
    return found


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)
