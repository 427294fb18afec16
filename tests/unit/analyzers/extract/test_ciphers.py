"""A value is written in the alphabets that hide it from a glance."""

import base64
import codecs

from analyzers.extract.ciphers import list_ciphers


def test_a_value_is_written_in_each_alphabet() -> None:
    found = {how: form for form, how in list_ciphers("Hello World!")}
    assert (found["rot13"], found["base32"], found["base58"]) == (
        b"Uryyb Jbeyq!",
        b"JBSWY3DPEBLW64TMMQQQ",
        b"2NEpo7TZRRrLZSi2U",
    )
    assert base64.a85decode(found["ascii85"]) == b"Hello World!"
    assert b"nm=QNzY&b1A+]nf" in [form for form, how in list_ciphers("Hello World!") if how == "base85"]  # Z85
    assert base64.b85encode(b"Hello World!") in [form for form, _ in list_ciphers("Hello World!")]


def test_letters_are_turned_as_the_codec_of_that_name_turns_them() -> None:
    text = "".join(map(chr, range(32, 0x250)))
    assert codecs.encode(text, "rot13").encode() in [form for form, how in list_ciphers(text) if how == "rot13"]


def test_what_has_no_letters_is_not_turned_and_what_is_long_is_no_number() -> None:
    assert "rot13" not in [how for _, how in list_ciphers("0612345678")]
    assert "base58" not in [how for _, how in list_ciphers("x" * 129)]
