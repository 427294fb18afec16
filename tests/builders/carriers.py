"""Every way in which a request may carry a value: where it stands, and what it is wrapped in."""

import base64
import codecs
import gzip
import json
import quopri
import struct
import zlib
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_plus

import brotli
import zstandard

Entry = dict[str, Any]  # of an HTTP archive
_MARK = "XbOuNdArY"


def an_entry(url: str = "https://t.example/x", *, method: str = "POST", **parts: Any) -> Entry:
    """One entry; `headers` are pairs, `body` is text or bytes, `socket` a list of messages."""
    request: Entry = {"method": method, "url": url, "headers": [list(pair) for pair in parts.get("headers", ())]}
    body, media = parts.get("body"), parts.get("media", "application/json")
    if isinstance(body, bytes):
        request["postData"] = {"mimeType": media, "text": base64.b64encode(body).decode(), "encoding": "base64"}
    elif body is not None:
        request["postData"] = {"mimeType": media, "text": body}
    request |= parts.get("request", {})
    entry: Entry = {"startedDateTime": "2026-01-01T00:00:00Z", "request": request, "response": {"status": 200}}
    return entry | ({"_webSocketMessages": parts["socket"]} if "socket" in parts else {})


def an_archive(entries: list[Entry], seeds: list[tuple[str, str]]) -> bytes:
    """An archive that states which values were typed."""
    stated = {"seeded": [{"category": category, "value": value} for category, value in seeds]}
    return json.dumps(
        {"log": {"version": "1.2", "creator": {"name": "x"}, "_sceau": stated, "entries": entries}}
    ).encode()


def coded(data: str | bytes) -> str:
    """Base64 as text."""
    return base64.b64encode(data.encode() if isinstance(data, str) else data).decode()


def tokened(claims: Any) -> str:
    """A JSON Web Token."""
    parts = (b'{"alg":"HS256","typ":"JWT"}', json.dumps(claims).encode(), b"signature-signature")
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def a_message(*fields: tuple[int, bytes]) -> bytes:
    """A protocol buffer of short texts."""
    return b"".join(bytes([number << 3 | 2, len(data)]) + data for number, data in fields)


def _bare(data: bytes, how: int = zlib.Z_FINISH) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(data) + engine.flush(how)


def _framed(data: bytes, packed: int = 0) -> bytes:
    return bytes([packed]) + struct.pack(">I", len(data)) + data


def _part(head: str, body: bytes, end: str = "\r\n") -> bytes:
    lines = (f"--{_MARK}", f'Content-Disposition: form-data; name="v"{head}', "")
    return end.join(lines).encode() + end.encode() + body + f"{end}--{_MARK}--{end}".encode()


def _document(value: str) -> str:
    return json.dumps({"a": {"b": [1, {"v": value}]}})


def _packed_document(value: str) -> bytes:
    raw = value.encode()
    return b"\x81\xa1v" + (bytes([0xA0 | len(raw)]) if len(raw) < 32 else b"\xd9" + bytes([len(raw)])) + raw


def _short_document(value: str) -> bytes:
    raw = value.encode()
    return b"\xa1\x61v" + (bytes([0x60 | len(raw)]) if len(raw) < 24 else b"\x78" + bytes([len(raw)])) + raw


def _sent(data: str, opcode: int = 1) -> Entry:
    return {"type": "send", "time": 1, "opcode": opcode, "data": data}


def base58(raw: bytes) -> str:
    """As coins and some identifiers are written."""
    number, signs = int.from_bytes(raw, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        signs = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"[rest] + signs
    return signs


def _quoted_word(value: str) -> str:
    return "".join("_" if sign == 0x20 else f"={sign:02X}" for sign in value.encode())


def _deep(data: bytes, times: int) -> str:
    for _ in range(times):
        data = coded(gzip.compress(data)).encode()
    return data.decode()


_FORM = "application/x-www-form-urlencoded"
_PARTS = f"multipart/form-data; boundary={_MARK}"


def _place(url: str) -> Callable[[str], Entry]:
    """A place in the address; `{}` is the value, escaped."""
    return lambda value: an_entry(url.replace("{}", quote(value, safe="")), method="GET")


def _place_of(write: Callable[[str], str]) -> Callable[[str], Entry]:
    return lambda value: an_entry("https://t.example/u?z=" + quote(write(value), safe=""), method="GET")


def _body(
    write: Callable[[str], str | bytes], media: str = "application/json", **headers: str
) -> Callable[[str], Entry]:
    pairs = [(name.replace("_", "-"), text) for name, text in headers.items()]
    return lambda value: an_entry(body=write(value), media=media, headers=pairs)


def _header(name: str, write: Callable[[str], str]) -> Callable[[str], Entry]:
    return lambda value: an_entry(headers=[(name, write(value))])


CARRIERS: dict[str, Callable[[str], Entry]] = {
    # where it stands
    "path": _place("https://t.example/u/{}/x"),
    "path, matrix": _place("https://t.example/u;z={}/p"),
    "query": _place("https://t.example/u?z={}"),
    "fragment": _place("https://t.example/u#z={}"),
    "authority": _place("https://{}:word@t.example/u"),
    "path, base64": lambda v: an_entry(
        f"https://t.example/u/{base64.urlsafe_b64encode(v.encode()).decode().rstrip('=')}/x"
    ),
    "query, twice": lambda v: an_entry("https://t.example/u?z=" + quote(quote(v, safe=""), safe="")),
    "query, three times": lambda v: an_entry(
        "https://t.example/u?z=" + quote(quote(quote(v, safe=""), safe=""), safe="")
    ),
    "query, plus": lambda v: an_entry("https://t.example/u?z=" + quote_plus(v)),
    "query, json": lambda v: an_entry("https://t.example/u?z=" + quote(_document(v))),
    "query, token": lambda v: an_entry("https://t.example/u?t=" + tokened({"u": {"e": v}})),
    "query, graphql": lambda v: an_entry("https://t.example/graphql?query=" + quote(f'{{u(e:"{v}"){{id}}}}')),
    "query, address": lambda v: an_entry(
        "https://t.example/u?d=" + quote("https://b.example/?z=" + quote(v, safe=""), safe="")
    ),
    "query kept apart": lambda v: an_entry(request={"queryString": [{"name": "z", "value": v}]}),
    "header": _header("X-User", str),
    "header, base64 json": _header("X-User", lambda v: coded(_document(v))),
    "header, referer": _header("Referer", lambda v: "https://app.example/p?z=" + quote(v, safe="")),
    "header, basic": _header("Authorization", lambda v: "Basic " + coded(v + ":word")),
    "header, bearer": _header("Authorization", lambda v: "Bearer " + tokened({"sub": v})),
    "header, language": _header("Accept-Language", str),
    "cookie": _header("Cookie", lambda v: "a=b; u=" + quote(v, safe="")),
    "cookie, base64 json": _header("Cookie", lambda v: "a=b; u=" + coded(_document(v))),
    "socket": lambda v: an_entry(socket=[_sent(_document(v))]),
    "socket, mark before": lambda v: an_entry(socket=[_sent(f'42["e",{_document(v)}]')]),
    "socket, bytes": lambda v: an_entry(socket=[_sent(coded(_document(v)), 2)]),
    "socket, message": lambda v: an_entry(socket=[_sent(coded(a_message((1, v.encode()), (2, b"x"))), 2)]),
    "socket, in pieces": lambda v: an_entry(socket=[_sent(_document(v)[:22]), _sent(_document(v)[22:], 0)]),
    "socket, packed": lambda v: an_entry(
        socket=[_sent(coded(_bare(_document(v).encode(), zlib.Z_SYNC_FLUSH)[:-4]), 2)]
    ),
    # what it is wrapped in
    "json": _body(_document),
    "json, as it is": _body(lambda v: json.dumps({"v": v}, ensure_ascii=False)),
    "json, as a name": _body(lambda v: json.dumps({v: 1})),
    "json in json in json": _body(lambda v: json.dumps({"p": json.dumps({"q": _document(v)})})),
    "json, lines": _body(lambda v: f"{_document(v)}\n{_document(v)}\n", "application/x-ndjson"),
    "json, guarded": _body(lambda v: f")]}}',\n{_document(v)}"),
    "json, escaped": _body(lambda v: '{"d":"' + "".join(f"\\u{ord(sign):04x}" for sign in v) + '"}'),
    "json, numbers": _body(lambda v: json.dumps({"d": [ord(sign) for sign in v]})),
    "json, bytes": _body(lambda v: json.dumps({"d": list(v.encode())})),
    "json, base64": _body(lambda v: json.dumps({"d": coded(_document(v))})),
    "json, base64 in a text": _body(lambda v: json.dumps({"d": f"blob:{coded('1|' + v + '|')};end"})),
    "json, packed base64": _body(lambda v: json.dumps({"d": coded(gzip.compress(_document(v).encode()))})),
    "json, hexadecimal": _body(lambda v: json.dumps({"d": _document(v).encode().hex()})),
    "json, reversed": _body(lambda v: json.dumps({"d": v[::-1]})),
    "json, capitals": _body(lambda v: json.dumps({"d": v.upper()})),
    "json, two bytes a sign": _body(lambda v: _document(v).encode("utf-16")),
    "json, one byte a sign": _body(lambda v: json.dumps({"v": v}, ensure_ascii=False).encode("latin-1")),
    "graphql": _body(lambda v: json.dumps({"query": "mutation M($e:String!){u(e:$e){id}}", "variables": {"e": v}})),
    "graphql, inside": _body(lambda v: json.dumps({"query": f'mutation{{u(e:"{v}"){{id}}}}'})),
    "graphql, several": _body(lambda v: json.dumps([{"operationName": "A"}, {"variables": {"e": v}}])),
    "form": _body(lambda v: "a=1&z=" + quote_plus(v), _FORM),
    "form, json": _body(lambda v: "a=1&z=" + quote_plus(_document(v)), _FORM),
    "form, base64 json": _body(lambda v: "d=" + quote_plus(coded(_document(v))), _FORM),
    "form, one byte a sign": _body(lambda v: "a=1&z=" + quote_plus(v, encoding="latin-1"), _FORM),
    "form, lines": _body(lambda v: f"v=1&el={quote(v, safe='')}\nv=1&el=2", "text/plain"),
    "form, kept as pairs": lambda v: an_entry(
        request={"postData": {"mimeType": _FORM, "params": [{"name": "z", "value": v}]}}
    ),
    "parts": _body(lambda v: _part("", v.encode()), _PARTS),
    "parts, short ends": _body(lambda v: _part("", v.encode(), "\n"), _PARTS),
    "parts, no mark stated": _body(lambda v: _part("", v.encode()), "multipart/form-data"),
    "parts, packed file": _body(lambda v: _part('; filename="a.gz"', gzip.compress(_document(v).encode())), _PARTS),
    "parts, name of a file": _body(lambda v: _part(f'; filename="{v}"', b"x"), _PARTS),
    "parts, requests": _body(
        lambda v: _part("", f"POST /x HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{_document(v)}".encode()),
        _PARTS,
    ),
    "envelope": _body(
        lambda v: f'{{"event_id":"9e"}}\n{{"type":"event"}}\n{_document(v)}\n', "application/x-sentry-envelope"
    ),
    "text": _body(lambda v: f"bonjour {v} au revoir", "text/plain"),
    "table": _body(lambda v: f"id,v\n1,{v}\n", "text/csv"),
    "xml": _body(lambda v: f'<a><b c="1">{v}</b></a>', "text/xml"),
    "xml, entities": _body(lambda v: "<a>" + "".join(f"&#{ord(sign)};" for sign in v) + "</a>", "text/xml"),
    "gzip": _body(lambda v: gzip.compress(_document(v).encode()), Content_Encoding="gzip"),
    "gzip, not said": _body(lambda v: gzip.compress(_document(v).encode())),
    "gzip, said of what is not": _body(_document, Content_Encoding="gzip"),
    "brotli": _body(lambda v: brotli.compress(_document(v).encode()), Content_Encoding="br"),
    "brotli, not said": _body(lambda v: brotli.compress(_document(v).encode())),
    "zstandard": _body(lambda v: zstandard.compress(_document(v).encode()), Content_Encoding="zstd"),
    "zstandard, not said": _body(lambda v: zstandard.compress(_document(v).encode())),
    "deflate": _body(lambda v: zlib.compress(_document(v).encode()), Content_Encoding="deflate"),
    "deflate, bare": _body(lambda v: _bare(_document(v).encode()), Content_Encoding="deflate"),
    "deflate, bare, not said": _body(lambda v: _bare(_document(v).encode())),
    "packed twice": _body(lambda v: brotli.compress(gzip.compress(_document(v).encode())), Content_Encoding="gzip, br"),
    "base64 of gzip of base64": _body(lambda v: coded(gzip.compress(coded(_document(v)).encode())), "text/plain"),
    "message": _body(lambda v: a_message((1, v.encode()), (2, b"x")), "application/x-protobuf"),
    "message, nested": _body(
        lambda v: a_message((1, a_message((3, a_message((4, v.encode())))))), "application/octet-stream"
    ),
    "message, packed": _body(lambda v: gzip.compress(a_message((1, v.encode()))), "application/x-protobuf"),
    "message, framed": _body(lambda v: _framed(a_message((1, v.encode()), (2, b"x"))), "application/grpc"),
    "message, framed and packed": _body(
        lambda v: _framed(gzip.compress(a_message((1, v.encode()))), 1), "application/grpc+proto"
    ),
    "message, framed as text": _body(
        lambda v: coded(_framed(a_message((1, v.encode()), (2, b"x")))), "application/grpc-web-text"
    ),
    "messagepack": _body(_packed_document, "application/msgpack"),
    "messagepack, not said": _body(_packed_document),
    "cbor": _body(_short_document, "application/cbor"),
    # written in another alphabet
    "base32": _body(lambda v: json.dumps({"d": base64.b32encode(_document(v).encode()).decode()})),
    "base32, small letters": _body(lambda v: base64.b32encode(v.encode() + b"|").decode().lower().rstrip("=") + "\n"),
    "base85": _body(lambda v: json.dumps({"d": base64.b85encode(_document(v).encode()).decode()})),
    "base85, the value": _place_of(lambda v: base64.b85encode(v.encode()).decode()),
    "ascii85": _body(lambda v: json.dumps({"d": base64.a85encode(_document(v).encode()).decode()})),
    "ascii85, between marks": _body(lambda v: base64.a85encode(v.encode(), adobe=True), "text/plain"),
    "base58, the value": _place_of(lambda v: base58(v.encode())),
    "turned by thirteen": _body(lambda v: codecs.encode(f"user {v}, 1", "rot13"), "text/plain"),
    "reversed": _body(lambda v: f"user {v}, 1"[::-1], "text/plain"),
    "hexadecimal, colons": _body(lambda v: json.dumps({"d": _document(v).encode().hex(":")})),
    "hexadecimal, spaces": _body(lambda v: _document(v).encode().hex(" ").upper(), "text/plain"),
    "hexadecimal, with marks": _body(lambda v: ", ".join(f"0x{sign:02x}" for sign in _document(v).encode())),
    "hexadecimal, escapes": _body(lambda v: "".join(f"\\x{sign:02x}" for sign in v.encode()), "text/plain"),
    "escapes of old scripts": _body(lambda v: "q=" + "".join(f"%u{ord(sign):04X}" for sign in v), "text/plain"),
    "codes": _body(lambda v: json.dumps({"d": " ".join(str(sign) for sign in _document(v).encode())})),
    "bits": _body(lambda v: json.dumps({"d": " ".join(f"{sign:08b}" for sign in v.encode())})),
    "quoted-printable": _body(lambda v: quopri.encodestring(f"user: {v}".encode(), quotetabs=True), "text/plain"),
    "quoted-printable, every sign": _body(lambda v: "".join(f"={sign:02X}" for sign in v.encode()), "text/plain"),
    "parts, quoted-printable": _body(
        lambda v: _part("", "".join(f"={sign:02X}" for sign in v.encode()).encode()), _PARTS
    ),
    "header, quoted word": _header("X-Name", lambda v: f"=?utf-8?Q?{_quoted_word(v)}?="),
    "header, base64 word": _header("X-Name", lambda v: f"=?utf-8?B?{coded(v)}?="),
    "base64, in lines": _body(lambda v: base64.encodebytes(("x" * 60 + _document(v)).encode()), "text/plain"),
    "form of base64 of gzip": _body(lambda v: "d=" + quote(coded(gzip.compress(_document(v).encode()))), _FORM),
    "form of base64 of gzip, three deep": _body(lambda v: "d=" + quote(_deep(_document(v).encode(), 3)), _FORM),
    "hexadecimal of gzip of base32": _body(
        lambda v: json.dumps({"d": gzip.compress(base64.b32encode(_document(v).encode())).hex()})
    ),
    "token": _body(lambda v: json.dumps({"t": tokened({"u": {"e": v}})})),
}
