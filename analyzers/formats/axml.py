"""Binary XML as the platform reads it: attributes by resource id first, depth bounded, one pass."""

import struct
from collections.abc import Callable
from dataclasses import dataclass, field

from analyzers.formats.errors import FormatError
from analyzers.formats.pool import StringPool

MAX_DEPTH = 200
MAX_ELEMENTS = 200_000
MAX_ATTRIBUTES = 1_000_000

TYPE_REFERENCE, TYPE_ATTRIBUTE, TYPE_STRING, TYPE_FLOAT = 0x01, 0x02, 0x03, 0x04
TYPE_DYNAMIC_REFERENCE = 0x07
TYPE_INT_DEC, TYPE_INT_HEX, TYPE_BOOLEAN, TYPE_LAST_INT = 0x10, 0x11, 0x12, 0x1F
SWITCHES = {"true": True, "1": True, "false": False}  # words the platform takes for a switch
ANDROID_NAMESPACE = "http://schemas.android.com/apk/res/android"

_XML, _POOL, _IDS = 0x0003, 0x0001, 0x0180
_START, _END, _TEXT = 0x0102, 0x0103, 0x0104
_CHUNK = struct.Struct("<HHI")
_ELEMENT = struct.Struct("<iiHHH")
_ATTRIBUTE = struct.Struct("<iiiHBBI")
_NODE_HEAD = 16
_SIGN = 1 << 31


@dataclass(slots=True)  # not frozen: a manifest has hundreds, and freezing costs more than reading
class Attribute:
    """One attribute: its resource id (0 if none), its written name and namespace, its typed value."""

    resource: int
    namespace: str | None
    name: str
    type: int
    data: int
    text: str | None

    @property
    def reference(self) -> int | None:
        """The resource id this value points at, or None."""
        return self.data if self.type in (TYPE_REFERENCE, TYPE_DYNAMIC_REFERENCE) and self.data else None

    @property
    def number(self) -> int | None:
        """The value as a signed 32-bit integer, where it is one."""
        if self.type in (TYPE_INT_DEC, TYPE_INT_HEX):
            return self.data - (1 << 32) if self.data & _SIGN else self.data
        return None

    @property
    def boolean(self) -> bool | None:
        """The value as the platform takes it for a switch: any non-zero number is true."""
        if self.type == TYPE_BOOLEAN or self.number is not None:
            return self.data != 0
        return SWITCHES.get((self.text or "").strip().lower())


@dataclass(slots=True)
class Element:
    """One element with its place in the file. `parent` is an index into the document, -1 for the root."""

    tag: str
    parent: int
    depth: int
    offset: int
    length: int
    attributes: tuple[Attribute, ...]
    text: str = ""
    children: list[int] = field(default_factory=list)

    def by_id(self, resource: int) -> Attribute | None:
        """The attribute the platform would find for this resource id, whatever its name or namespace says."""
        for attribute in self.attributes:  # asked ten times for every component: a generator would cost as much again
            if attribute.resource == resource:
                return attribute
        return None

    def by_name(self, name: str) -> Attribute | None:
        """A plain attribute (one without resource id), such as `package`."""
        return next((a for a in self.attributes if not a.resource and a.name == name), None)


@dataclass(frozen=True, slots=True)
class Document:
    """All elements in document order, and what was odd about the file."""

    elements: tuple[Element, ...]
    oddities: tuple[tuple[str, int], ...]

    def children(self, element: Element, tag: str | None = None) -> list[Element]:
        """Direct children, of one tag if given."""
        found = (self.elements[index] for index in element.children)
        return [child for child in found if tag is None or child.tag == tag]


def read_axml(data: bytes) -> Document:
    """Parse a whole binary XML file in one pass. Refuses by name; tolerates what Android tolerates, and says so."""
    return _Reader(data).read()


def _no_string(_: int) -> str | None:
    return None


class _Reader:
    """The state of one pass. Kept private: a document is asked for, a reader never."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pool: StringPool | None = None
        self.string: Callable[[int], str | None] = _no_string
        self.ids: tuple[int, ...] = ()
        self.elements: list[Element] = []
        self.oddities: list[tuple[str, int]] = []
        self.open: list[int] = []
        self.attributes = 0

    def read(self) -> Document:
        data = self.data
        if len(data) < _CHUNK.size:
            raise FormatError("truncated-xml", len(data))
        kind, head, size = _CHUNK.unpack_from(data, 0)
        if data[:1] == b"<":
            raise FormatError("text-xml", 0)
        if kind != _XML:
            self.oddities.append(("xml-root-type", 0))
        if head < _CHUNK.size or size > len(data):
            self.oddities.append(("xml-root-size", 0))
        at, end = max(head, _CHUNK.size) if head <= len(data) else _CHUNK.size, min(max(size, 8), len(data))
        while at + _CHUNK.size <= end:
            at += self._chunk(at, end)
        if not self.elements:
            raise FormatError("empty-xml", 0)
        return Document(tuple(self.elements), tuple(self.oddities))

    def _chunk(self, at: int, end: int) -> int:
        kind: int
        head: int
        size: int
        kind, head, size = _CHUNK.unpack_from(self.data, at)
        if size < _CHUNK.size or head > size or at + size > end:
            raise FormatError("broken-xml-chunk", at)
        if kind == _POOL and self.pool is None:
            self.pool = StringPool(self.data, at, end)
            self.string = self.pool.__getitem__
        elif kind == _IDS:
            count = (size - head) // 4
            self.ids = struct.unpack_from(f"<{count}I", self.data, at + head)
        elif kind == _START:
            self._start(at, head, size)
        elif kind == _END:
            if self.open:
                self.open.pop()
        elif kind == _TEXT:
            self._text(at, head, size)
        elif not self.elements and kind not in (0x0100, 0x0101) and kind != _POOL:
            self.oddities.append(("unknown-xml-chunk", at))
        return size

    def _start(self, at: int, head: int, size: int) -> None:
        body = at + (max(head, _NODE_HEAD))
        if body + 20 > at + size:
            raise FormatError("broken-element", at)
        _, name, first, stride, count = _ELEMENT.unpack_from(self.data, body)
        if len(self.open) >= MAX_DEPTH:
            raise FormatError("too-deep", at)
        if len(self.elements) >= MAX_ELEMENTS:
            raise FormatError("too-many-elements", at)
        stride = max(stride, _ATTRIBUTE.size)
        self.attributes += count
        if body + first + count * stride > at + size or self.attributes > MAX_ATTRIBUTES:
            raise FormatError("lying-attribute-count", at)
        found = tuple(self._attribute(body + first + stride * k) for k in range(count))
        parent = self.open[-1] if self.open else -1
        index = len(self.elements)
        self.elements.append(Element(self.string(name) or "", parent, len(self.open), at, size, found))
        if parent >= 0:
            self.elements[parent].children.append(index)
        self.open.append(index)

    def _attribute(self, at: int) -> Attribute:
        namespace, name, raw, _, _, kind, value = _ATTRIBUTE.unpack_from(self.data, at)
        resource = self.ids[name] if 0 <= name < len(self.ids) else 0
        text = self.string(value if kind == TYPE_STRING else raw)
        if kind == TYPE_STRING and text is None:
            text = self.string(raw)
        return Attribute(resource, self.string(namespace), self.string(name) or "", kind, value, text)

    def _text(self, at: int, head: int, size: int) -> None:
        body = at + (max(head, _NODE_HEAD))
        if self.open and body + 4 <= at + size:
            element = self.elements[self.open[-1]]
            if not element.text:  # the first piece is enough for what we read (domain names, digests)
                element.text = self.string(struct.unpack_from("<i", self.data, body)[0]) or ""
