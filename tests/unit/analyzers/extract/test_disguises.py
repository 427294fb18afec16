"""A value is known in every form in which programs send it."""

import hashlib

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


@pytest.mark.parametrize("method", ["md5", "sha1", "sha256"])
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
