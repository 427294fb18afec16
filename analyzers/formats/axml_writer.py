"""Binary XML written from a small tree, as the platform's own configuration files are."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

from analyzers.formats.axml import TYPE_BOOLEAN, TYPE_STRING, Attribute
from analyzers.formats.rewriting import write_pool

_XML, _START, _END, _TEXT = 0x0003, 0x0102, 0x0103, 0x0104
_TRUE = 0xFFFFFFFF
_NONE = -1


@dataclass(slots=True)
class Node:
    """One element to write: attributes keep their typed values, text comes before the children."""

    tag: str
    attributes: list[Attribute] = field(default_factory=list)
    text: str = ""
    children: list["Node"] = field(default_factory=list)


def string(name: str, value: str) -> Attribute:
    """A plain attribute that is a text."""
    return Attribute(0, None, name, TYPE_STRING, 0, value)


def switch(name: str) -> Attribute:
    """A plain attribute that is on."""
    return Attribute(0, None, name, TYPE_BOOLEAN, _TRUE, None)


def write_axml(root: Node) -> bytes:
    """The file: one pool of strings, then the elements. Names carry no namespace, as configurations need none."""
    texts: dict[str, int] = {}
    body = b"".join(_write(root, texts))
    inner = write_pool(list(texts)) + body
    return struct.pack("<HHI", _XML, 8, 8 + len(inner)) + inner


def _index(texts: dict[str, int], text: str) -> int:
    return texts.setdefault(text, len(texts))


def _node(kind: int, body: bytes) -> bytes:
    return struct.pack("<HHIIi", kind, 16, 16 + len(body), 1, _NONE) + body


def _write(node: Node, texts: dict[str, int]) -> Sequence[bytes]:
    tag = _index(texts, node.tag)
    rows = b"".join(_attribute(attribute, texts) for attribute in node.attributes)
    head = struct.pack("<iiHHHHHH", _NONE, tag, 20, 20, len(node.attributes), 0, 0, 0)
    parts = [_node(_START, head + rows)]
    if node.text:
        index = _index(texts, node.text)
        parts.append(_node(_TEXT, struct.pack("<iHBBI", index, 8, 0, TYPE_STRING, index)))
    for child in node.children:
        parts += _write(child, texts)
    return [*parts, _node(_END, struct.pack("<ii", _NONE, tag))]


def _attribute(attribute: Attribute, texts: dict[str, int]) -> bytes:
    name = _index(texts, attribute.name)
    if attribute.type == TYPE_STRING:
        text = _index(texts, attribute.text or "")
        return struct.pack("<iiiHBBI", _NONE, name, text, 8, 0, TYPE_STRING, text)
    return struct.pack("<iiiHBBI", _NONE, name, _NONE, 8, 0, attribute.type, attribute.data)
