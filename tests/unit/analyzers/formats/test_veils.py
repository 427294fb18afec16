"""What lies under a veil comes out, and what lies under none stays as it is."""

import zlib

import pytest

from analyzers.formats.veils import inflate_message, is_text, read_alphabet, spell, unbase64, unveil


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"El\\u00e9onore \\ud83d\\ude00", [("escaped", "Eléonore 😀".encode())]),
        (b"<b>El&#233;onore &amp; &eacute;</b>", [("entities", "<b>Eléonore & é</b>".encode())]),
        (b"Bearer abcdefghijkl", [("scheme", b"abcdefghijkl")]),
        (b"camille@courriel.example".hex().encode(), [("hex", b"camille@courriel.example")]),
        (b"camille", []),
        (b"a & b; \\unit", []),
        (b"Bearer of bad news", []),
    ],
)
def test_each_veil_is_lifted(text: bytes, found: list[tuple[str, bytes]]) -> None:
    assert list(unveil(text)) == found


def test_half_of_a_sign_does_no_harm() -> None:
    assert list(unveil(b"x\\ud83d y")) == [("escaped", "x\ufffd y".encode())]


@pytest.mark.parametrize("name", ["utf-16", "utf-16-le", "utf-16-be"])
def test_two_bytes_a_sign_are_text(name: str) -> None:
    assert read_alphabet('{"nom": "Éléonore"}'.encode(name)) == ("utf-16", '{"nom": "Éléonore"}'.encode())


def test_one_byte_a_sign_is_text_and_noise_is_none() -> None:
    assert read_alphabet('{"nom": "Éléonore"}'.encode("latin-1")) == ("latin-1", '{"nom": "Éléonore"}'.encode())
    assert read_alphabet(b"\xff\xfe\xfd\xfc" * 8) is None
    assert read_alphabet(bytes(range(256))) is None
    assert read_alphabet(b"\xff\xfe\x00\xd8\x41\x00") is None
    assert read_alphabet(b"") is None


def test_a_socket_message_inflates_without_its_end() -> None:
    engine = zlib.compressobj(wbits=-15)
    packed = (engine.compress(b"camille" * 9) + engine.flush(zlib.Z_SYNC_FLUSH))[:-4]
    assert inflate_message(packed, 1 << 20) == b"camille" * 9
    assert inflate_message(packed, 8) is None
    assert inflate_message(b"\xff" * 20, 1 << 20) is None


def test_numbers_of_bytes_or_signs_spell_a_text() -> None:
    assert spell(list(b"camille@x.fr")) == b"camille@x.fr"
    assert spell([ord(sign) for sign in "Œdipe"]) == "Œdipe".encode()
    assert spell([1.5, 2, 3]) is None
    assert spell([1, 2, 3]) is None
    assert spell([0xD800, 0x41]) is None


def test_base64_of_both_alphabets_and_what_is_text() -> None:
    assert unbase64(b"Pz4_") == unbase64(b"Pz4/") == b"?>?"
    assert unbase64(b"abcde") is None
    assert is_text("é".encode())
    assert not is_text(b"\x00")


def test_signs_that_say_nothing_are_no_layer() -> None:
    assert list(unveil(b"&#1;")) == []
