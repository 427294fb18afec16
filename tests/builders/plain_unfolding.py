"""A message unfolded plainly: every value, nothing remembered, nothing left out, no first look at anything."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_to_bytes

from analyzers.formats.bodies import MAX_DEPTH, MAX_OUTPUT, Leaf
from analyzers.formats.framing import find_boundary, split_frames, split_lines, split_parts
from analyzers.formats.objects import read_objects
from analyzers.formats.packing import packed_as, unpack
from analyzers.formats.parts import Part
from analyzers.formats.protobuf import read_protobuf
from analyzers.formats.veils import inflate_message, is_text, read_alphabet, spell, unbase64, unveil

_FORM = re.compile(rb"\??[A-Za-z0-9_.\[\]%:-]{1,64}=[^=&\s]+(&[A-Za-z0-9_.\[\]%:-]{1,64}=[^&\s]*)*")
_JWT = re.compile(rb"eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{10,}={0,2}")
_HEXADECIMAL = re.compile(rb"[0-9a-fA-F]+")
_LONGEST_TOKEN, _TOO_SHORT, _FEW, _SHORT_TEXT, _NOTHING = 512, 12, 7, 8, 3

Path = tuple[str, ...]


def unfold_plainly(part: Part) -> tuple[list[Leaf], bool]:
    """Every value of a part, and whether all of it was understood."""
    walk = _Walk(is_understood=part.size <= len(part.data) or part.size == 0)
    data, layers = part.data, ()
    for packing in reversed([word.strip() for word in part.packing.split(",") if word.strip()]):
        if (opened := unpack(data, packing, MAX_OUTPUT)) is not None:
            data, layers = opened[0], (*layers, packing)
            walk.is_understood &= opened[1]
    if part.place not in ("path", "host"):
        walk.open(data, (part.name,) if part.name else (), layers, part.media)
        return walk.leaves, walk.is_understood
    walk.leaves.append(Leaf((), data, ()))
    for piece in data.split(b"/"):
        plain = unquote_to_bytes(piece)
        if plain != piece or len(piece) >= _TOO_SHORT:
            walk.open(plain, (), ("url",) if plain != piece else ())
    return walk.leaves, walk.is_understood


class _Walk:
    """One part, value by value."""

    def __init__(self, *, is_understood: bool) -> None:
        self.leaves: list[Leaf] = []
        self.is_understood = is_understood

    def open(self, data: bytes, path: Path, layers: Path, media: str = "") -> None:
        """Add a value, and whatever lies under it."""
        if len(layers) > MAX_DEPTH:
            self.is_understood = False
            return
        packing = packed_as(data)
        opened = unpack(data, packing, MAX_OUTPUT) if packing else None
        if packing and opened is not None and opened[0]:
            self.is_understood &= opened[1]
            self.open(opened[0], path, (*layers, packing), media)
        elif (document := _document(data)) is not None:
            self._member(document[0], path, (*layers, "json"))
        elif not any(split(data, path, layers, media) for split in (self._divided, self._framed, self._binary)):
            self._alone(data, path, layers)

    def _divided(self, data: bytes, path: Path, layers: Path, media: str) -> bool:
        if (boundary := find_boundary(data, media)) is not None:
            for name, body, coded in split_parts(data, boundary):
                plain = unbase64(body.replace(b"\r\n", b"")) if coded else None
                self.open(body if plain is None else plain, (*path, *name.split("/")), (*layers, "multipart"))
            return True
        if b"=" in data and ("form" in media or (not media and _FORM.fullmatch(data))):
            for name, value in _pairs(data):
                self.open(value, (*path, name), (*layers, "form"))
            return True
        return False

    def _framed(self, data: bytes, path: Path, layers: Path, media: str) -> bool:
        frames = split_frames(data) if "grpc" in media else None
        rows = split_lines(data) if frames is None else None
        inner = "application/x-protobuf" if frames is not None else ""
        for number, row in enumerate(frames or rows or ()):
            self.open(row, (*path, str(number)), (*layers, "lines" if frames is None else "grpc"), inner)
        return frames is not None or rows is not None

    def _binary(self, data: bytes, path: Path, layers: Path, media: str) -> bool:
        if (found := read_objects(data)) is not None:
            for names, value in found[1]:
                self.open(value, (*path, *names), (*layers, found[0]))
            return True
        if ("proto" in media or "octet-stream" in media or not is_text(data)) and (fields := read_protobuf(data)):
            for place, value in fields:
                self.open(value, (*path, *place.split(".")), (*layers, "protobuf"))
            if is_text(data):
                self._alone(data, path, layers)
            return True
        return False

    def _member(self, value: Any, path: Path, layers: Path) -> None:
        if isinstance(value, str):
            self.open(value.encode("utf-8", "replace"), path, layers)
        elif isinstance(value, dict):
            for name, member in value.items():
                self._member(member, (*path, name), layers)
        elif isinstance(value, list):
            if len(path) and len(value) > _FEW and (raw := spell(value)) and is_text(raw):
                self.open(raw, path, (*layers, "numbers"))
            for number, member in enumerate(value):
                self._member(member, (*path, str(number)), layers)
        elif value is not None:
            self.leaves.append(Leaf(path, json.dumps(value).encode(), layers))

    def _alone(self, data: bytes, path: Path, layers: Path) -> None:
        self.leaves.append(Leaf(path, data, layers))
        text = data.strip()
        if not is_text(text):
            self._unlabelled(data, path, layers)
            return
        plain = unquote_to_bytes(text)
        if plain != text:
            self.open(plain, path, (*layers, "url"))
        elif _JWT.fullmatch(text):
            for name, piece in zip(("header", "payload"), text.split(b"."), strict=False):
                if (opened := unbase64(piece)) is not None:
                    self.open(opened, (*path, name), (*layers, "jwt"))
            return
        elif len(text) >= _TOO_SHORT and _BASE64.fullmatch(text) and (opened := unbase64(text)) is not None:
            if _says_something(opened):
                self.open(opened, path, (*layers, "base64"))
                return
            self.is_understood &= len(text) < _LONGEST_TOKEN or _HEXADECIMAL.fullmatch(text) is not None
        for layer, inner in unveil(text):
            if layer != "hex" or _says_something(inner):
                self.open(inner, path, (*layers, layer))

    def _unlabelled(self, data: bytes, path: Path, layers: Path) -> None:
        for packing in ("br", "deflate"):
            opened = unpack(data, packing, MAX_OUTPUT)
            if opened is not None and opened[1] and _is_long_text(opened[0]):
                self.open(opened[0], path, (*layers, packing))
                return
        message = inflate_message(data, MAX_OUTPUT)
        if message is not None and _is_long_text(message):
            self.open(message, path, (*layers, "deflate"))
        elif (text := read_alphabet(data)) is not None:
            self.open(text[1], path, (*layers, text[0]))
        else:
            self.is_understood = False


def _document(data: bytes) -> tuple[Any] | None:
    if data[:16].lstrip()[:1] not in (b"{", b"[", b'"'):
        return None
    try:
        return (json.loads(data, object_pairs_hook=_all_members),)
    except (ValueError, RecursionError):
        return None


def _all_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) == len(pairs):
        return dict(pairs)
    return {f"{name}#{place}" if place else name: value for place, (name, value) in enumerate(pairs)}


def _pairs(data: bytes) -> Iterator[tuple[str, bytes]]:
    for pair in data.strip().removeprefix(b"?").split(b"&"):
        name, _, value = pair.partition(b"=")
        unquoted = unquote_to_bytes(name.replace(b"+", b" ")).decode("utf-8", "replace")
        yield unquoted, unquote_to_bytes(value.replace(b"+", b" "))


def _says_something(data: bytes) -> bool:
    is_told = packed_as(data) is not None or (is_text(data) and data.isascii()) or _is_long_text(data)
    return len(data) > _NOTHING and is_told


def _is_long_text(data: bytes) -> bool:
    return len(data) >= _SHORT_TEXT and is_text(data)
