"""Small edits of compiled Android files: one more string, one reference on an element, one more file resource.

Everything that is not edited keeps its bytes and its order, so that what an edit changed can be stated in full.
"""

import struct

from analyzers.formats.axml import ANDROID_NAMESPACE, TYPE_REFERENCE, TYPE_STRING, read_axml
from analyzers.formats.errors import FormatError
from analyzers.formats.pool import StringPool

_POOL, _IDS, _TABLE, _PACKAGE, _SPEC, _TYPE = 0x0001, 0x0180, 0x0002, 0x0200, 0x0202, 0x0201
_CHUNK = struct.Struct("<HHI")
_POOL_HEAD = struct.Struct("<HHIIIIII")
_ELEMENT = struct.Struct("<iiHHHHHH")
_ATTRIBUTE = struct.Struct("<iiiHBBI")
_SORTED, _UTF8 = 0x001, 0x100
_NODE_HEAD = 16
_APP_PACKAGE = 0x7F
_PACKAGE_HEAD = 12 + 256
_LAST_TYPE = 0xFF
_MOST = 0xFFFF  # what the head of an element can count
_CONFIG = struct.pack("<I", 64) + bytes(60)  # says nothing: the default configuration
MAX_NAME = 120  # bytes: what fits in the shortest form of a length


def write_pool(strings: list[str]) -> bytes:
    """A string pool chunk of short strings, UTF-8."""
    empty = _POOL_HEAD.pack(_POOL, _POOL_HEAD.size, _POOL_HEAD.size, 0, 0, _UTF8, _POOL_HEAD.size, 0)
    for text in strings:
        empty, _ = add_string(empty, text)
    return empty


def add_string(chunk: bytes, text: str) -> tuple[bytes, int]:
    """The pool chunk with `text` as its last string, and the index of it. All other strings keep theirs."""
    _, head, size, count, styles, flags, strings, style_data = _POOL_HEAD.unpack_from(chunk, 0)
    table = head + 4 * (count + styles)
    text_end = style_data if styles and style_data else size
    if not count + styles:
        table = strings = text_end = size  # an empty pool may place its strings anywhere
    is_sound = _POOL_HEAD.size <= head <= table <= strings <= text_end <= size <= len(chunk)
    if not is_sound or len(text.encode()) > MAX_NAME:
        raise FormatError("broken-string-pool", 0)
    data, tail = chunk[strings:text_end], chunk[text_end:size]
    at = len(data)
    data += _encode(text, is_utf8=bool(flags & _UTF8))
    data += bytes(-len(data) % 4)
    offsets = chunk[head : head + 4 * count] + struct.pack("<I", at) + chunk[head + 4 * count : table]
    gap = chunk[table:strings]
    start = head + len(offsets) + len(gap)
    whole = start + len(data) + len(tail)
    kept = flags & ~_SORTED
    front = _POOL_HEAD.pack(
        _POOL, head, whole, count + 1, styles, kept, start, start + len(data) if styles and style_data else 0
    )
    return front + chunk[_POOL_HEAD.size : head] + offsets + gap + data + tail, count


def _encode(text: str, *, is_utf8: bool) -> bytes:
    wide = text.encode("utf-16-le")
    if is_utf8:
        raw = text.encode()
        return bytes([len(wide) // 2, len(raw)]) + raw + b"\0"
    return struct.pack("<H", len(wide) // 2) + wide + b"\0\0"


def point_element(data: bytes, tag: str, attribute: tuple[int, str], reference: int) -> bytes:
    """The binary XML with `android:name="@reference"` on the first `tag` below the root; `attribute` is (id, name)."""
    resource, name = attribute
    document = read_axml(data)
    found = next((element for element in document.elements if element.tag == tag and element.depth == 1), None)
    if found is None:
        raise FormatError("no-such-element", 0)
    chunks = _children(data, _head(data))
    pool_at, pool_end = next(((at, end) for at, end, kind in chunks if kind == _POOL), (0, 0))
    if not pool_end:
        raise FormatError("truncated-string-pool", 0)
    if found.by_id(resource) is not None:
        return _repoint(data, found.offset, data_ids(data), resource, reference)
    pool, ids = StringPool(data, pool_at, pool_end), list(data_ids(data))
    space = next((index for index in range(pool.count) if pool[index] == ANDROID_NAMESPACE), None)
    new_pool = data[pool_at:pool_end]
    if space is None:
        new_pool, space = add_string(new_pool, ANDROID_NAMESPACE)
    new_pool, index = add_string(new_pool, name)
    # Indices stay as they are: the map of ids grows to the new string, and what lies between stands for no id.
    ids += [0] * (index - len(ids)) + [resource]
    if len(ids) != index + 1:
        raise FormatError("lying-id-count", 0)
    id_map = _CHUNK.pack(_IDS, _CHUNK.size, _CHUNK.size + 4 * len(ids)) + struct.pack(f"<{len(ids)}I", *ids)
    body = bytearray(new_pool + id_map)
    for at, end, kind in chunks:
        if kind == _IDS or at == pool_at:
            continue
        row = (space, index, -1, 8, 0, TYPE_REFERENCE, reference)
        body += _with_attribute(data[at:end], ids, resource, row) if at == found.offset else data[at:end]
    return _framed(data, bytes(body))


def data_ids(data: bytes) -> tuple[int, ...]:
    """The map from the index of a name to its resource id."""
    for at, end, kind in _children(data, _head(data)):
        if kind == _IDS:
            (head,) = struct.unpack_from("<H", data, at + 2)
            return struct.unpack_from(f"<{(end - at - head) // 4}I", data, at + head)
    return ()


def _repoint(data: bytes, at: int, ids: tuple[int, ...], resource: int, reference: int) -> bytes:
    body, first, stride, count = _attributes(data, at)
    for number in range(count):
        place = body + first + number * stride
        space, name, *_ = _ATTRIBUTE.unpack_from(data, place)
        if 0 <= name < len(ids) and ids[name] == resource:
            row = _ATTRIBUTE.pack(space, name, -1, 8, 0, TYPE_REFERENCE, reference)
            return data[:place] + row + data[place + _ATTRIBUTE.size :]
    raise FormatError("broken-element", at)


def _attributes(data: bytes, at: int) -> tuple[int, int, int, int]:
    """Where the part behind the head of an element starts, the first attribute in it, their stride and count."""
    (head,) = struct.unpack_from("<H", data, at + 2)
    body = at + max(head, _NODE_HEAD)
    _, _, first, stride, count, _, _, _ = _ELEMENT.unpack_from(data, body)
    return body, first, max(stride, _ATTRIBUTE.size), count


def _with_attribute(chunk: bytes, ids: list[int], resource: int, row: tuple[int, ...]) -> bytes:
    """The element with one more attribute, at the place its id has among the others: the platform searches in order."""
    body, first, stride, count = _attributes(chunk, 0)
    names = [_ATTRIBUTE.unpack_from(chunk, body + first + n * stride)[1] for n in range(count)]
    numbers = [ids[name] if 0 <= name < len(ids) else 0 for name in names]
    at = next((n for n, number in enumerate(numbers) if number > resource), count)
    place = body + first + at * stride
    new = bytearray(chunk[:place] + _ATTRIBUTE.pack(*row) + bytes(stride - _ATTRIBUTE.size) + chunk[place:])
    space, name, first, stride, count, *special = _ELEMENT.unpack_from(new, body)
    moved = [one + 1 if one > at else one for one in special]  # counted from one; nought stands for none
    if max(*moved, count + 1) > _MOST:
        raise FormatError("broken-element", 0)
    _ELEMENT.pack_into(new, body, space, name, first, stride, count + 1, *moved)
    struct.pack_into("<I", new, 4, len(new))
    return bytes(new)


def add_file_resource(data: bytes, path: str, name: str) -> tuple[bytes, int]:
    """The resource table with one more type that holds one file, and the id of that resource.

    A type of its own leaves every chunk of the other types as it was, however they are packed.
    """
    chunks = _children(data, _head(data))
    pool = next(((at, end) for at, end, kind in chunks if kind == _POOL), None)
    packages = [(at, end) for at, end, kind in chunks if kind == _PACKAGE]
    own = next(((at, end) for at, end in packages if data[at + 8] == _APP_PACKAGE), None)
    if pool is None or own is None:
        raise FormatError("no-app-resources", 0)
    new_pool, index = add_string(data[pool[0] : pool[1]], path)
    package, resource = _with_type(data[own[0] : own[1]], index, name)
    body = bytearray()
    for at, end, _ in chunks:
        body += new_pool if (at, end) == pool else package if (at, end) == own else data[at:end]
    return _framed(data, bytes(body)), resource


def empty_table() -> bytes:
    """A resource table that holds nothing yet, for a package that came without one."""
    pool = write_pool([])
    head = struct.pack("<HHII", _PACKAGE, _PACKAGE_HEAD + 20, _PACKAGE_HEAD + 20 + 2 * len(pool), _APP_PACKAGE)
    places = struct.pack("<IIIII", _PACKAGE_HEAD + 20, 0, _PACKAGE_HEAD + 20 + len(pool), 0, 0)
    package = head + bytes(256) + places + pool + pool
    return struct.pack("<HHII", _TABLE, 12, 12 + len(pool) + len(package), 1) + pool + package


def _with_type(package: bytes, value: int, name: str) -> tuple[bytes, int]:
    (head,) = struct.unpack_from("<H", package, 2)
    if head < _PACKAGE_HEAD + 16:
        raise FormatError("broken-resource-package", 0)
    chunks = _children(package, head)
    pools = [(at, end) for at, end, kind in chunks if kind == _POOL]
    kinds = [package[at + 8] for at, _, kind in chunks if kind in (_SPEC, _TYPE)]
    if len(pools) < 2:  # noqa: PLR2004 - names of types, names of keys
        raise FormatError("broken-resource-package", 0)
    types, number = add_string(package[pools[0][0] : pools[0][1]], name)
    keys, key = add_string(package[pools[1][0] : pools[1][1]], name)
    kind = max([number + 1, *(one + 1 for one in kinds)])
    if kind != number + 1 or kind > _LAST_TYPE:
        raise FormatError("no-room-for-a-type", 0)  # types are numbered by their names' places
    body, places = bytearray(), []
    for at, end, _ in chunks:
        if (at, end) in pools[:2]:
            places.append(head + len(body))
            body += types if (at, end) == pools[0] else keys
        else:
            body += package[at:end]
    body += struct.pack("<HHIBBHII", _SPEC, 16, 20, kind, 0, 0, 1, 0)
    first = 20 + len(_CONFIG)
    entry = struct.pack("<HHIHBBI", 8, 0, key, 8, 0, TYPE_STRING, value)
    size = first + 4 + len(entry)
    body += struct.pack("<HHIBBHII", _TYPE, first, size, kind, 0, 0, 1, first + 4) + _CONFIG + bytes(4) + entry
    front = bytearray(package[:head])
    struct.pack_into("<I", front, 4, head + len(body))
    struct.pack_into("<I", front, _PACKAGE_HEAD, places[0])
    struct.pack_into("<I", front, _PACKAGE_HEAD + 8, places[1])
    return bytes(front + body), package[8] << 24 | kind << 16


def _head(data: bytes) -> int:
    if len(data) < _CHUNK.size:
        raise FormatError("truncated-xml", len(data))
    head: int = struct.unpack_from("<H", data, 2)[0]
    return max(head, _CHUNK.size)


def _children(data: bytes, start: int) -> list[tuple[int, int, int]]:
    """The chunks inside `data` from `start` on: start, end, kind."""
    found: list[tuple[int, int, int]] = []
    at = start
    while at + _CHUNK.size <= len(data):
        kind, head, size = _CHUNK.unpack_from(data, at)
        if size < _CHUNK.size or head > size or at + size > len(data):
            raise FormatError("broken-xml-chunk", at)
        found.append((at, at + size, kind))
        at += size
    return found


def _framed(data: bytes, body: bytes) -> bytes:
    """The head of `data` around another body."""
    head = bytearray(data[: _head(data)])
    struct.pack_into("<I", head, 4, len(head) + len(body))
    return bytes(head) + body
