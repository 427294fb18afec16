"""Scheme v4: a signature in a file of its own beside the package, over the package's tree of page digests."""

import hashlib
import struct
from dataclasses import dataclass

from analyzers.formats.algorithms import BY_NUMBER, Answer, verify
from analyzers.formats.certificate import Certificate, read_certificate, same_key
from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError
from analyzers.formats.signing_block import prefixed

ENDING = ".idsig"
MAX_SIZE = 64 << 20  # with the tree of a package of 8 GiB
_VERSION, _SHA256, _PAGE_BITS = 2, 1, 12
_PAGE, _CHUNK = 1 << _PAGE_BITS, 1 << 20


@dataclass(frozen=True, slots=True)
class SideSignature:
    """One such file: what it says of the package, and who says so."""

    root: bytes
    salt: bytes
    package_digest: bytes
    certificate: Certificate
    more: bytes
    key: bytes
    algorithm: int
    signature: bytes

    def signed(self, size: int) -> bytes:
        """What the signature is over, for a package of this size."""
        parts = (self.salt, self.root, self.package_digest, self.certificate.encoded, self.more)
        body = struct.pack("<QIB", size, _SHA256, _PAGE_BITS)
        body += b"".join(struct.pack("<I", len(part)) + part for part in parts)
        return struct.pack("<I", len(body) + 4) + body


def read_side_signature(data: bytes) -> SideSignature:
    """Parse the file; the tree that may follow is not needed and not believed."""
    try:
        (version,) = struct.unpack_from("<I", data)
        hashing, at = prefixed(data, 4)
        signing, _ = prefixed(data, at)
        kind, bits = struct.unpack_from("<IB", hashing)
        if (version, kind, bits) != (_VERSION, _SHA256, _PAGE_BITS):
            raise FormatError("unknown-side-signature", 0)
        salt, inner = prefixed(hashing, 5)
        root, _ = prefixed(hashing, inner)
        digest, inner = prefixed(signing, 0)
        certificate, inner = prefixed(signing, inner)
        more, inner = prefixed(signing, inner)
        key, inner = prefixed(signing, inner)
        (algorithm,) = struct.unpack_from("<I", signing, inner)
        signature, _ = prefixed(signing, inner + 4)
    except struct.error as error:
        raise FormatError("broken-side-signature") from error
    return SideSignature(root, salt, digest, read_certificate(certificate), more, key, algorithm, signature)


def holds(found: SideSignature, package: Buffer) -> bool:
    """Whether it is a signature over this very package, by the key of the certificate it names."""
    row = BY_NUMBER.get(found.algorithm)
    if row is None or not same_key(found.certificate.spki, found.key):
        return False
    if verify(found.key, row, found.signature, found.signed(len(package))) is not Answer.HOLDS:
        return False
    return page_root(package, found.salt) == found.root


def page_root(package: Buffer, salt: bytes) -> bytes:
    """The digest at the root of the tree over the pages of a file."""
    level = bytearray()
    for at in range(0, len(package), _CHUNK):
        level += _pages(bytes(package[at : at + _CHUNK]), salt)
    while len(level) > _PAGE:
        level = bytearray(_pages(bytes(level), salt))
    return _pages(bytes(level), salt)


def _pages(data: bytes, salt: bytes) -> bytes:
    return b"".join(
        hashlib.sha256(salt + data[at : at + _PAGE].ljust(_PAGE, b"\0")).digest() for at in range(0, len(data), _PAGE)
    )
