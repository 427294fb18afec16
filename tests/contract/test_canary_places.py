"""Test values of every kind, in every encoding and digest, in every place of a request: found, none kept in clear."""

import base64
import codecs
import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import brotli
import pytest
import zstandard

from analyzers.extract.capture import extract_capture
from tests.builders.carriers import base58

VALUES = {
    "emailAddress": "Camille.Canari@courriel.example",
    "personName": "Zéphyrine Tournevire",
    "deviceId": "38400000-8cf0-11bd-b23e-10b96e40000d",
    "phoneNumber": "06 39 98 12 34",
    "medication": "Canarizole",
    "preciseLocation": "48.853413",
    "dateOfBirth": "1987-04-23",
    "accountId": "ACC-77120-XY",
}
PLACES = ("path", "query", "header", "cookie", "body", "websocket")
Form = Callable[[str], bytes]


def _digest(method: str, change: Callable[[str], str] = str) -> Form:
    return lambda value: hashlib.new(method, change(value).encode(), usedforsecurity=False).hexdigest().encode()


def _varint(number: int) -> bytes:
    return bytes([number]) if number < 128 else bytes([number & 127 | 128, number >> 7])


def _protobuf(value: str) -> bytes:
    inner = b"\x0a" + _varint(len(value.encode())) + value.encode()
    return b"\x08\x01\x12" + _varint(len(inner)) + inner


def _token(value: str) -> bytes:
    pieces = (json.dumps(part).encode() for part in ({"alg": "HS256", "typ": "JWT"}, {"sub": value}))
    return b".".join((*(base64.urlsafe_b64encode(piece).rstrip(b"=") for piece in pieces), b"c2lnbmF0dXJlMTIz"))


def _multipart(value: str) -> bytes:
    return b'--aB3\r\nContent-Disposition: form-data; name="x"\r\n\r\n' + value.encode() + b"\r\n--aB3--\r\n"


FORMS: dict[str, Form] = {
    "raw": str.encode,
    "upper case": lambda v: v.upper().encode(),
    "lower case": lambda v: v.lower().encode(),
    "without dashes": lambda v: v.replace("-", "").encode(),
    "reversed": lambda v: v[::-1].encode(),
    "escaped": lambda v: quote(v, safe="").encode(),
    "escaped twice": lambda v: quote(quote(v, safe=""), safe="").encode(),
    "plus for space": lambda v: v.replace(" ", "+").encode(),
    "in a sentence": lambda v: f"Bonjour, je suis {v}.".encode(),
    "hexadecimal": lambda v: v.encode().hex().encode(),
    "base64": lambda v: base64.b64encode(v.encode()),
    "base64, one byte later": lambda v: base64.b64encode(b"{" + v.encode()),
    "base64, two bytes later": lambda v: base64.b64encode(b'{"' + v.encode()),
    "base64 for addresses": lambda v: base64.urlsafe_b64encode(b"? " + v.encode()).rstrip(b"="),
    "base64 twice": lambda v: base64.b64encode(base64.b64encode(v.encode())),
    **{method: _digest(method) for method in ("md5", "sha1", "sha256")},
    **{f"{method}, lower case": _digest(method, str.lower) for method in ("md5", "sha1", "sha256")},
    **{f"{method}, trimmed": _digest(method, lambda v: f" {v}".strip()) for method in ("md5", "sha1", "sha256")},
    "sha256 in capitals": lambda v: _digest("sha256")(v).upper(),
    "sha256 in base64": lambda v: base64.b64encode(hashlib.sha256(v.encode()).digest()),
    **{method: _digest(method) for method in ("sha224", "sha384", "sha512", "sha3_256", "sha3_512", "blake2b")},
    "sha384 in base64": lambda v: base64.b64encode(hashlib.sha384(v.encode()).digest()),
    "base32": lambda v: base64.b32encode(v.encode()),
    "base32, small letters": lambda v: base64.b32encode(v.encode()).lower().rstrip(b"="),
    "base32 of a document": lambda v: base64.b32encode(json.dumps({"v": v}).encode()),
    "base58": lambda v: base58(v.encode()).encode(),
    "base85": lambda v: base64.b85encode(v.encode()),
    "ascii85": lambda v: base64.a85encode(v.encode()),
    "ascii85, between marks": lambda v: base64.a85encode(v.encode(), adobe=True),
    "turned by thirteen": lambda v: codecs.encode(v, "rot13").encode(),
    "hexadecimal with colons": lambda v: v.encode().hex(":").encode(),
    "hexadecimal with dashes": lambda v: v.encode().hex("-").upper().encode(),
    "hexadecimal, marked": lambda v: " ".join(f"0x{sign:02x}" for sign in v.encode()).encode(),
    "escapes": lambda v: "".join(f"\\x{sign:02x}" for sign in v.encode()).encode(),
    "codes": lambda v: " ".join(map(str, v.encode())).encode(),
    "quoted-printable": lambda v: "".join(f"={sign:02X}" for sign in v.encode()).encode(),
    "json": lambda v: json.dumps({"v": v}).encode(),
    "json in json": lambda v: json.dumps({"a": json.dumps({"v": v})}).encode(),
    "form": lambda v: ("a=1&b=" + quote(v)).encode(),
    "multipart": _multipart,
    "token": _token,
    "protobuf": _protobuf,
    "protobuf in base64": lambda v: base64.b64encode(_protobuf(v)),
    "gzip": lambda v: gzip.compress(v.encode()),
    "gzip in base64": lambda v: base64.b64encode(gzip.compress(json.dumps({"v": v}).encode())),
    "deflate": lambda v: zlib.compress(v.encode()),
    "bare deflate": lambda v: zlib.compress(v.encode())[2:-4],
    "brotli": lambda v: brotli.compress(v.encode()),
    "zstandard": lambda v: zstandard.ZstdCompressor().compress(v.encode()),
}


def _is_text(data: bytes) -> bool:
    try:
        return all(sign >= " " or sign in "\r\n\t" for sign in data.decode())
    except UnicodeDecodeError:
        return False


def _fits(data: bytes, place: str) -> bool:
    """What a header or a cookie cannot carry, nobody sends there; parts of a form are a body."""
    if data.startswith(b"--aB3"):
        return place == "body"
    return place not in ("header", "cookie") or (_is_text(data) and not set(data) & set(b";,\r\n"))


def _kept(data: bytes) -> dict[str, str]:
    return (
        {"text": data.decode()} if _is_text(data) else {"text": base64.b64encode(data).decode(), "encoding": "base64"}
    )


def _entry(host: str, place: str, data: bytes) -> dict[str, Any]:
    address = {"path": f"/a/{quote(data, safe='')}", "query": f"/?x={quote(data, safe='')}"}.get(place, "/")
    request: dict[str, Any] = {"method": "POST", "url": f"https://{host}{address}", "headers": []}
    if place in ("header", "cookie"):
        name, start = ("X-Told", "") if place == "header" else ("Cookie", "s=1; c=")
        request["headers"] = [{"name": name, "value": start + data.decode()}]
    if place == "body":
        media = "multipart/form-data; boundary=aB3" if data.startswith(b"--aB3") else "application/octet-stream"
        request["postData"] = {"mimeType": media, **_kept(data)}
    entry: dict[str, Any] = {"request": request, "response": {"status": 200, "headers": [], "content": {}}}
    if place == "websocket":
        opcode = 1 if _is_text(data) else 2
        entry["_webSocketMessages"] = [{"type": "send", "time": 1, "opcode": opcode, "data": _kept(data)["text"]}]
    return entry


def _cells(value: str) -> Iterator[tuple[str, str, bytes]]:
    for how, form in FORMS.items():
        data = form(value)
        yield from ((how, place, data) for place in PLACES if _fits(data, place))


@pytest.mark.parametrize("kind", VALUES)
def test_a_test_value_is_found_in_every_form_and_place(kind: str) -> None:
    value, cells = VALUES[kind], list(_cells(VALUES[kind]))
    entries = [_entry(f"h{number}.example", place, data) for number, (_, place, data) in enumerate(cells)]
    stated = {"records_failures": True, "seeded": [{"category": kind, "value": value}]}
    log = {"version": "1.2", "creator": {"name": "x", "version": "1"}, "_sceau": stated, "entries": entries}
    evidence = extract_capture(json.dumps({"log": log}).encode()).evidence
    assert evidence is not None
    traffic = evidence["traffic"]
    found = {
        traffic["requests"][row["request"]]["host"]
        for row in traffic["transmissions"]
        if row["match"] == "known" and row["property"] == kind
    }
    missed = [(how, place) for number, (how, place, _) in enumerate(cells) if f"h{number}.example" not in found]

    assert len(cells) >= 190
    assert missed == []
    assert value.lower() not in json.dumps(evidence, ensure_ascii=False).lower()
    assert value.split("@")[0].lower() not in json.dumps(evidence, ensure_ascii=False).lower()


@pytest.mark.parametrize(
    "told",
    [
        "48.85340", "48.8534", "48.853", "2.34881", "lat=48.8534&x=1",
        "48°51'12\"N", "48° 51' 12.3\" N, 2° 20' 55.7\" E", "N48°51'12.25\"", "48°51′12″N", "48:51:12N", "48 51 12.2 N",
        "48°51.204'N", "2 20.929 E", "2°20'55\"O? 2°20'56\"E", "48d51m12s N 2d20m56sE",
        "u09tvm", "u09tvmqr", "U09TVMQRE", "8FW4V83X+9G", "V83X+9G",
    ],
)  # fmt: skip
def test_a_position_is_found_as_coarse_as_it_is_sent(told: str) -> None:
    entry = _entry("h.example", "body", told.encode())
    stated = {"seeded": [{"category": "preciseLocation", "value": "48.853404,2.348819"}]}
    log = {"version": "1.2", "creator": {"name": "x", "version": "1"}, "_sceau": stated, "entries": [entry]}
    evidence = extract_capture(json.dumps({"log": log}).encode()).evidence
    assert evidence is not None
    assert [row["property"] for row in evidence["traffic"]["transmissions"] if row["match"] == "known"] == [
        "preciseLocation"
    ]
