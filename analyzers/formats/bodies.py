"""What a message says under its layers: packing, base64, escapes, JSON in JSON, forms, multipart, protobuf, JWT.

Each value comes with its place and the layers that were taken off, outermost first. Everything is bounded: bytes that
come out, depth, number of values.
"""

import json
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from analyzers.formats.framing import find_boundary, split_frames, split_lines, split_parts
from analyzers.formats.objects import read_objects
from analyzers.formats.packing import packed_as, unpack
from analyzers.formats.parts import Part
from analyzers.formats.protobuf import read_protobuf
from analyzers.formats.strict import decode_quickly
from analyzers.formats.veils import inflate_message, is_text, read_alphabet, spell, unbase64, unveil

MAX_OUTPUT = 8 << 20  # bytes that may come out of one part, all layers together
MAX_DEPTH = 10
MAX_LEAVES = 20_000
_SMALLEST_TOKEN = 12
_REMEMBERED = 8_192
_SHORT = 128
_HOLDERS = frozenset({dict, list})
_SEALED = 512
_FEW = 7  # numbers in a row that say nothing yet
_JWT = re.compile(rb"[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*")
_HEXADECIMAL = re.compile(rb"[0-9a-fA-F]+")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]+={0,2}")
_FORM = re.compile(rb"\??[A-Za-z0-9_.\[\]%:-]{1,64}=[^=&\s]+(&[A-Za-z0-9_.\[\]%:-]{1,64}=[^&\s]*)*")
_ESCAPED = re.compile(rb"%[0-9A-Fa-f]{2}")
# Printable ASCII under which nothing can lie: no escape, entity, pair, document or word before a token, and too short
# or too odd for base64 and hexadecimal.
_PLAIN = re.compile(
    rb"(?! *\"|(?i:basic|bearer|token|jwt) |<~|(?:0x)?[0-9A-Fa-f]{2,3}[:;|,]|[0-9A-Za-z!#$()*+;<>?@^_`|}~-]{20,128}\Z)"
    rb"(?:[ -$'-<>-Z\]-z|}~]{0,11}|(?=[ +\-./0-9A-Z_a-z]*[!-$'-*,:;<>?@\]^`|}~])[ -$'-<>-Z\]-z|}~]{12,128})"
)


class Leaf(NamedTuple):
    """One value: its place inside the part, its bytes, and the layers under which it lay."""

    path: tuple[str, ...]
    data: bytes
    layers: tuple[str, ...]


@dataclass(slots=True)
class Unfolded:
    """All values of one part."""

    leaves: list[Leaf] = field(default_factory=list)
    is_understood: bool = True
    output: int = 0


# The name and the value of a member -> whether it may be left out: looked at before, and nothing in it. Of texts only
# those are left out that hide nothing (`is_plain`), and never an object or a list.
Skip = Callable[[str, Any], bool]
# The same, asked once for each object and list by its place; None where nothing in it may be left out.
Skips = Callable[[tuple[str, ...]], Skip | None]


def unfold(part: Part, skips: Skips | None = None) -> Unfolded:
    """Take every layer off one part. What stays bytes without meaning, or beyond a limit, is not understood."""
    found = Unfolded(is_understood=part.size <= len(part.data) or part.size == 0)
    data = part.data
    layers: tuple[str, ...] = ()
    for packing in reversed([word.strip() for word in part.packing.split(",") if word.strip()]):
        opened = unpack(data, packing, MAX_OUTPUT)
        if opened is not None:
            data, complete = opened
            layers = (*layers, packing)
            found.output += len(data)
            found.is_understood &= complete
    unfolder = _Unfolder(found, skips or _skip_nothing)
    if part.place in ("path", "host"):
        unfolder.route(data)
    else:
        unfolder.open(data, (part.name,) if part.name else (), layers, part.media)
    return found


class _Unfolder:
    def __init__(self, found: Unfolded, skips: Skips) -> None:
        self.found, self.skips = found, skips
        self.opened = 0

    def route(self, data: bytes) -> None:
        """Add a path as it stands, and what its pieces hold by themselves."""
        self.found.leaves.append(Leaf((), data, ()))
        for piece in data.split(b"/"):
            plain = unquote_to_bytes(piece)
            if plain != piece or len(piece) >= _SMALLEST_TOKEN:
                self.open(plain, (), ("url",) if plain != piece else ())

    def open(self, data: bytes, path: tuple[str, ...], layers: tuple[str, ...], media: str = "") -> None:
        """Add a value, and whatever lies under it."""
        self.opened += 1
        if len(layers) > MAX_DEPTH or len(self.found.leaves) >= MAX_LEAVES or self.found.output > MAX_OUTPUT:
            self.found.is_understood = False
        elif not media and _PLAIN.fullmatch(data) and b"xn--" not in data:
            self.found.leaves.append(Leaf(path, data, layers))
        elif not (self._unpacked(data, path, layers, media) or self._structured(data, path, layers, media)):
            self._scalar(data, path, layers)

    def _unpacked(self, data: bytes, path: tuple[str, ...], layers: tuple[str, ...], media: str) -> bool:
        packing = packed_as(data)
        opened = unpack(data, packing, max(MAX_OUTPUT - self.found.output, 1)) if packing else None
        if opened is None or not opened[0]:
            return False
        self.found.output += len(opened[0])
        self.found.is_understood &= opened[1]
        self.open(opened[0], path, (*layers, str(packing)), media)
        return True

    def _structured(self, data: bytes, path: tuple[str, ...], layers: tuple[str, ...], media: str) -> bool:
        head = data[:16].lstrip()
        if head[:1] in (b"{", b"[", b'"') and (document := _json(data)) is not None:
            self._json(document[0], path, (*layers, "json"))
        elif (boundary := find_boundary(data, media)) is not None:
            self._multipart(data, boundary, path, (*layers, "multipart"))
        elif b"=" in data and ("form" in media or (not media and _FORM.fullmatch(data))):
            self._form(data, path, (*layers, "form"))
        else:
            return self._framed(data, path, layers, media) or self._binary(data, path, layers, media)
        return True

    def _framed(self, data: bytes, path: tuple[str, ...], layers: tuple[str, ...], media: str) -> bool:
        """Several messages one after the other."""
        for layer, pieces, inner in (
            ("grpc", split_frames(data) if "grpc" in media else None, "application/x-protobuf"),
            ("lines", split_lines(data), ""),
        ):
            if pieces is not None:
                for number, piece in enumerate(pieces):
                    self.open(piece, (*path, str(number)), (*layers, layer), inner)
                return True
        return False

    def _binary(self, data: bytes, path: tuple[str, ...], layers: tuple[str, ...], media: str) -> bool:
        if (found := read_objects(data)) is not None:
            for names, value in found[1]:
                self.open(value, (*path, *names), (*layers, found[0]))
            return True
        if ("proto" in media or "octet-stream" in media or not is_text(data)) and (fields := read_protobuf(data)):
            for place, value in fields:
                self.open(value, (*path, *place.split(".")), (*layers, "protobuf"))
            if is_text(data):
                self._scalar(data, path, layers)  # a text may look like a message by chance
            return True
        return False

    def _json(self, document: Any, path: tuple[str, ...], layers: tuple[str, ...]) -> None:
        """Walk a document without recursion: depth costs nothing. Members first, then what lies in them."""
        waiting: deque[tuple[Any, tuple[str, ...]]] = deque()
        if type(document) in (dict, list):
            waiting.append((document, path))
        else:
            self._member(document, path, layers)
        while waiting:
            value, path = waiting.popleft()
            skip = self.skips(path)
            members = value.items() if type(value) is dict else zip(map(str, range(len(value))), value, strict=True)
            for key, member in members:
                if skip is not None and skip(key, member):
                    continue
                kind = type(member)
                if kind in _HOLDERS:
                    if kind is list and len(member) > _FEW and (raw := spell(member)) and is_text(raw):
                        self._nested(raw, (*path, key), (*layers, "numbers"))
                    waiting.append((member, (*path, key)))
                else:
                    self._member(member, (*path, key), layers)

    def _member(self, value: Any, path: tuple[str, ...], layers: tuple[str, ...]) -> None:
        """A scalar of a document."""
        kind = type(value)
        if kind is str:
            plain = _PLAIN_TEXTS.get(value)
            if plain is None or len(layers) > MAX_DEPTH or len(self.found.leaves) >= MAX_LEAVES:
                self._text(value, path, layers)
            else:
                self.found.leaves.append(Leaf(path, plain, layers))
        elif value is not None and len(self.found.leaves) < MAX_LEAVES:
            written = b"%d" % value if kind is int else json.dumps(value).encode()
            self.found.leaves.append(Leaf(path, written, layers))

    def _text(self, value: str, path: tuple[str, ...], layers: tuple[str, ...]) -> None:
        """A text of a document; one that turns out to hide nothing is remembered as such."""
        data = value.encode("utf-8", "replace")
        found = self.found
        before, was_understood, found.is_understood = (len(found.leaves), self.opened), found.is_understood, True
        self.open(data, path, layers)
        # One value and nothing opened under it: what was left out there would have been opened, too.
        is_plain = found.is_understood and (len(found.leaves), self.opened) == (before[0] + 1, before[1] + 1)
        if is_plain and len(value) <= _SHORT and found.leaves[-1].data == data:
            if len(_PLAIN_TEXTS) >= _REMEMBERED:
                _PLAIN_TEXTS.clear()
            _PLAIN_TEXTS[value] = data
        found.is_understood &= was_understood

    def _form(self, data: bytes, path: tuple[str, ...], layers: tuple[str, ...]) -> None:
        skip = self.skips(path)
        for pair in data.strip().removeprefix(b"?").split(b"&"):
            key, _, value = pair.partition(b"=")
            name = _unquote(key).decode("utf-8", "replace")
            plain = _unquote(value)
            if not plain.isascii():
                self.open(plain, (*path, name), layers)
            elif skip is None or not skip(name, plain.decode("ascii")):
                self._member(plain.decode("ascii"), (*path, name), layers)

    def _multipart(self, data: bytes, boundary: bytes, path: tuple[str, ...], layers: tuple[str, ...]) -> None:
        for name, body, packing in split_parts(data, boundary):
            plain = unbase64(body.replace(b"\r\n", b"")) if packing else None
            self.open(body if plain is None else plain, (*path, *name.split("/")), layers)

    def _scalar(self, data: bytes, path: tuple[str, ...], layers: tuple[str, ...]) -> None:
        """A value by itself; under it there may be a token, an escaped text or base64."""
        self.found.leaves.append(Leaf(path, data, layers))
        text = data.strip()
        if not is_text(text):
            self._unlabelled(data, path, layers)
            return
        if b"%" in text and _ESCAPED.search(text) and (plain := unquote_to_bytes(text)) != text:
            self._nested(plain, path, (*layers, "url"))
        elif len(text) >= _SMALLEST_TOKEN and text[:1] not in (b"{", b"[") and self._token(text, path, layers):
            return
        for layer, plain in unveil(text):
            if layer != "hex" or _has_meaning(plain):
                self._nested(plain, path, (*layers, layer))

    def _token(self, text: bytes, path: tuple[str, ...], layers: tuple[str, ...]) -> bool:
        """Whether a text is a token or base64 that says something."""
        if _JWT.fullmatch(text) and text.startswith(b"eyJ"):
            for name, piece in zip(("header", "payload"), text.split(b"."), strict=False):
                if (opened := unbase64(piece)) is not None:
                    self._nested(opened, (*path, name), (*layers, "jwt"))
            return True
        if not _BASE64.fullmatch(text) or (opened := unbase64(text)) is None:
            return False
        if _has_meaning(opened):
            self._nested(opened, path, (*layers, "base64"))
            return True
        # Longer than any token: something that was sealed, and nobody knows what it says.
        self.found.is_understood &= len(text) < _SEALED or _HEXADECIMAL.fullmatch(text) is not None
        return False

    def _unlabelled(self, data: bytes, path: tuple[str, ...], layers: tuple[str, ...]) -> None:
        """Bytes that nothing explains: brotli and bare deflate announce themselves by nothing, so both are tried."""
        for packing in ("br", "deflate"):
            opened = unpack(data, packing, max(MAX_OUTPUT - self.found.output, 1))
            if opened is not None and opened[1] and _is_long_text(opened[0]):
                self._nested(opened[0], path, (*layers, packing))
                return
        message = inflate_message(data, max(MAX_OUTPUT - self.found.output, 1))
        if message is not None and _is_long_text(message):
            self._nested(message, path, (*layers, "deflate"))
        elif (text := read_alphabet(data)) is not None:
            self._nested(text[1], path, (*layers, text[0]))
        else:
            self.found.is_understood = False

    def _nested(self, data: bytes, path: tuple[str, ...], layers: tuple[str, ...]) -> None:
        self.found.output += len(data)
        self.open(data, path, layers)


def is_plain(text: str) -> bool:
    """Whether a text was seen to hide nothing."""
    return text in _PLAIN_TEXTS


def _skip_nothing(_: tuple[str, ...]) -> None:
    """Leave nothing out."""


def _unquote(data: bytes) -> bytes:
    return unquote_to_bytes(data.replace(b"+", b" ")) if b"%" in data or b"+" in data else data


def _json(data: bytes) -> tuple[Any] | None:
    """The document in a tuple, since null is one too."""
    if (found := decode_quickly(data)) is not None:
        return found
    try:
        return (json.loads(data, object_pairs_hook=_members),)
    except (ValueError, RecursionError):
        return None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a name that comes twice keeps both values, or the first would hide behind the second."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    return {f"{name}#{place}" if place else name: value for place, (name, value) in enumerate(pairs)}


def _has_meaning(data: bytes) -> bool:
    """Whether decoding base64 gave something: any word could be base64 by its letters."""
    return len(data) > 3 and (packed_as(data) is not None or (is_text(data) and data.isascii()) or _is_long_text(data))  # noqa: PLR2004 - three bytes say nothing


def _is_long_text(data: bytes) -> bool:
    """Text with marks: by chance, eight bytes of base64 are hardly ever that."""
    return len(data) >= 8 and is_text(data)  # noqa: PLR2004 - see above


_PLAIN_TEXTS: dict[str, bytes] = {}  # texts that hide nothing, as bytes: the same ones come again and again
