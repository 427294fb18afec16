"""Typed netstrings, the notation in which mitmproxy keeps its flow files."""

from collections.abc import Mapping, Sequence

Item = None | bool | int | float | str | bytes | Sequence["Item"] | Mapping[str, "Item"]


def write_tnetstring(item: Item) -> bytes:
    """`length:payload` and one letter for the type; text `;`, bytes `,`, as mitmproxy reads them."""
    if item is None:
        return b"0:~"
    if isinstance(item, bool):
        kind, payload = b"!", b"true" if item else b"false"
    elif isinstance(item, int):
        kind, payload = b"#", str(item).encode()
    elif isinstance(item, float):
        kind, payload = b"^", repr(item).encode()
    elif isinstance(item, bytes):
        kind, payload = b",", item
    elif isinstance(item, str):
        kind, payload = b";", item.encode()
    elif isinstance(item, Mapping):
        kind = b"}"
        payload = b"".join(write_tnetstring(key) + write_tnetstring(value) for key, value in item.items())
    else:
        kind, payload = b"]", b"".join(write_tnetstring(value) for value in item)
    return str(len(payload)).encode() + b":" + payload + kind
