"""Known values are found in every disguise and place, and look-alikes never."""

import base64
import hashlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.extract import known
from analyzers.extract.disguises import list_disguises
from analyzers.extract.known import KnownValues
from analyzers.extract.spellings import plain

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
    assert (len(empty), empty.has_number(1), list(empty.find(_RAW)), list(empty.standing(_RAW))) == (0, False, [], [])


def _without_the_fast_matcher() -> KnownValues:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known, "FAST", None)
        return KnownValues(list_disguises("emailAddress", _VALUE))


_PLAIN = _without_the_fast_matcher()
_SUMS = [hashlib.new(name, _RAW, usedforsecurity=False).digest() for name in ("md5", "sha1", "sha256", "sha512")]
_PIECES = [
    _RAW, _RAW[::-1], _RAW.upper(), b"x", b" ", b".", b"@", b"courriel", b"0", b"-", "é".encode(), b"\xe9", b"\0",
    *_SUMS, *(one.hex().encode() for one in _SUMS), *(one.hex().upper().encode() for one in _SUMS),
    base64.b64encode(_SUMS[2]), base64.b64encode(b" " + _RAW),
]  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.sampled_from(_PIECES), max_size=8))
def test_without_the_fast_matcher_the_same_is_found_in_the_same_order(pieces: list[bytes]) -> None:
    data = b"".join(pieces)

    assert list(_PLAIN.find(data)) == list(_KNOWN.find(data))
    assert _PLAIN.standing(data) == _KNOWN.standing(data)
    assert _KNOWN.may_hold(data) or not list(_KNOWN.find(data))


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_a_value_between_any_bytes_that_are_no_letters_is_found(before: bytes, after: bytes) -> None:
    assert found(before + b"\n" + _RAW + b"\n" + after) == {"emailAddress"}


def of(category: str, value: str, data: bytes) -> list[tuple[str, ...]]:
    known_values = KnownValues(list_disguises(category, value))
    return [(*inside, *disguise.encoding) for disguise, inside in known_values.find(data)]


def test_a_part_of_a_name_counts_where_nothing_stands_beside_it() -> None:
    for data in ("Éloïse".encode(), b" valbrume ", "u/Éloïse/x".encode()):
        assert of("personName", "Éloïse Valbrume", data) == [("part",)]
    assert of("personName", "Éloïse Valbrume", "Éloïse Dupond".encode()) == []


def test_a_digest_is_known_as_bytes_at_the_end_of_others_and_in_base64() -> None:
    digest = hashlib.sha256(_RAW).digest()
    for data in (digest, b"\x0a\x20" + digest, b"sha256-" + base64.b64encode(digest), digest.hex().upper().encode()):
        assert found(data) == {"emailAddress"}
    for data in (digest + b"\0", digest.hex().encode() + b"0", b"x" + digest.hex().encode(), digest[:-1]):
        assert found(data) == set()


def test_beyond_ascii_counts_as_letters_only_in_a_text() -> None:
    assert found(b"\x81\xa1v\xbf" + _RAW) == {"emailAddress"}
    assert of("diagnosisCode", "zorbellose", "ézorbellose".encode()) == []


def test_any_tag_reaches_the_same_mailbox() -> None:
    assert _KNOWN.same_mailbox(b"Camille.Exemple+app@courriel.example") is not None
    assert _KNOWN.same_mailbox(b"camilleexemple@courriel.example") is None
    assert KnownValues([]).same_mailbox(_RAW) is None


_PERSON = (
    ("personName", "Éloïse Béranger-Zéphirain"), ("phoneNumber", "+33639981234"), ("dateOfBirth", "1987-03-09"),
    ("preciseLocation", "48.85837009,2.29448121"), ("nationalHealthId", "287037511600569"),
    ("advertisingId", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"), ("postalAddress", "12 allée du Vieux-Four"),
    ("diagnosisCode", "zorbellose-3f2a"), ("emailAddress", _VALUE),
)  # fmt: skip


@pytest.mark.parametrize(("category", "value"), _PERSON)
def test_five_hundred_look_alikes_of_each_kind_are_not_found(category: str, value: str) -> None:
    known_values = KnownValues(list_disguises(category, value))
    chance = random.Random(category)  # noqa: S311 - look-alikes, not secrets
    first = {"dateOfBirth": 0, "preciseLocation": 0}.get(category, 1)
    taken, tried = [], 0
    while tried < 500:
        place = chance.randrange(first, len(value))
        sign = value[place]
        if not sign.isalnum():
            continue
        alphabet = "0123456789" if sign.isdigit() else "abcdefghijklmnopqrstuvwxyz"
        other = value[:place] + chance.choice(alphabet.replace(sign.lower(), "")) + value[place + 1 :]
        if plain(other) == plain(value):
            continue  # the same without its accents
        tried += 1
        if category == "preciseLocation":
            halves = zip(other.split(","), value.split(","), strict=True)
            other = next(one for one, own in halves if one != own)  # the half that is another
            if abs(float(other) - 48.85837009) < 0.001 or abs(float(other) - 2.29448121) < 0.001:
                continue  # so near that it is the same place, told coarsely
        raw = other.encode()
        for data in (raw, base64.b64encode(raw), hashlib.sha256(raw).hexdigest().encode(), raw.hex().encode()):
            taken += [(other, disguise.form) for disguise, _ in known_values.find(data)]
    assert taken == []


_SUM = hashlib.sha256(_RAW)


@given(
    st.sampled_from([_RAW, _RAW[:-1], b"x" + _RAW, b"", _SUM.digest(), _SUM.hexdigest().encode(), _RAW[::-1]]),
    st.binary(max_size=9),
    st.binary(max_size=9),
    st.integers(0, 3),
)
def test_what_can_be_found_is_never_denied(value: bytes, before: bytes, after: bytes, layers: int) -> None:
    data = before + value + after
    for _ in range(layers):
        data = before + base64.b64encode(data).rstrip(b"=") + after

    for several in (data, b"a\n" + data, data + b"\nb"):
        assert _KNOWN.may_hold(several) or not found(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known, "FAST", None)
        assert KnownValues(list_disguises("emailAddress", _VALUE)).may_hold(data) or not found(data)
