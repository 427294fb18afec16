"""Protocol buffers without their schema: field numbers and what could be a text, a number or a message within."""

import struct
from collections.abc import Iterator

MAX_DEPTH = 8
MAX_FIELDS = 5_000
_MAX_NUMBER = 1 << 29
_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5

Field = tuple[str, bytes]  # place, value (a number is written out)


def read_protobuf(data: bytes) -> list[Field] | None:
    """Every scalar of a message with its place (`1.3.2`), or None where the bytes cannot be one."""
    fields: list[Field] = []
    return fields if data and _message(data, "", fields, 0) and fields else None


def _message(data: bytes, where: str, fields: list[Field], depth: int) -> bool:
    """Add the fields of one message; False, with nothing to be used, where the bytes do not come out even."""
    begun = len(fields)
    for number, kind, value in _walk(data):
        if number == 0 or len(fields) > MAX_FIELDS:
            del fields[begun:]
            return False
        place = f"{where}.{number}" if where else str(number)
        if kind == _BYTES and not _is_text(value) and depth < MAX_DEPTH and _message(value, place, fields, depth + 1):
            continue
        fields.append((place, value))
    return True


def _walk(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Number, kind and value of each field; a last number of 0 says that the bytes are no message."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, kind = key >> 3, key & 7
        if not 0 < number < _MAX_NUMBER or at > len(data):
            yield 0, 0, b""
            return
        value, at = _value(data, at, kind)
        if value is None or at > len(data):
            yield 0, 0, b""
            return
        yield number, kind, value


def _value(data: bytes, at: int, kind: int) -> tuple[bytes | None, int]:
    if kind == _VARINT:
        number, after = _varint(data, at)
        return (str(number).encode() if after <= len(data) else None), after
    if kind == _BYTES:
        size, start = _varint(data, at)
        return data[start : start + size], start + size
    if kind in (_EIGHT, _FOUR):
        size, layout = (8, "<d") if kind == _EIGHT else (4, "<f")
        raw = data[at : at + size]
        return (repr(struct.unpack(layout, raw)[0]).encode() if len(raw) == size else None), at + size
    return None, at


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of up to ten bytes and where it ends; beyond the data where it does not."""
    value = shift = 0
    while at < len(data) and shift < 70:  # noqa: PLR2004 - ten bytes of seven bits
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:  # noqa: PLR2004 - the last byte has no flag
            return value, at
    return 0, len(data) + 1


def _is_text(value: bytes) -> bool:
    try:
        return value.decode("utf-8").isprintable()
    except UnicodeDecodeError:
        return False
