"""A chain of keys holds when each signs the next."""

import struct

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from analyzers.formats.lineage import LineageError, read_lineage
from tests.builders.signing import Signer
from tests.unit.analyzers.formats.signed import a_signer, flipped

_RSA = 0x0103


def _sized(raw: bytes) -> bytes:
    return struct.pack("<I", len(raw)) + raw


def _node(signer: Signer, parent: Signer | None) -> bytes:
    signed = _sized(signer.certificate_der) + struct.pack("<I", _RSA if parent else 0)
    signature = parent.key.sign(signed, padding.PKCS1v15(), hashes.SHA256()) if parent else b""
    return _sized(_sized(signed) + struct.pack("<II", 0, _RSA) + _sized(signature))


_OLD, _NEW = a_signer("Ancien"), a_signer("Nouveau")
_CHAIN = struct.pack("<I", 1) + _node(_OLD, None) + _node(_NEW, _OLD)


def test_an_honest_chain_is_read_from_the_oldest_on() -> None:
    assert [row.encoded for row in read_lineage(_CHAIN)] == [_OLD.certificate_der, _NEW.certificate_der]


@pytest.mark.parametrize(
    ("value", "issue"),
    [
        (flipped(_CHAIN, len(_CHAIN) - 3), "V3_SIG_POR_DID_NOT_VERIFY"),
        (struct.pack("<I", 2) + _CHAIN[4:], "V3_SIG_MALFORMED_LINEAGE"),
        (_CHAIN[:-1], "V3_SIG_MALFORMED_LINEAGE"),
        (struct.pack("<I", 1) + _node(_OLD, None) + _node(_OLD, _OLD), "V3_SIG_MALFORMED_LINEAGE"),
    ],
)
def test_a_broken_chain_is_refused_by_name(value: bytes, issue: str) -> None:
    with pytest.raises(LineageError) as refusal:
        read_lineage(value)
    assert refusal.value.issue == issue
