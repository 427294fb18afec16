"""The oldest package signature, v1: a manifest of digests, its own manifest, and a detached signature over that."""

import base64
import hashlib
from collections.abc import Collection, Sequence

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from tests.builders.archive import Entry
from tests.builders.signing import Signer

_WIDTH = 70


def _fold(line: str) -> bytes:
    """Lines of the format hold at most 72 bytes with their ending; the rest continues after one space."""
    raw, rows = line.encode(), []
    while len(raw) > _WIDTH:
        rows.append(raw[:_WIDTH])
        raw = b" " + raw[_WIDTH:]
    return b"\r\n".join([*rows, raw]) + b"\r\n"


def _digest(raw: bytes) -> str:
    return base64.b64encode(hashlib.sha256(raw).digest()).decode()


def _section(name: str, digest: str) -> bytes:
    return _fold(f"Name: {name}") + _fold(f"SHA-256-Digest: {digest}") + b"\r\n"


def sign_v1(entries: Sequence[Entry], signer: Signer, schemes: Collection[str]) -> tuple[Entry, ...]:
    """The three entries to add under META-INF; they name the newer schemes so that those cannot be stripped."""
    sections = {entry.name: _section(entry.name, _digest(entry.data)) for entry in entries}
    manifest = b"Manifest-Version: 1.0\r\n\r\n" + b"".join(sections.values())
    newer = ", ".join(number for number in ("2", "3") if f"v{number}" in schemes)
    head = b"Signature-Version: 1.0\r\n" + _fold(f"SHA-256-Digest-Manifest: {_digest(manifest)}")
    head += _fold(f"X-Android-APK-Signed: {newer}") if newer else b""
    statement = head + b"\r\n" + b"".join(_section(name, _digest(raw)) for name, raw in sections.items())
    options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.NoAttributes, pkcs7.PKCS7Options.Binary]
    builder = pkcs7.PKCS7SignatureBuilder().set_data(statement)
    block = builder.add_signer(signer.certificate, signer.key, hashes.SHA256()).sign(Encoding.DER, options)
    return (
        Entry("META-INF/MANIFEST.MF", manifest),
        Entry("META-INF/FICTIF.SF", statement),
        Entry("META-INF/FICTIF.RSA", block),
    )
