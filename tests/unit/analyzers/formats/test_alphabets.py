"""Texts in another alphabet are read where all of them is of its signs and a text comes out."""

import base64
import gzip
import random

import pytest

from analyzers.formats.alphabets import spell_out

_TEXT = b'{"v":"camille.exemple"}'


@pytest.mark.parametrize(
    ("written", "layer"),
    [
        (base64.b32encode(_TEXT), "base32"),
        (base64.b32encode(_TEXT).lower().rstrip(b"="), "base32"),
        (base64.b85encode(_TEXT), "base85"),
        (base64.a85encode(_TEXT), "ascii85"),
        (base64.a85encode(_TEXT, adobe=True, wrapcol=12), "ascii85"),
        (_TEXT.hex(":").encode(), "hex"),
        (_TEXT.hex(" ").upper().encode(), "hex"),
        (b", ".join(b"0x%02x" % sign for sign in _TEXT), "hex"),
        (b",".join(b"%d" % sign for sign in _TEXT), "codes"),
        (b" ".join(f"{sign:08b}".encode() for sign in _TEXT), "bits"),
        (b"".join(b"=%02X" % sign for sign in _TEXT), "quoted"),
        (b"".join(b"\\x%02x" % sign for sign in _TEXT), "escaped"),
        (b"".join(b"%%u%04X" % sign for sign in _TEXT), "escaped"),
        (base64.encodebytes(_TEXT * 4).strip(), "base64"),
        (base64.b32encode(gzip.compress(_TEXT, mtime=0)), "base32"),
    ],
)
def test_a_text_is_read_in_the_alphabet_it_is_written_in(written: bytes, layer: str) -> None:
    found = dict(spell_out(written))
    assert layer in found
    assert found[layer] in (_TEXT, _TEXT * 4) or gzip.decompress(found[layer]) == _TEXT


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (b"=?utf-8?Q?=C3=89lo=C3=AFse_V?= =?utf-8?B?YWxicnVtZQ==?=", "Éloïse Valbrume"),
        (b"=?iso-8859-1?q?=C9lo=EFse_Valbrume?=", "Éloïse Valbrume"),
        (b"\\xc9lo\\xefse Valbrume", "Éloïse Valbrume"),
        (b"%u00C9lo%u00EFse Valbrume", "Éloïse Valbrume"),
        (b"xn--lose-9oa2b.example", "éloïse.example"),
        (b"https://t.example/XN--lose-9oa2b", "https://t.example/éloïse"),
    ],
)
def test_signs_that_are_written_out_are_read(written: bytes, plain: str) -> None:
    assert plain.encode() in [data for _, data in spell_out(written)]


@pytest.mark.parametrize(
    "text",
    [
        b"=?no-such-alphabet?Q?=C9?=", b"=?utf-8?Q?=FF=FE?=", b"xn--\xff", b"xn--99999999999999", b"a=b&c=d",
        b"2026-11-27T10:30:00Z", b"06 12 34 56 78", b"10,20,30,40", b"00:11:22:33:44:55", b"ABCDEFGHIJKLMNOPQRSTUVWX",
        b"https://a.example/b?c", b"Mozilla/5.0 (Linux; Android 14)", b"", b"=", b"%u", b"\\x", b"xn---",
    ],
)  # fmt: skip
def test_what_only_looks_like_one_is_left(text: bytes) -> None:
    assert list(spell_out(text)) == []


def test_by_chance_hardly_anything_is_read() -> None:
    chance = random.Random(5)  # noqa: S311 - look-alikes, not secrets
    signs = {
        "token": b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
        "code": b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
        "figures": b"0123456789",
        "marks": bytes(range(0x21, 0x7F)),
    }
    read = [
        text
        for letters in signs.values()
        for size in range(16, 40)
        for text in (bytes(chance.choices(letters, k=size)) for _ in range(50))
        if any(layer not in ("quoted", "escaped") for layer, _ in spell_out(text))
    ]
    assert read == []
