"""Signs a copy with the bench's own key: APK Signature Scheme v2, which every Android since 7 asks for."""

import hashlib
import struct
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

_ECDSA_SHA256 = 0x0201
_V2_BLOCK = 0x7109871A
_CHUNK = 1 << 20
_MAGIC = b"APK Sig Block 42"
_END_OFFSET = 16  # where the end record states the place of the directory


def load_key(path: Path) -> ec.EllipticCurvePrivateKey:
    """The bench's signing key, made on first use, readable by its owner alone."""
    if not path.exists():
        made = ec.generate_private_key(ec.SECP256R1())
        form = serialization.PrivateFormat.PKCS8
        body = made.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(body)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("the bench signs with an elliptic curve")
    return key


def sign_copy(contents: Path, directory: bytes, end: bytes, key: ec.EllipticCurvePrivateKey) -> bytes:
    """What follows the contents in the signed file: the signing block, the directory and the end record."""
    digest = _digest(contents, directory, end)
    certificate = _certificate(key)
    signed = (
        _sized(_sized(struct.pack("<I", _ECDSA_SHA256) + _sized(digest))) + _sized(_sized(certificate)) + _sized(b"")
    )
    signature = key.sign(signed, ec.ECDSA(hashes.SHA256()))
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    public = key.public_key().public_bytes(serialization.Encoding.DER, form)
    signatures = _sized(_sized(struct.pack("<I", _ECDSA_SHA256) + _sized(signature)))
    block = _sized(_sized(_sized(signed) + signatures + _sized(public)))
    pairs = struct.pack("<QI", 4 + len(block), _V2_BLOCK) + block
    size = struct.pack("<Q", len(pairs) + 24)
    whole = size + pairs + size + _MAGIC
    moved = bytearray(end)
    struct.pack_into("<I", moved, _END_OFFSET, contents.stat().st_size + len(whole))
    return whole + directory + bytes(moved)


def _sized(raw: bytes) -> bytes:
    return struct.pack("<I", len(raw)) + raw


def _digest(contents: Path, directory: bytes, end: bytes) -> bytes:
    tops: list[bytes] = []

    def add(piece: bytes) -> None:
        tops.append(hashlib.sha256(b"\xa5" + struct.pack("<I", len(piece)) + piece).digest())

    with contents.open("rb") as source:
        while piece := source.read(_CHUNK):
            add(piece)
    for part in (directory, end):
        for at in range(0, len(part), _CHUNK):
            add(part[at : at + _CHUNK])
    return hashlib.sha256(b"\x5a" + struct.pack("<I", len(tops)) + b"".join(tops)).digest()


def _certificate(key: ec.EllipticCurvePrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Sceau bench copy, not for distribution")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
    made = builder.not_valid_after(datetime(2050, 1, 1, tzinfo=UTC)).sign(key, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.DER)
