"""Layers come off one by one, each is named, and nothing unfolds without end."""

import base64
import gzip
import json
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from analyzers.formats.bodies import MAX_DEPTH, MAX_LEAVES, MAX_OUTPUT, Unfolded, unfold
from analyzers.formats.parts import Part, body_part

_VALUE = b"camille@courriel.example"


def body(data: bytes, media: str = "", packing: str = "") -> Unfolded:
    return unfold(Part("body", "", data, media, packing, len(data)))


def layers_to(found: Unfolded, value: bytes = _VALUE) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(leaf.path, leaf.layers) for leaf in found.leaves if leaf.data == value]


_JSON = json.dumps({"user": {"mail": _VALUE.decode()}}).encode()
_MULTIPART = b'--x\r\nContent-Disposition: form-data; name="mail"\r\n\r\n' + _VALUE + b"\r\n--x--\r\n"
_JWT = b".".join(base64.urlsafe_b64encode(p).rstrip(b"=") for p in (b'{"alg":"none"}', _JSON, b"signature!"))


@pytest.mark.parametrize(
    ("data", "media", "packing", "path", "layers"),
    [
        (_JSON, "application/json", "", ("user", "mail"), ("json",)),
        (_JSON, "", "", ("user", "mail"), ("json",)),
        (gzip.compress(_JSON, mtime=0), "application/json", "gzip", ("user", "mail"), ("gzip", "json")),
        (gzip.compress(_JSON, mtime=0), "", "", ("user", "mail"), ("gzip", "json")),
        (zlib.compress(_JSON), "", "deflate", ("user", "mail"), ("deflate", "json")),
        (brotli.compress(_JSON), "", "br", ("user", "mail"), ("br", "json")),
        (zstandard.compress(_JSON), "", "zstd", ("user", "mail"), ("zstd", "json")),
        (brotli.compress(gzip.compress(_JSON, mtime=0)), "", "gzip, br", ("user", "mail"), ("br", "gzip", "json")),
        (b"a=1&mail=camille%40courriel.example", "application/x-www-form-urlencoded", "", ("mail",), ("form",)),
        (b"mail=camille%2540courriel.example", "form", "", ("mail",), ("form", "url")),
        (b"?mail=camille%40courriel.example", "", "", ("mail",), ("form",)),
        (base64.b64encode(_JSON), "", "", ("user", "mail"), ("base64", "json")),
        (json.dumps({"in": _JSON.decode()}).encode(), "", "", ("in", "user", "mail"), ("json", "json")),
        (_MULTIPART, "multipart/form-data; boundary=x", "", ("mail",), ("multipart",)),
        (b"\x0a\x18" + _VALUE, "application/x-protobuf", "", ("1",), ("protobuf",)),
        (_JWT, "", "", ("payload", "user", "mail"), ("jwt", "json")),
        (b'{"a": 1, "a": "camille@courriel.example"}', "", "", ("a#1",), ("json",)),
        (_JSON + b"\n" + _JSON, "", "", ("1", "user", "mail"), ("lines", "json")),
        (b'42["e",' + _JSON + b"]", "", "", ("0", "1", "user", "mail"), ("lines", "json")),
        (b"\x81\xa1m\xb8" + _VALUE, "", "", ("m",), ("msgpack",)),
        (b"\xa1\x61m\x78\x18" + _VALUE, "", "", ("m",), ("cbor",)),
        (b"\0\0\0\0\x1a\x0a\x18" + _VALUE, "application/grpc", "", ("0", "1"), ("grpc", "protobuf")),
        (_MULTIPART.replace(b"\r", b""), "multipart/form-data", "", ("mail",), ("multipart",)),
        (_JSON.decode().encode("utf-16"), "application/json", "", ("user", "mail"), ("utf-16", "json")),
        (json.dumps({"in": _JSON.hex()}).encode(), "", "", ("in", "user", "mail"), ("json", "hex", "json")),
        (json.dumps({"in": list(_VALUE)}).encode(), "", "", ("in",), ("json", "numbers")),
        (b"Bearer " + _JWT, "", "", ("payload", "user", "mail"), ("scheme", "jwt", "json")),
        (b"<a>camille&#64;courriel.example</a>", "", "", (), ("entities",)),
    ],
)
def test_each_layer_is_taken_off_and_named(
    data: bytes, media: str, packing: str, path: tuple[str, ...], layers: tuple[str, ...]
) -> None:
    found = body(data, media, packing)
    assert (path, layers) in layers_to(found, b"<a>" + _VALUE + b"</a>" if "entities" in layers else _VALUE)
    assert found.is_understood


def test_what_was_sealed_is_not_understood_even_as_text() -> None:
    sealed = base64.b64encode(bytes(x * 37 % 251 for x in range(600)))
    assert not body(json.dumps({"data": sealed.decode()}).encode(), "application/json").is_understood
    assert body(json.dumps({"token": sealed[:200].decode()}).encode(), "application/json").is_understood
    assert body(json.dumps({"digests": "0a" * 400}).encode(), "application/json").is_understood


def test_a_packing_that_is_over_is_not_undone_twice() -> None:
    assert layers_to(body(_JSON, "application/json", "gzip")) == [(("user", "mail"), ("json",))]


def test_bytes_without_meaning_are_not_understood() -> None:
    assert not body(b"\xff\xfe\xfd\xfc" * 8, "application/octet-stream").is_understood


def test_a_body_that_was_cut_is_not_understood() -> None:
    assert not unfold(Part("body", "", b"{}", "application/json", "", 9_000_000)).is_understood


def test_a_bomb_in_a_bomb_ends_at_the_limit() -> None:
    bomb = gzip.compress(gzip.compress(bytes(256 << 20)))
    found = body(bomb, "", "gzip")
    assert not found.is_understood
    assert sum(len(leaf.data) for leaf in found.leaves) <= MAX_OUTPUT


def test_layers_without_end_end() -> None:
    data = _VALUE
    for _ in range(30):
        data = base64.b64encode(data)
    found = body(data)
    assert not found.is_understood
    assert max(len(leaf.layers) for leaf in found.leaves) <= MAX_DEPTH


def test_values_without_end_end() -> None:
    assert len(body(json.dumps([1] * (MAX_LEAVES + 9)).encode()).leaves) <= MAX_LEAVES


@given(st.binary(max_size=400), st.sampled_from(["", "json", "form", "multipart/form-data; boundary=a", "protobuf"]))
def test_any_bytes_unfold(data: bytes, media: str) -> None:
    assert body(data, media, "gzip, br").output >= 0


def test_the_mark_between_parts_is_taken_as_it_is_written() -> None:
    sent = b'--aB3\r\nContent-Disposition: form-data; name="mail"\r\n\r\nc@x.example\r\n--aB3--\r\n'
    (part,) = body_part(sent, [("Content-Type", b"Multipart/Form-Data; boundary=aB3")])
    assert [(leaf.path, leaf.data) for leaf in unfold(part).leaves] == [(("mail",), b"c@x.example")]


@pytest.mark.parametrize("pack", [brotli.compress, lambda data: zlib.compress(data)[2:-4]], ids=["brotli", "deflate"])
def test_packing_that_announces_itself_by_nothing_is_tried(pack: Callable[[bytes], bytes]) -> None:
    found = unfold(Part("websocket", "", pack(b"une valeur assez longue")))
    assert found.leaves[-1].data == b"une valeur assez longue"
    assert found.is_understood


def test_bytes_that_nothing_explains_are_not_understood() -> None:
    assert not unfold(Part("websocket", "", bytes(range(128, 256)) * 4)).is_understood


def test_a_text_that_looks_like_a_message_by_chance_is_read_as_a_text_too() -> None:
    text = b"0123456789abcdef" * 4
    found = unfold(Part("body", "", text, "application/octet-stream"))
    assert text in [leaf.data for leaf in found.leaves]
