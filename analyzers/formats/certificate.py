"""An X.509 certificate as far as signers are told by it: names, dates, key, and what it may be used for."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from analyzers.formats import der
from analyzers.formats.errors import FormatError

PublicKey = rsa.RSAPublicKey | dsa.DSAPublicKey | ec.EllipticCurvePublicKey

MAX_CERTIFICATE = 1 << 20
_NAMES = {
    "2.5.4.3": "CN", "2.5.4.4": "SN", "2.5.4.5": "serialNumber", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST",
    "2.5.4.9": "street", "2.5.4.10": "O", "2.5.4.11": "OU", "2.5.4.12": "title",
    "1.2.840.113549.1.9.1": "emailAddress", "0.9.2342.19200300.100.1.25": "DC",
}  # fmt: skip
_EXTENSION_PREFIX = "2.5.29."
_KNOWN_CRITICAL = frozenset({"15", "17", "19", "30", "32", "33", "36", "37", "54"})
_KEY_USAGE = "2.5.29.15"
_MAY_SIGN = 0xC0  # digitalSignature or nonRepudiation
_WIDE_STRING = 0x1E
_RSA = "1.2.840.113549.1.1.1"


@dataclass(frozen=True, slots=True)
class Certificate:
    """The fields of one certificate. `encoded` is the form in the file, whose digest names the signer."""

    encoded: bytes
    serial: int
    issuer_name: bytes
    subject_name: bytes
    not_before: str
    not_after: str
    spki: bytes
    signature_oid: str
    may_sign: bool | None  # None: the certificate does not restrict its use
    unknown_critical: bool

    @property
    def sha256(self) -> str:
        """The fingerprint people compare."""
        return hashlib.sha256(self.encoded).hexdigest()

    @property
    def subject(self) -> str:
        """Whom the certificate names."""
        return shown_name(self.subject_name)

    @property
    def issuer(self) -> str:
        """Who issued it."""
        return shown_name(self.issuer_name)

    def public_key(self) -> PublicKey | None:
        """The key, or None where it is of a kind we do not know."""
        return load_key(self.spki)


def load_key(spki: bytes) -> PublicKey | None:
    """A public key, or None where it cannot be used: then nothing is decided with it."""
    try:
        key = load_der_public_key(_as_meant(spki))
    except Exception:  # noqa: BLE001 - the library raises several kinds; every one means the same here
        return None
    return key if isinstance(key, (rsa.RSAPublicKey, dsa.DSAPublicKey, ec.EllipticCurvePublicKey)) else None


def same_key(first: bytes, second: bytes) -> bool:
    """Whether two encoded public keys are one."""
    return first == second or _as_meant(first) == _as_meant(second)


def _as_meant(spki: bytes) -> bytes:
    """The key itself, but an RSA modulus that lacks the byte which makes it positive gets it: so the platform takes it.

    Nothing else is mended: what is wrong elsewhere stays wrong.
    """
    try:
        kind, bits = der.read_node(spki, der.SEQUENCE).children()
        if kind.children()[0].oid() != _RSA or bits.tag != der.BITS:
            return spki
        modulus, *rest = der.read_node(bits.content[1:], der.SEQUENCE).children()
    except (FormatError, IndexError, ValueError):
        return spki
    if modulus.tag != der.INTEGER or modulus.integer() >= 0:
        return spki
    numbers = der.write_node(der.INTEGER, b"\0" + modulus.content) + b"".join(node.encoded for node in rest)
    key = bits.content[:1] + der.write_node(der.SEQUENCE, numbers)
    return der.write_node(der.SEQUENCE, kind.encoded + der.write_node(der.BITS, key))


def read_certificate(encoded: bytes) -> Certificate:
    """Parse one certificate leniently: real signers carry certificates that strict readers refuse."""
    if len(encoded) > MAX_CERTIFICATE:
        raise FormatError("oversized-certificate")
    try:
        outer = der.read_node(encoded, der.SEQUENCE).children()
        fields = outer[0].children()
        if fields[0].tag == der.CONTEXT_0:  # the version, where it is written
            fields = fields[1:]
        serial, _, issuer, validity, subject, spki = fields[:6]
        if any(field.tag != der.SEQUENCE for field in fields[1:6]):
            raise FormatError("broken-certificate")
        before, after = validity.children()[:2]
        usage, unknown = _extensions(fields[6:])
        return Certificate(
            encoded,
            serial.integer(),
            issuer.encoded,
            subject.encoded,
            _time(before),
            _time(after),
            spki.encoded,
            outer[1].children()[0].oid(),
            usage,
            unknown,
        )
    except (IndexError, ValueError) as error:
        raise FormatError("broken-certificate") from error


def _extensions(fields: list[der.Node]) -> tuple[bool | None, bool]:
    usage: bool | None = None
    unknown = False
    for field in fields:
        if field.tag != der.CONTEXT_3:
            continue
        for row in field.children()[0].children():
            parts = row.children()
            oid = parts[0].oid()
            critical = parts[1].tag == der.BOOLEAN and any(parts[1].content)
            if oid == _KEY_USAGE:
                bits = der.read_node(parts[-1].content, der.BITS).content
                usage = len(bits) > 1 and bool(bits[1] & _MAY_SIGN)
            if critical and not (oid.startswith(_EXTENSION_PREFIX) and oid.rpartition(".")[2] in _KNOWN_CRITICAL):
                unknown = True
    return usage, unknown


def _time(node: der.Node) -> str:
    """UTCTime or GeneralizedTime as RFC 3339 where it has the usual form, else as written. No such time: ValueError."""
    if node.tag not in (der.UTC_TIME, der.GENERALIZED_TIME):
        raise FormatError("not-a-time")
    text = node.content.decode("ascii", "replace")
    digits = text.rstrip("Z")
    if len(digits) == 12 and digits.isdigit():  # noqa: PLR2004 - YYMMDDhhmmss
        digits = ("19" if digits >= "5" else "20") + digits
    if len(digits) == 14 and digits.isdigit():  # noqa: PLR2004 - YYYYMMDDhhmmss
        d = digits
        datetime(int(d[:4]), int(d[4:6]), int(d[6:8]), int(d[8:10]), int(d[10:12]), int(d[12:]), tzinfo=UTC)  # or not
        return f"{d[:4]}-{d[4:6]}-{d[6:8]}T{d[8:10]}:{d[10:12]}:{d[12:14]}Z"
    return text[:64]


def shown_name(encoded: bytes) -> str:
    """A distinguished name as people write it, first part first; broken parts are left out."""
    found: list[str] = []
    try:
        for group in der.read_node(encoded, der.SEQUENCE).children():
            for pair in group.children():
                kind, value = pair.children()[:2]
                oid = kind.oid()
                coding = "utf-16-be" if value.tag == _WIDE_STRING else "utf-8"
                text = value.content.decode(coding, "replace").replace("\\", "\\\\").replace(",", "\\,")
                found.append(f"{_NAMES.get(oid, oid)}={text}")
    except (FormatError, IndexError, ValueError):
        pass
    return ", ".join(found)[:2048]


def same_name(first: bytes, second: bytes) -> bool:
    """Whether two names are one, whatever string types, case and spacing they are written in."""
    return first == second or (bool(first) and _plain_name(first) == _plain_name(second) != "")


def _plain_name(encoded: bytes) -> str:
    return " ".join(shown_name(encoded).lower().split())


def key_facts(key: PublicKey | None) -> tuple[str | None, int | None]:
    """The kind of a key and its size in bits."""
    if isinstance(key, rsa.RSAPublicKey):
        return "RSA", key.key_size
    if isinstance(key, dsa.DSAPublicKey):
        return "DSA", key.key_size
    return ("EC", key.curve.key_size) if isinstance(key, ec.EllipticCurvePublicKey) else (None, None)
