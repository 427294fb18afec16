"""A value is known in every form in which programs send it."""

import base64
import hashlib
import uuid

import pytest

from analyzers.extract.disguises import SHORTEST, list_disguises


def forms(value: str) -> dict[bytes, tuple[tuple[str, ...], str | None]]:
    return {one.form: (one.encoding, one.hash) for one in list_disguises("emailAddress", value)}


def test_a_value_is_looked_for_as_it_is_and_encoded() -> None:
    found = forms("Camille@courriel.example")
    assert found[b"Camille@courriel.example"] == ((), None)
    assert found[b"camille@courriel.example"] == (("lower-case",), None)
    assert found[b"elpmaxe.leirruoc@ellimaC"] == (("reversed",), None)
    assert found[b"Camille%40courriel.example"] == (("url",), None)
    assert found[b"Camille%2540courriel.example"] == (("url-twice",), None)
    assert found[b"Camille@courriel.example".hex().encode()] == (("hex",), None)


@pytest.mark.parametrize("method", ["md5", "sha1", "sha256", "sha512"])
def test_a_value_is_looked_for_hashed_as_it_is_and_in_lower_case(method: str) -> None:
    found = forms("Camille@courriel.example")
    for value, how in ((b"Camille@courriel.example", ()), (b"camille@courriel.example", ("lower-case",))):
        digest = hashlib.new(method, value, usedforsecurity=False).hexdigest().encode()
        assert found[digest] == (how, method)


def test_a_phone_number_is_known_in_every_spelling() -> None:
    found = forms("06 12 34 56 78")
    assert {b"+33612345678", b"0033612345678", b"33612345678", b"0612345678"} <= set(found)


def test_an_identifier_is_known_without_its_dashes() -> None:
    assert forms("a1b2c3d4-e5f6-4711-8899-aabbccddeeff")[b"a1b2c3d4e5f647118899aabbccddeeff"] == (("bare",), None)


def test_what_is_too_short_to_be_told_from_chance_is_only_known_by_longer_forms() -> None:
    assert all(len(form) >= SHORTEST for form in forms("abc"))
    assert b"abc" not in forms("abc")


def test_what_is_a_part_counts_only_as_a_whole_value() -> None:
    stands = {one.form: one.stand for one in list_disguises("personName", "Éloïse Valbrume")}
    assert (stands["Éloïse".encode()], stands[b"valbrume"], stands["Éloïse Valbrume".encode()]) == (
        "whole",
        "whole",
        "alone",
    )


def test_an_alphabet_of_one_byte_per_sign_is_known() -> None:
    found = forms("Éloïse Valbrume")
    assert found["Éloïse Valbrume".encode("latin-1")] == (("latin-1",), None)
    assert found[b"%C9lo%EFse%20Valbrume"] == (("latin-1", "url"), None)


def test_the_bytes_of_an_identifier_are_known() -> None:
    value = "a1b2c3d4-e5f6-4711-8899-aabbccddeeff"
    raw = uuid.UUID(value).bytes
    found = forms(value)
    assert found[raw] == (("bytes",), None)
    assert found[base64.urlsafe_b64encode(raw).rstrip(b"=")] == (("bytes", "base64"), None)


def test_a_coordinate_is_known_rounded_cut_whole_and_in_single_precision() -> None:
    found = {one.form for one in list_disguises("preciseLocation", "48.85837009,2.29448121")}
    assert {
        b"48.85837009", b"48.8583701", b"48.858370", b"48.85837", b"48.8584", b"48,85837", b"488583701", b"22944812",
        b"48858370", b"48.858371734619", b"2.29448",
    } - found == {b"48.858371734619"}  # fmt: skip
    assert b"48.85837173461914" in found
