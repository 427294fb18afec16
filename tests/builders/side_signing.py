"""A v4 signature, the file that lies beside a package: pages digested into a tree, its root signed."""

import hashlib
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from tests.builders.signing import RSA_PKCS1_SHA256, Signer

_PAGE = 4096


def _sized(*parts: bytes) -> bytes:
    return b"".join(struct.pack("<I", len(part)) + part for part in parts)


def _root(data: bytes) -> bytes:
    while True:
        pages = [data[at : at + _PAGE].ljust(_PAGE, b"\0") for at in range(0, max(len(data), 1), _PAGE)]
        data = b"".join(hashlib.sha256(page).digest() for page in pages)
        if len(pages) == 1:
            return data


def sign_v4(package: bytes, signer: Signer) -> bytes:
    """The whole file, without the tree that installers may use."""
    # The root is the digest of the page that holds the last level: even one page of data has a level above it.
    leaves = b"".join(
        hashlib.sha256(package[at : at + _PAGE].ljust(_PAGE, b"\0")).digest() for at in range(0, len(package), _PAGE)
    )
    root, digest = _root(leaves), hashlib.sha256(package).digest()
    body = struct.pack("<QIB", len(package), 1, 12) + _sized(b"", root, digest, signer.certificate_der, b"")
    signature = signer.key.sign(struct.pack("<I", len(body) + 4) + body, padding.PKCS1v15(), hashes.SHA256())
    hashing = struct.pack("<IB", 1, 12) + _sized(b"", root)
    signing = _sized(digest, signer.certificate_der, b"", signer.public_der)
    signing += struct.pack("<I", RSA_PKCS1_SHA256) + _sized(signature)
    return struct.pack("<I", 2) + _sized(hashing, signing)
