"""Deflate with one fixed dictionary of codes, so that the same bytes compress to the same bytes everywhere.

Compression libraries differ between systems and versions; a fixture that is compared byte for byte may not.
"""

_WINDOW, _SHORTEST, _LONGEST = 32768, 3, 258
_LENGTHS = [
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    13,
    15,
    17,
    19,
    23,
    27,
    31,
    35,
    43,
    51,
    59,
    67,
    83,
    99,
    115,
    131,
    163,
    195,
    227,
]
_LENGTHS.append(258)
_LENGTH_BITS = [0] * 8 + [1] * 4 + [2] * 4 + [3] * 4 + [4] * 4 + [5] * 4 + [0]
_DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769]
_DISTANCES += [1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577]
_DISTANCE_BITS = [0, 0] + [half for step in range(14) for half in (step, step)]


class _Bits:
    def __init__(self) -> None:
        self.out, self.pending, self.count = bytearray(), 0, 0

    def put(self, value: int, width: int) -> None:
        """Lowest bit first."""
        self.pending |= value << self.count
        self.count += width
        while self.count >= 8:
            self.out.append(self.pending & 0xFF)
            self.pending >>= 8
            self.count -= 8

    def code(self, value: int, width: int) -> None:
        """A Huffman code goes highest bit first."""
        self.put(int(f"{value:0{width}b}"[::-1], 2), width)

    def symbol(self, symbol: int) -> None:
        if symbol <= 143:
            self.code(0x30 + symbol, 8)
        elif symbol <= 255:
            self.code(0x190 + symbol - 144, 9)
        elif symbol <= 279:
            self.code(symbol - 256, 7)
        else:
            self.code(0xC0 + symbol - 280, 8)

    def finish(self) -> bytes:
        self.put(0, -self.count % 8)
        return bytes(self.out)


def _class_of(value: int, floors: list[int]) -> int:
    return max(index for index, floor in enumerate(floors) if floor <= value)


def _repeat(data: bytes, here: int, seen: dict[bytes, int]) -> tuple[int, int]:
    """Length and distance of an earlier copy of what starts here; length 0 when there is none."""
    key = data[here : here + _SHORTEST]
    before = seen.get(key, -1)
    seen[key] = here
    if before < 0 or len(key) < _SHORTEST or here - before > _WINDOW:
        return 0, 0
    length = _SHORTEST
    while length < _LONGEST and here + length < len(data) and data[before + length] == data[here + length]:
        length += 1
    return length, here - before


def deflate(data: bytes) -> bytes:
    """One final block with the format's own fixed codes; any inflater reads it."""
    bits, seen, here = _Bits(), dict[bytes, int](), 0
    bits.put(0b011, 3)
    while here < len(data):
        length, distance = _repeat(data, here, seen)
        if not length:
            bits.symbol(data[here])
            here += 1
            continue
        kind = _class_of(length, _LENGTHS)
        bits.symbol(257 + kind)
        bits.put(length - _LENGTHS[kind], _LENGTH_BITS[kind])
        kind = _class_of(distance, _DISTANCES)
        bits.code(kind, 5)
        bits.put(distance - _DISTANCES[kind], _DISTANCE_BITS[kind])
        here += length
    bits.symbol(256)
    return bits.finish()
