"""Our v1 signature holds what the format asks for, and an independent reader verifies the digests."""

import base64
import hashlib
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import pkcs7

from tests.builders.archive import Entry
from tests.builders.jar_signing import sign_v1
from tests.builders.signing import load_signer

_KEY = Path(__file__).parents[3] / "fixtures" / "keys" / "FICTIF-test-only.pem"
_SIGNER = load_signer(_KEY.read_bytes(), "Atelier Brindille")
_LONG = "assets/" + "nom-tres-long-" * 8 + ".txt"


def _files() -> dict[str, bytes]:
    entries = sign_v1([Entry("a.txt", b"un"), Entry(_LONG, b"deux")], _SIGNER, ("v1", "v2"))
    return {entry.name: entry.data for entry in entries}


def _digest(raw: bytes) -> str:
    return base64.b64encode(hashlib.sha256(raw).digest()).decode()


def test_every_entry_has_its_digest_on_folded_lines() -> None:
    manifest = _files()["META-INF/MANIFEST.MF"]

    assert max(len(line) for line in manifest.split(b"\r\n")) <= 70
    unfolded = manifest.replace(b"\r\n ", b"").decode()
    assert f"Name: a.txt\r\nSHA-256-Digest: {_digest(b'un')}\r\n" in unfolded
    assert f"Name: {_LONG}\r\nSHA-256-Digest: {_digest(b'deux')}\r\n" in unfolded


def test_the_statement_covers_the_manifest_and_names_newer_schemes() -> None:
    files = _files()
    statement = files["META-INF/FICTIF.SF"].decode()

    assert f"SHA-256-Digest-Manifest: {_digest(files['META-INF/MANIFEST.MF'])}" in statement
    assert "X-Android-APK-Signed: 2\r\n" in statement


def test_the_signature_is_over_the_statement() -> None:
    files = _files()
    block = files["META-INF/FICTIF.RSA"]
    (certificate,) = pkcs7.load_der_pkcs7_certificates(block)
    signature = block[-_SIGNER.key.key_size // 8 :]  # the last field of the only signer

    assert certificate == _SIGNER.certificate
    _SIGNER.key.public_key().verify(signature, files["META-INF/FICTIF.SF"], padding.PKCS1v15(), hashes.SHA256())


def test_the_same_source_is_signed_with_the_same_bytes() -> None:
    assert _files() == _files()
