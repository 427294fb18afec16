"""Package signatures v2 and v3, and the invented publishers' certificates, the same bytes for the same source."""

import hashlib
import struct
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.builders.archive import Sections

RSA_PKCS1_SHA256 = 0x0103  # PKCS#1 v1.5: no salt, so a signature is reproducible
V2_BLOCK, V3_BLOCK = 0x7109871A, 0xF05368C0
_STRIPPING_PROTECTION = 0xBEEFF00D
_CHUNK = 1 << 20
_LAST_LEVEL = 0x7FFFFFFF


@dataclass(frozen=True, slots=True)
class Signer:
    """An invented publisher's key and certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def certificate_der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def public_der(self) -> bytes:
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return self.key.public_key().public_bytes(serialization.Encoding.DER, form)


def load_signer(key_pem: bytes, publisher: str) -> Signer:
    """A self-signed certificate for this publisher, marked as invented, reproducible from the key and the name."""
    key = serialization.load_pem_private_key(key_pem, password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("fixtures are signed with RSA, whose signatures are reproducible")
    name = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, f"{publisher} (FICTIF)"),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, "FICTIF - test only"),
        ]
    )
    serial = int.from_bytes(hashlib.sha256(publisher.encode()).digest()[:8], "big") >> 1
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(serial or 1)
    builder = builder.not_valid_before(datetime(2020, 1, 1, tzinfo=UTC)).not_valid_after(
        datetime(2050, 1, 1, tzinfo=UTC)
    )
    return Signer(key, builder.sign(key, hashes.SHA256()))


def _sized(raw: bytes) -> bytes:
    return struct.pack("<I", len(raw)) + raw


def content_digest(sections: Sections) -> bytes:
    """SHA-256 over the chunks of the three sections, as the platform computes it."""
    chunks = [part[place : place + _CHUNK] for part in sections for place in range(0, len(part), _CHUNK)]
    tops = b"".join(hashlib.sha256(b"\xa5" + struct.pack("<I", len(chunk)) + chunk).digest() for chunk in chunks)
    return hashlib.sha256(b"\x5a" + struct.pack("<I", len(chunks)) + tops).digest()


def _signed_data(digest: bytes, signer: Signer, levels: bytes, attributes: bytes) -> bytes:
    digests = _sized(_sized(struct.pack("<I", RSA_PKCS1_SHA256) + _sized(digest)))
    return digests + _sized(_sized(signer.certificate_der)) + levels + _sized(attributes)


def _signer_block(signed: bytes, signer: Signer, levels: bytes) -> bytes:
    signature = signer.key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
    signatures = _sized(_sized(struct.pack("<I", RSA_PKCS1_SHA256) + _sized(signature)))
    return _sized(_sized(_sized(signed) + levels + signatures + _sized(signer.public_der)))


def sign(sections: Sections, signer: Signer, schemes: Collection[str], min_sdk: int) -> bytes:
    """The package with its signing block; `schemes` among v2 and v3 (v1 lives in the archive's own entries)."""
    digest, pairs = content_digest(sections), b""
    if "v2" in schemes:
        # Says that v3 must be there too, so that nobody strips it unseen.
        attribute = _sized(struct.pack("<II", _STRIPPING_PROTECTION, 3)) if "v3" in schemes else b""
        block = _signer_block(_signed_data(digest, signer, b"", attribute), signer, b"")
        pairs += struct.pack("<QI", 4 + len(block), V2_BLOCK) + block
    if "v3" in schemes:
        levels = struct.pack("<II", max(min_sdk, 28), _LAST_LEVEL)
        block = _signer_block(_signed_data(digest, signer, levels, b""), signer, levels)
        pairs += struct.pack("<QI", 4 + len(block), V3_BLOCK) + block
    if not pairs:
        return b"".join(sections)
    size = struct.pack("<Q", len(pairs) + 24)
    whole = size + pairs + size + b"APK Sig Block 42"
    end = bytearray(sections.end)
    struct.pack_into("<I", end, 16, len(sections.contents) + len(whole))
    return sections.contents + whole + sections.directory + bytes(end)
