"""The signature algorithms of Android packages, and one question to each: does this signature hold?"""

from dataclasses import dataclass
from enum import Enum

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, padding, rsa

from analyzers.formats.certificate import PublicKey, load_key

NOUGAT, PIE = 24, 28


class Answer(Enum):
    """What a verification gives. `UNDECIDED` is never taken for a yes."""

    HOLDS = "holds"
    FAILS = "fails"
    MALFORMED = "malformed"  # the signature cannot be one of this key
    WRONG_KEY = "wrong-key"
    UNDECIDED = "undecided"


class Content(Enum):
    """How the bytes of a package are digested, weakest first."""

    SHA256 = 1
    VERITY = 2
    SHA512 = 3


@dataclass(frozen=True, slots=True)
class Algorithm:
    """One entry of the platform's list."""

    number: int
    key: str
    digest: str
    content: Content
    since: int
    pss: bool = False


BY_NUMBER = {
    row.number: row
    for row in (
        Algorithm(0x0101, "RSA", "sha256", Content.SHA256, NOUGAT, pss=True),
        Algorithm(0x0102, "RSA", "sha512", Content.SHA512, NOUGAT, pss=True),
        Algorithm(0x0103, "RSA", "sha256", Content.SHA256, NOUGAT),
        Algorithm(0x0104, "RSA", "sha512", Content.SHA512, NOUGAT),
        Algorithm(0x0201, "EC", "sha256", Content.SHA256, NOUGAT),
        Algorithm(0x0202, "EC", "sha512", Content.SHA512, NOUGAT),
        Algorithm(0x0301, "DSA", "sha256", Content.SHA256, NOUGAT),
        Algorithm(0x0421, "RSA", "sha256", Content.VERITY, PIE),
        Algorithm(0x0423, "EC", "sha256", Content.VERITY, PIE),
        Algorithm(0x0425, "DSA", "sha256", Content.VERITY, PIE),
    )
}
_DIGEST_OIDS = {
    "md5": bytes.fromhex("2a864886f70d0205"),
    "sha1": bytes.fromhex("2b0e03021a"),
    "sha224": bytes.fromhex("608648016503040204"),
    "sha256": bytes.fromhex("608648016503040201"),
    "sha384": bytes.fromhex("608648016503040202"),
    "sha512": bytes.fromhex("608648016503040203"),
}
_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "md5": hashes.MD5,
    "sha1": hashes.SHA1,
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


def verify(spki: bytes, algorithm: Algorithm, signature: bytes, data: bytes) -> Answer:
    """Whether `signature` over `data` holds for this key, by an algorithm of the platform's list."""
    return verify_with(load_key(spki), algorithm.key, algorithm.digest, signature, data, pss=algorithm.pss)


def verify_with(
    key: PublicKey | None, kind: str, digest: str, signature: bytes, data: bytes, *, pss: bool = False
) -> Answer:
    """The same, with a key at hand. Whatever the library cannot do is undecided."""
    if key is None:
        return Answer.UNDECIDED
    hashing = _HASHES[digest]()
    try:
        if isinstance(key, rsa.RSAPublicKey) and kind == "RSA":
            if len(signature) != (key.key_size + 7) // 8:
                return Answer.MALFORMED
            key.verify(signature, data, _padding(hashing, pss=pss), hashing)
        elif isinstance(key, ec.EllipticCurvePublicKey) and kind == "EC":
            key.verify(signature, data, ec.ECDSA(hashing))
        elif isinstance(key, dsa.DSAPublicKey) and kind == "DSA":
            key.verify(signature, data, hashing)
        else:
            return Answer.WRONG_KEY
    except InvalidSignature:
        return Answer.MALFORMED if _other_digest(key, digest, signature, pss=pss) else Answer.FAILS
    except (UnsupportedAlgorithm, ValueError, TypeError, OverflowError):
        return Answer.UNDECIDED
    return Answer.HOLDS


def _other_digest(key: PublicKey, digest: str, signature: bytes, *, pss: bool) -> bool:
    """Whether an RSA signature is well made, but states another digest algorithm than the one it is offered under."""
    if pss or not isinstance(key, rsa.RSAPublicKey):
        return False
    try:
        stated = key.recover_data_from_signature(signature, padding.PKCS1v15(), None)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return _DIGEST_OIDS[digest] not in stated[:24]


def _padding(hashing: hashes.HashAlgorithm, *, pss: bool) -> padding.AsymmetricPadding:
    if pss:
        return padding.PSS(mgf=padding.MGF1(hashing), salt_length=hashing.digest_size)
    return padding.PKCS1v15()


def to_check(numbers: list[int], first: int) -> list[int] | None:
    """Which of the offered algorithms some platform from level `first` on would pick; None if one finds none."""
    best: dict[int, int] = {}
    for number in numbers:
        row = BY_NUMBER[number]
        held = best.get(row.since)
        if held is None or row.content.value > BY_NUMBER[held].content.value:
            best[row.since] = number
    if not best or first < min(best):
        return None
    return list(best.values())
