"""Binary XML, the form in which an Android package carries its manifest and its configuration files."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.builders.string_pool import write_string_pool

ANDROID = "http://schemas.android.com/apk/res/android"
_NONE = 0xFFFFFFFF

# Public resource ids of the platform: readers recognise an attribute by these, never by its name.
ATTRIBUTE_IDS = {
    "theme": 0x01010000,
    "label": 0x01010001,
    "icon": 0x01010002,
    "name": 0x01010003,
    "permission": 0x01010006,
    "enabled": 0x0101000E,
    "debuggable": 0x0101000F,
    "exported": 0x01010010,
    "process": 0x01010011,
    "authorities": 0x01010018,
    "value": 0x01010024,
    "resource": 0x01010025,
    "scheme": 0x01010027,
    "host": 0x01010028,
    "minSdkVersion": 0x0101020C,
    "versionCode": 0x0101021B,
    "versionName": 0x0101021C,
    "targetSdkVersion": 0x01010270,
    "maxSdkVersion": 0x01010271,
    "allowBackup": 0x01010280,
    "required": 0x0101028E,
    "fullBackupContent": 0x010104EB,
    "usesCleartextTraffic": 0x010104EC,
    "autoVerify": 0x010104EE,
    "networkSecurityConfig": 0x01010527,
    "isSplitRequired": 0x01010591,
    "compileSdkVersion": 0x01010572,
    "dataExtractionRules": 0x0101063E,
}


class Reference(int):
    """The number of a resource, such as Reference(0x7F010000)."""


Value = str | int | bool | Reference


@dataclass(frozen=True, slots=True)
class Element:
    """One XML element; attributes written `android:x` are in the platform's namespace; a child may be text."""

    tag: str
    attributes: Mapping[str, Value] = field(default_factory=dict)
    children: tuple["Element | str", ...] = ()


def _platform_names(element: Element) -> list[str]:
    names = [name[8:] for name in element.attributes if name.startswith("android:")]
    for child in element.children:
        names += _platform_names(child) if isinstance(child, Element) else []
    return names


class _Writer:
    def __init__(self, root: Element) -> None:
        # The resource map pairs the first strings of the pool with platform ids, one for one.
        self.mapped = sorted(set(_platform_names(root)), key=ATTRIBUTE_IDS.__getitem__)
        self.pool = list(self.mapped)
        self.body = bytearray()

    def string(self, text: str) -> int:
        start = len(self.mapped)  # a mapped name is never reused as ordinary text
        if text not in self.pool[start:]:
            self.pool.append(text)
        return self.pool.index(text, start)

    def attribute(self, name: str, value: Value) -> tuple[int, bytes]:
        space, key, order = _NONE, 0, 0
        if name.startswith("android:"):
            space, key = self.string(ANDROID), self.mapped.index(name[8:])
            order = ATTRIBUTE_IDS[name[8:]]
        else:
            key = self.string(name)
        raw = _NONE
        if isinstance(value, bool):
            kind, data = 0x12, _NONE if value else 0
        elif isinstance(value, Reference):
            kind, data = 0x01, int(value)
        elif isinstance(value, int):
            kind, data = 0x10, value & _NONE
        else:
            raw = data = self.string(value)
            kind = 0x03
        return order, struct.pack("<IIIHBBI", space, key, raw, 8, 0, kind, data)

    def node(self, node: Element | str) -> None:
        if isinstance(node, str):
            text = self.string(node)
            self.body += struct.pack("<HHIIIIHBBI", 0x104, 16, 28, 1, _NONE, text, 8, 0, 3, text)
            return
        # The platform searches attributes by ascending id, so they must be written in that order.
        rows = sorted((self.attribute(*pair) for pair in node.attributes.items()), key=lambda row: row[0])
        packed = b"".join(row for _, row in rows)
        tag = self.string(node.tag)
        self.body += struct.pack("<HHIII", 0x102, 16, 36 + len(packed), 1, _NONE)
        self.body += struct.pack("<IIHHHHHH", _NONE, tag, 20, 20, len(rows), 0, 0, 0) + packed
        for child in node.children:
            self.node(child)
        self.body += struct.pack("<HHIIIII", 0x103, 16, 24, 1, _NONE, _NONE, tag)


def write_axml(root: Element) -> bytes:
    """The document as the platform's own compiler would lay it out."""
    writer = _Writer(root)
    prefix, uri = writer.string("android"), writer.string(ANDROID)
    writer.body += struct.pack("<HHIIIII", 0x100, 16, 24, 1, _NONE, prefix, uri)
    writer.node(root)
    writer.body += struct.pack("<HHIIIII", 0x101, 16, 24, 1, _NONE, prefix, uri)
    ids = b"".join(struct.pack("<I", ATTRIBUTE_IDS[name]) for name in writer.mapped)
    inner = write_string_pool(writer.pool) + struct.pack("<HHI", 0x180, 8, 8 + len(ids)) + ids + bytes(writer.body)
    return struct.pack("<HHI", 3, 8, 8 + len(inner)) + inner
