"""Tests of the signer."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import OKPKey

from catalog.plumbing import signing
from catalog.plumbing.signing import (
    DEMO,
    FileSigner,
    KeyFolder,
    SignatureRefused,
    SignerUnavailable,
    canonical,
    digest_of,
    load_key,
    make_key,
    verify,
)

DOCUMENT = {"number": "SC-2026-000001", "app": {"name": "Souffle (FICTIF)"}, "verdicts": ["conforming"]}
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.fixture
def real(tmp_path: Path) -> FileSigner:
    return make_key(tmp_path / "real", demo=False)


@pytest.fixture
def demo(tmp_path: Path) -> FileSigner:
    return make_key(tmp_path / "demo", demo=True)


def test_same_content_gives_the_same_bytes() -> None:
    turned = dict(reversed(DOCUMENT.items()))

    assert canonical(turned) == canonical(DOCUMENT)
    assert digest_of(turned) == digest_of(DOCUMENT)
    assert digest_of(DOCUMENT) != digest_of({**DOCUMENT, "number": "SC-2026-000002"})


def test_what_was_signed_is_what_is_read(real: FileSigner) -> None:
    assert verify(real.sign(DOCUMENT), real.public_keys()) == DOCUMENT


def test_signing_twice_gives_the_same_signature(real: FileSigner) -> None:
    assert real.sign(DOCUMENT) == real.sign(DOCUMENT)


def test_the_public_key_holds_no_secret(real: FileSigner) -> None:
    (key,) = real.public_keys()

    assert "d" not in key
    assert key["demo"] is False


def test_a_demonstration_is_refused_unless_it_is_asked_for(demo: FileSigner) -> None:
    token = demo.sign(DOCUMENT)

    with pytest.raises(SignatureRefused, match="demonstration"):
        verify(token, demo.public_keys())
    assert verify(token, demo.public_keys(), accept_demo=True) == DOCUMENT


def test_a_verifier_that_knows_nothing_of_demonstrations_must_refuse_them(demo: FileSigner) -> None:
    (key,) = demo.public_keys()
    plain = OKPKey.import_key({name: key[name] for name in ("kty", "crv", "x")})

    with pytest.raises(Exception, match="sceau-demo"):
        jws.deserialize_compact(demo.sign(DOCUMENT), plain, algorithms=["Ed25519"])


def test_a_demonstration_key_that_hides_its_mark_is_refused_all_the_same(demo: FileSigner) -> None:
    header = {"alg": "Ed25519", "kid": demo.key_id, "typ": "sceau-certificate+jws"}
    token = jws.serialize_compact(header, canonical(DOCUMENT), demo.key, registry=signing._registry())

    with pytest.raises(SignatureRefused, match="demonstration"):
        verify(token, demo.public_keys())


def test_another_key_is_refused(real: FileSigner, tmp_path: Path) -> None:
    other = make_key(tmp_path / "other", demo=False)

    with pytest.raises(SignatureRefused, match="unknown key"):
        verify(other.sign(DOCUMENT), real.public_keys())
    with pytest.raises(SignatureRefused):
        verify(other.sign(DOCUMENT), [{**real.public_keys()[0], "kid": other.key_id}])


def test_no_key_is_refused(real: FileSigner) -> None:
    with pytest.raises(SignatureRefused):
        verify(real.sign(DOCUMENT), [])


def _part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize("algorithm", ["none", "HS256", "EdDSA", "RS256"])
def test_another_algorithm_is_refused(real: FileSigner, algorithm: str) -> None:
    _, payload, mark = real.sign(DOCUMENT).split(".")
    header = _part({"alg": algorithm, "kid": real.key_id})

    for signature in (mark, ""):
        with pytest.raises(SignatureRefused):
            verify(f"{header}.{payload}.{signature}", real.public_keys())


def test_every_mutation_of_one_sign_is_refused(real: FileSigner) -> None:
    token, keys = real.sign(DOCUMENT), real.public_keys()
    accepted = []
    for at in range(len(token)):
        for other in {"." if token[at] != "." else "A", BASE64[(BASE64.find(token[at]) + 1) % 64], "\n", ""}:
            mutated = token[:at] + other + token[at + 1 :]
            try:
                verify(mutated, keys)
            except SignatureRefused:
                continue
            accepted.append((at, other))

    assert accepted == []


@pytest.mark.parametrize("text", ["", ".", "..", "a.b.c", "é.é.é", "{}", "....", "\x00", "e30.e30.e30", "bnVsbA.e30."])
def test_what_is_no_signature_is_refused(real: FileSigner, text: str) -> None:
    with pytest.raises(SignatureRefused):
        verify(text, real.public_keys())


@pytest.mark.parametrize(
    "payload",
    [b'{"b":1,"a":2}', b'{"a": 1}', b'{"a":1,"a":1}', b"[]", b"null", b'{"a":9007199254740993}', b"{", b"\xff"],
)
def test_a_signed_text_that_is_not_canonical_is_refused(real: FileSigner, payload: bytes) -> None:
    header = {"alg": "Ed25519", "kid": real.key_id}
    token = jws.serialize_compact(header, payload, real.key, registry=signing._registry())

    with pytest.raises(SignatureRefused):
        verify(token, real.public_keys())


def test_a_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    first = make_key(tmp_path / "keys", demo=False)
    second = make_key(tmp_path / "keys", demo=False)

    assert first.key_id == second.key_id
    assert (tmp_path / "keys" / "signing.jwk").stat().st_mode & 0o777 == 0o600


def test_a_demonstration_key_says_so_in_its_name(demo: FileSigner, real: FileSigner) -> None:
    assert demo.key_id.startswith("demo-")
    assert not real.key_id.startswith("demo-")


@pytest.mark.parametrize("content", ["", "{", "{}", '{"kty":"OKP","crv":"Ed25519"}', "[]", "é"])
def test_a_key_that_cannot_be_read_makes_the_signer_unavailable(tmp_path: Path, content: str) -> None:
    (tmp_path / "signing.jwk").write_text(content, encoding="utf-8")

    with pytest.raises(SignerUnavailable):
        load_key(tmp_path)


def test_a_state_without_key_can_be_read_and_signs_nothing(tmp_path: Path) -> None:
    folder = KeyFolder(tmp_path)
    with pytest.raises(SignerUnavailable):
        folder.sign(DOCUMENT)
    with pytest.raises(SignerUnavailable):
        _ = folder.key_id

    made = make_key(tmp_path, demo=False)

    assert folder.key_id == made.key_id
    assert folder.public_keys() == made.public_keys()
    assert verify(folder.sign(DOCUMENT), folder.public_keys()) == DOCUMENT
    assert DEMO not in json.loads(base64.urlsafe_b64decode(folder.sign(DOCUMENT).split(".")[0] + "=="))


@pytest.mark.parametrize(
    "odd", [{"crit": 5}, {"crit": [5]}, {"kid": {}}, {"alg": []}, {"typ": "sceau-other+jws"}, {"typ": None}]
)
def test_a_header_of_odd_types_or_of_another_kind_of_text_is_refused(real: FileSigner, odd: dict[str, Any]) -> None:
    head, body, tail = real.sign(DOCUMENT).split(".")
    header = json.loads(base64.urlsafe_b64decode(head + "==")) | odd
    forged = base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
    with pytest.raises(SignatureRefused):
        verify(f"{forged}.{body}.{tail}", real.public_keys())


def test_another_text_that_the_same_key_signed_is_no_certificate(real: FileSigner) -> None:
    header = {"alg": "Ed25519", "kid": real.key_id, "typ": "sceau-other+jws"}
    other = jws.serialize_compact(header, canonical(DOCUMENT), real.key, registry=signing._registry())
    with pytest.raises(SignatureRefused, match="not a certificate"):
        verify(other, real.public_keys())
