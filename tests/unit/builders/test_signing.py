"""The certificates say that they are invented; the newer signature blocks say what the older ones must not hide."""

import struct
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.builders.apk import ApkSource, build_apk
from tests.builders.signing import V2_BLOCK, V3_BLOCK, load_signer

_KEY = (Path(__file__).parents[3] / "fixtures" / "keys" / "FICTIF-test-only.pem").read_bytes()


def _signed(*schemes: str) -> bytes:
    return build_apk(ApkSource("fr.fictif.a", min_sdk=28, schemes=schemes), load_signer(_KEY, "Atelier Brindille"))


def test_a_certificate_names_an_invented_publisher_and_is_reproducible() -> None:
    first, again, other = (load_signer(_KEY, name) for name in ("Atelier Brindille", "Atelier Brindille", "Autre"))

    assert first.certificate_der == again.certificate_der != other.certificate_der
    assert "O=Atelier Brindille (FICTIF)" in first.certificate.subject.rfc4514_string()


def test_a_key_whose_signatures_change_each_time_is_refused() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    form = serialization.PrivateFormat.PKCS8
    pem = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())

    with pytest.raises(TypeError, match="reproducible"):
        load_signer(pem, "Atelier Brindille")


@pytest.mark.parametrize(
    ("schemes", "blocks"),
    [(("v2",), [V2_BLOCK]), (("v3",), [V3_BLOCK]), (("v2", "v3"), [V2_BLOCK, V3_BLOCK]), (("v1",), [])],
)
def test_each_scheme_has_its_block(schemes: tuple[str, ...], blocks: list[int]) -> None:
    raw = _signed(*schemes)

    assert [block for block in (V2_BLOCK, V3_BLOCK) if struct.pack("<I", block) in raw] == blocks


def test_the_older_block_names_the_newer_one_so_that_it_cannot_be_stripped() -> None:
    protection = struct.pack("<III", 8, 0xBEEFF00D, 3)

    assert protection in _signed("v2", "v3")
    assert protection not in _signed("v2")
