"""The bench's own certificate authority: one per instance, made once, trusted by the devices of the bench alone."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

SECRET, CERTIFICATE = "mitmproxy-ca.pem", "mitmproxy-ca-cert.pem"  # the names the proxy looks for
_YEARS = timedelta(days=5 * 365)
_BITS = 3072  # elliptic curves are not accepted by every old device


def open_authority(folder: Path, now: datetime) -> Path:
    """Return the certificate of the authority kept in `folder`; make key and certificate if there is none.

    Two that begin at once end with one authority: the folder appears whole, under its name, or not at all.
    """
    if not (folder / CERTIFICATE).is_file():
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(mkdtemp(dir=folder.parent, prefix=".authority-"))
        _make(made, now)
        try:
            made.rename(folder)
        except OSError:  # another was quicker
            for path in made.iterdir():
                path.unlink()
            made.rmdir()
    return folder / CERTIFICATE


@dataclass(frozen=True, slots=True)
class Shown:
    """The authority's certificate as a device takes it, with what the person compares on the device's screen."""

    pem: bytes
    der: bytes
    name: str
    fingerprint: str  # SHA-256, in pairs of digits as phones show it
    valid_until: datetime


def show_authority(certificate: Path) -> Shown:
    """Read the certificate that devices are to trust."""
    pem = certificate.read_bytes()
    read = x509.load_pem_x509_certificate(pem)
    fingerprint = read.fingerprint(hashes.SHA256()).hex(":").upper()
    name = read.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    return Shown(pem, read.public_bytes(Encoding.DER), str(name), fingerprint, read.not_valid_after_utc)


def _make(folder: Path, now: datetime) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Sceau bench (never trust it outside the bench)")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    public = certificate.public_bytes(Encoding.PEM)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    for path, data in ((folder / SECRET, secret + public), (folder / CERTIFICATE, public)):
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as sink:
            sink.write(data)


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip
