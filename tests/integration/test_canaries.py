"""Typed values of every kind are found in every part and wrapping of a request, hashed as well, never kept in clear."""

import hashlib
import json
from typing import Any

import pytest

from analyzers.extract.capture import extract_capture
from tests.builders.carriers import CARRIERS, an_archive, an_entry, coded

pytestmark = pytest.mark.integration

PERSON = [
    ("emailAddress", "Camille.Zorb@Courriel.example"),
    ("personName", "Éloïse Béranger-Zéphirain"),
    ("phoneNumber", "+33639981234"),
    ("dateOfBirth", "1987-03-09"),
    ("preciseLocation", "48.85837009,2.29448121"),
    ("nationalHealthId", "287037511600569"),
    ("advertisingId", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
    ("postalAddress", "12 allée du Vieux-Four"),
    ("diagnosisCode", "zorbellose-3f2a"),
]


def told(*entries: dict[str, Any]) -> dict[str, Any]:
    evidence = extract_capture(an_archive(list(entries), PERSON)).evidence
    assert evidence is not None
    facts: dict[str, Any] = evidence["traffic"]
    return facts


def known(facts: dict[str, Any]) -> list[set[str]]:
    """The kinds that each request tells, where what it tells was not told before."""
    return [
        {row["property"] for row in facts["transmissions"] if row["match"] == "known" and row["request"] == number}
        for number in range(len(facts["requests"]))
    ]


@pytest.mark.parametrize("name", sorted(CARRIERS))
def test_every_kind_of_value_is_found_however_it_is_carried(name: str) -> None:
    facts = told(*(CARRIERS[name](value) for _, value in PERSON))
    kept = json.dumps(facts, ensure_ascii=False).lower()

    assert [category for (category, _), found in zip(PERSON, known(facts), strict=True) if category not in found] == []
    assert [value for _, value in PERSON if value.lower() in kept] == []


_METHODS = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "sha3_512", "blake2b"]


@pytest.mark.parametrize("method", _METHODS)
@pytest.mark.parametrize(
    ("category", "text"),
    [
        ("emailAddress", "camille.zorb@courriel.example"),
        ("emailAddress", "Camille.Zorb@Courriel.example"),
        ("phoneNumber", "33639981234"),
        ("phoneNumber", "+33639981234"),
        ("phoneNumber", "0639981234"),
        ("personName", "eloise"),
        ("personName", "béranger-zéphirain"),
        ("dateOfBirth", "19870309"),
        ("nationalHealthId", "2870375116005"),
        ("advertisingId", "3F2504E0-4F89-41D3-9A0C-0305E82C3301"),
        ("advertisingId", "3f2504e04f8941d39a0c0305e82c3301"),
    ],
)
def test_a_digest_of_any_usual_spelling_is_found(method: str, category: str, text: str) -> None:
    digest = hashlib.new(method, text.encode(), usedforsecurity=False)
    bodies = [
        json.dumps({"d": form}) for form in (digest.hexdigest(), digest.hexdigest().upper(), coded(digest.digest()))
    ]
    raw = b"\x0a" + bytes([digest.digest_size]) + digest.digest()
    facts = told(*(an_entry(body=body) for body in bodies), an_entry(body=raw, media="application/x-protobuf"))

    rows = [row for row in facts["transmissions"] if row["match"] == "known"]
    assert {(row["property"], row["hash"]) for row in rows} == {(category, method.replace("_", "-"))}
    assert sum(row["requests"] for row in rows) == 4


def test_a_keyed_digest_stays_unknown() -> None:
    keyed = hashlib.blake2b(b"camille.zorb@courriel.example", key=b"word", digest_size=32).hexdigest()
    assert known(told(an_entry(body=json.dumps({"d": keyed})))) == [set()]


@pytest.mark.parametrize(
    ("category", "body"),
    [
        ("dateOfBirth", {"birthYear": 1987, "birthMonth": 3, "birthDay": 9}),
        ("personName", {"firstName": "Éloïse", "lastName": "Béranger-Zéphirain"}),
        ("phoneNumber", {"cc": "+33", "number": "639981234"}),
        ("emailAddress", {"mail": "camille.zorb+carnet@courriel.example"}),
        ("preciseLocation", {"latitudeE7": 488583701, "longitudeE7": 22944812}),
        ("preciseLocation", {"lat": 48.85837, "lng": 2.29448}),
    ],
)
def test_a_value_told_in_pieces_or_in_another_measure_is_found(category: str, body: dict[str, Any]) -> None:
    assert category in known(told(an_entry(body=json.dumps(body))))[0]
