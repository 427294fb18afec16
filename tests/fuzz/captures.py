"""What is fuzzed of captures: the files, the messages in them, and the layers under which values lie."""

import base64
import gzip
import json
import zlib
from typing import Any

from analyzers.extract.capture import extract_capture
from analyzers.extract.shapes import find_fault
from analyzers.formats.alphabets import spell_out
from analyzers.formats.bodies import unfold
from analyzers.formats.entries import Entries, in_lines
from analyzers.formats.errors import FormatError
from analyzers.formats.flow import read_flows
from analyzers.formats.framing import find_boundary, split_frames, split_lines, split_parts
from analyzers.formats.har import read_har
from analyzers.formats.lines import read_lines
from analyzers.formats.objects import read_objects
from analyzers.formats.packing import MAGICS, unpack
from analyzers.formats.pages import read_pieces
from analyzers.formats.parts import Part, body_part, header_parts, url_parts
from analyzers.formats.protobuf import read_protobuf
from analyzers.formats.skim import skim_value
from analyzers.formats.sniff import sniff_capture, sniff_document, sniff_kind
from analyzers.formats.strict import decode_prefix, decode_quickly
from analyzers.formats.tnetstring import read_frames, read_value
from analyzers.formats.veils import inflate_message, is_text, read_alphabet, unveil
from tests.builders.hostile_capture import a_good_flow_file, a_good_har
from tests.fuzz.target import Target

_MOST_UNPACKED = 1 << 20
_TYPES = ("", "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "x/protobuf")
_LINES = b"\n".join(
    (
        b'{"sceau": "capture/1", "format": "1"}',
        b'{"entry": {"request": {"method": "GET", "url": "https://a.example/"}, "response": {"status": 200}}}',
        b'{"connection": {"host": "b.example", "failure": "untrusted_ca"}}',
        b'{"end": 2}\n',
    )
)
_ENTRY = (
    b'{"startedDateTime":"2026-09-01T00:00:00Z","request":{"method":"GET","url":"https://a.example/","headers":[{"name":'
    b'"X-A","value":"1"}],"postData":{"text":"a"}},"response":{"status":200,"content":{"text":"{}"}},"_own":[1]}'
)
_MESSAGE = bytes.fromhex("0a05616c69636512040801100318961ea106") + bytes(8) + b"\x22\x03abc"


def _frames(data: bytes) -> None:
    for frame in read_frames(data):
        try:
            read_value(data, frame)
        except FormatError:
            continue


def _sniff(data: bytes) -> None:
    sniff_kind(data)
    sniff_capture(data)
    sniff_document(data)


def _har(data: bytes) -> None:
    found = read_har(data, lambda *_: None)
    assert found.total is None or found.read <= found.total


def _flow(data: bytes) -> None:
    found = read_flows(data, lambda _: None)
    assert found.total is None or found.read <= found.total


def _lines(data: bytes) -> None:
    read_lines(data, lambda *_: None, lambda *_: None)


def _parts(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    name, _, value = data.partition(b":")
    headers = [(name.decode("latin-1"), value)]
    for part in (*url_parts(text), *header_parts(headers), *body_part(data, headers)):
        assert part.place


def _bodies(data: bytes) -> None:
    for media in _TYPES:
        for leaf in unfold(Part("body", "", data, media, "", len(data))).leaves:
            assert isinstance(leaf.data, bytes)


def _packing(data: bytes) -> None:
    for name in (*dict(map(reversed, MAGICS)), "br", "x-gzip"):
        opened = unpack(data, name, _MOST_UNPACKED)
        assert opened is None or len(opened[0]) <= _MOST_UNPACKED


def _protobuf(data: bytes) -> None:
    for place, value in read_protobuf(data) or ():
        assert place
        assert isinstance(value, bytes)


def _objects(data: bytes) -> None:
    for lead in (b"", b"\x82", b"\xa2"):
        for place, value in (read_objects(lead + data) or ("", ()))[1]:
            assert all(isinstance(name, str) for name in place)
            assert isinstance(value, bytes)


def _framing(data: bytes) -> None:
    for piece in (*(split_lines(data) or ()), *(split_frames(data) or ())):
        assert piece in data
    boundary = find_boundary(data, "multipart/mixed") or b"b"
    assert all(body in data for _, body, _ in split_parts(data, boundary))


def _alphabets(data: bytes) -> None:
    for layer, plain in spell_out(data):
        assert layer
        assert plain
        assert len(plain) <= 4 * len(data)


def _veils(data: bytes) -> None:
    for layer, plain in unveil(data):
        assert layer
        assert layer != "entities" or plain.decode()
    found = read_alphabet(data)
    assert found is None or is_text(found[1]) or found[0] == "latin-1"
    inflate_message(data, _MOST_UNPACKED)


def _strict(data: bytes) -> None:
    """Whatever is taken quickly is what the slow way gives."""
    quick = decode_quickly(data)
    if quick is not None:
        text = data.decode().strip(" \t\r\n")
        assert decode_prefix(text) == (quick[0], len(text), None)


def _entries(data: bytes) -> None:
    """An entry read by its shape is what the slow way gives, but for headers that stay as they are."""
    for entries in (Entries(), in_lines()):
        quick = entries.decode(data)
        if quick is not None:
            text = data.decode().strip(" \t\r\n")
            assert decode_prefix(text) == (_spelled_out(quick[0]), len(text), None)


def _spelled_out(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _spelled_out(member) for key, member in value.items()}
    return json.loads(value) if isinstance(value, bytes) else value


def _skim(data: bytes) -> None:
    """Where a value ends, the standard library ends too."""
    end, copy, is_cut = skim_value(data, 0)
    try:
        text = data.decode()
        _, slow, _ = decode_prefix(text)
    except (FormatError, UnicodeDecodeError):
        return
    if text[:1] in ("{", "[", '"'):
        assert end == len(text[:slow].encode())
        assert copy == data[:end] or is_cut


def _pages(data: bytes) -> None:
    assert b"".join(piece for _, piece in read_pieces(data)) == data


def _capture(data: bytes) -> None:
    evidence = extract_capture(data).evidence
    if evidence is not None:
        body = json.loads(json.dumps(evidence, allow_nan=False))
        assert find_fault(body, "traffic") is None


def _said() -> tuple[bytes, ...]:
    return (
        b'{"a":{"b":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln"},"c":[1,null,"%7B%22d%22%3A1%7D"]}',
        b"a=1&b=%7B%22c%22%3A%222%22%7D&d=YWxpY2VAZXhhbXBsZS5mcg==",
        b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\nvalue\r\n--b--\r\n',
        gzip.compress(b'{"a":"b"}', mtime=0),
        _MESSAGE,
    )


CAPTURES: dict[str, Target] = {
    "tnetstring": Target(_frames, lambda: (a_good_flow_file(),)),
    "sniff": Target(_sniff, lambda: (b"%PDF-1.7", b'{"log":', b"12:a", b"PK\3\4"), ()),
    "har": Target(_har, lambda: (a_good_har(),)),
    "flow": Target(_flow, lambda: (a_good_flow_file(),)),
    "lines": Target(_lines, lambda: (_LINES,)),
    "parts": Target(_parts, lambda: (b"https://a.example/b?c=d#e", b"Cookie: a=b; c=d", b"set-cookie:a=b"), ()),
    "bodies": Target(_bodies, _said, ()),
    "packing": Target(
        _packing, lambda: (gzip.compress(b"ab", mtime=0), zlib.compress(b"ab"), b"\x8b\x00\x80ab\x03"), ()
    ),
    "protobuf": Target(_protobuf, lambda: (_MESSAGE,), ()),
    "objects": Target(_objects, lambda: (b"\x81\xa1a\xa1b", b"\xa1\x61a\x82\x01\xf5"), ()),
    "framing": Target(_framing, lambda: (*_said(), b"{}\n[1]", b"\0\0\0\0\1a"), ()),
    "alphabets": Target(
        _alphabets,
        lambda: (
            base64.b32encode(b"camille.exemple"),
            base64.b85encode(b"camille.exemple"),
            b"<~AmcrgH#IgP@;]~>",
            b"camille.exemple".hex(":").encode(),
            b"99 97 109 105 108 108 101 46 101",
            b"01100011 " * 8,
            b"=?utf-8?q?=C3=A9?=",
            b"=63=61=6D",
            b"\\x63\\xe9",
            b"%u0063",
            b"xn--lose-9oa2b.example",
        ),
        (),
    ),
    "veils": Target(
        _veils, lambda: (b"\\u00e9", b"&eacute;", b"Bearer abcdefgh", b"61" * 12, "é".encode("utf-16")), ()
    ),
    "strict": Target(_strict, lambda: (a_good_har(), b'{"a":[1,-2.5e3,"\\u00e9",null,true]}')),
    "entries": Target(_entries, lambda: (_ENTRY, b'{"entry":' + _ENTRY + b"}")),
    "skim": Target(_skim, lambda: (a_good_har(), b'{"a":["\\"}",{}]}')),
    "pages": Target(_pages, lambda: (b"a" * 300,), ()),
    # Whole readings, captures of every form.
    "capture": Target(_capture, lambda: (a_good_har(), a_good_flow_file(), _LINES), ()),
}
