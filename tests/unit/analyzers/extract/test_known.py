"""Known values are found in every disguise and place, and look-alikes never."""

import base64
import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.extract import known
from analyzers.extract.disguises import list_disguises
from analyzers.extract.known import KnownValues

_VALUE = "camille.exemple@courriel.example"
_RAW = _VALUE.encode()
_KNOWN = KnownValues(list_disguises("emailAddress", _VALUE))


def found(data: bytes) -> set[str]:
    return {disguise.category for disguise, _ in _KNOWN.find(data)}


@pytest.mark.parametrize(
    "data",
    [
        _RAW,
        b"le mail : " + _RAW + b".",
        b'{"m":"' + _RAW + b'"}',
        _RAW.upper(),
        _RAW[::-1],
        _RAW.hex().encode(),
        b"camille.exemple%40courriel.example",
        b"camille.exemple%2540courriel.example",
        base64.b64encode(_RAW),
        base64.b64encode(b"x " + _RAW),
        base64.b64encode(b"xy " + _RAW + b" z"),
        base64.urlsafe_b64encode(b"?>?" + b" " + _RAW).rstrip(b"="),
        b"u=" + base64.b64encode(b'{"e":"' + _RAW + b'"}') + b"&v=1",
        hashlib.md5(_RAW, usedforsecurity=False).hexdigest().encode(),
        hashlib.sha1(_RAW, usedforsecurity=False).hexdigest().upper().encode(),
        b"h:" + hashlib.sha256(_RAW).hexdigest().encode(),
        base64.b64encode(hashlib.sha256(_RAW).digest()),
    ],
)
def test_a_known_value_is_found_in_every_disguise(data: bytes) -> None:
    assert found(data) == {"emailAddress"}


@pytest.mark.parametrize(
    "data",
    [
        b"x" + _RAW,
        _RAW + b"x",
        _RAW + b".fr",
        b"a." + _RAW,
        b"camille.exemple@courriel",
        base64.b64encode(b"ab" + _RAW),
    ],
)
def test_a_longer_or_shorter_value_is_another_one(data: bytes) -> None:
    assert found(data) == set()


def test_five_hundred_look_alikes_are_not_found() -> None:
    chance = random.Random(6)  # noqa: S311 - look-alikes, not secrets
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    seen = set()
    for _ in range(500):
        place = chance.randrange(len(_VALUE))
        other = _VALUE[:place] + chance.choice(letters) + _VALUE[place + chance.randrange(2) :]
        if other == _VALUE:
            other += "z"
        raw = other.encode()
        digest = hashlib.sha256(raw).hexdigest().encode()
        seen |= found(raw) | found(base64.b64encode(raw)) | found(digest) | found(raw.hex().encode())
    assert seen == set()


def test_nothing_known_finds_nothing() -> None:
    empty = KnownValues([])
    assert (len(empty), empty.has_word(b"a"), list(empty.find(_RAW)), list(empty.standing(_RAW))) == (0, False, [], [])


@given(st.lists(st.sampled_from([_RAW, _RAW[::-1], _RAW.upper(), b"x", b" ", b".", b"@", b"courriel"]), max_size=8))
def test_without_the_fast_matcher_the_same_is_found(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known, "FAST", None)
        plain = KnownValues(list_disguises("emailAddress", _VALUE))

    assert {(row.form, how) for row, how in plain.find(data)} == {(row.form, how) for row, how in _KNOWN.find(data)}


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_a_value_between_any_bytes_that_are_no_letters_is_found(before: bytes, after: bytes) -> None:
    assert found(before + b"\n" + _RAW + b"\n" + after) == {"emailAddress"}
