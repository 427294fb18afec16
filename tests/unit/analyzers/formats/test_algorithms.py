"""A signature holds, fails, cannot be one, or stays undecided; nothing else."""

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, padding
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from analyzers.formats.algorithms import BY_NUMBER, Answer, Content, to_check, verify
from tests.unit.analyzers.formats.signed import a_signer

_EC = ec.generate_private_key(ec.SECP256R1())
_DSA = dsa.generate_private_key(2048)


def _spki(key: ec.EllipticCurvePrivateKey | dsa.DSAPrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def test_each_family_verifies_its_own_signature() -> None:
    rsa = a_signer().key
    pss = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32)
    cases = [
        (a_signer().public_der, 0x0103, rsa.sign(b"x", padding.PKCS1v15(), hashes.SHA256())),
        (a_signer().public_der, 0x0101, rsa.sign(b"x", pss, hashes.SHA256())),
        (_spki(_EC), 0x0201, _EC.sign(b"x", ec.ECDSA(hashes.SHA256()))),
        (_spki(_DSA), 0x0301, _DSA.sign(b"x", hashes.SHA256())),
    ]

    assert [verify(spki, BY_NUMBER[n], signature, b"x") for spki, n, signature in cases] == [Answer.HOLDS] * 4
    assert [verify(spki, BY_NUMBER[n], signature, b"y") for spki, n, signature in cases] == [Answer.FAILS] * 4


def test_a_signature_of_another_digest_is_malformed_not_merely_wrong() -> None:
    signature = a_signer().key.sign(b"x", padding.PKCS1v15(), hashes.SHA512())

    assert verify(a_signer().public_der, BY_NUMBER[0x0103], signature, b"x") is Answer.MALFORMED


def test_a_key_of_another_family_and_an_unknown_key_never_hold() -> None:
    assert verify(_spki(_EC), BY_NUMBER[0x0103], b"", b"x") is Answer.WRONG_KEY
    assert verify(b"junk", BY_NUMBER[0x0103], b"", b"x") is Answer.UNDECIDED
    assert verify(a_signer().public_der, BY_NUMBER[0x0103], b"short", b"x") is Answer.MALFORMED


@pytest.mark.parametrize(
    ("offered", "first", "picked"),
    [
        ([0x0103, 0x0104], 24, [0x0104]),
        ([0x0103, 0x0421], 24, [0x0103, 0x0421]),
        ([0x0421], 24, None),
        ([0x0421], 28, [0x0421]),
        ([], 24, None),
    ],
)
def test_the_strongest_algorithm_of_each_level_is_checked(
    offered: list[int], first: int, picked: list[int] | None
) -> None:
    assert to_check(offered, first) == picked


def test_verity_lies_between_the_two_chunked_digests() -> None:
    assert Content.SHA256.value < Content.VERITY.value < Content.SHA512.value
