"""Each package of the fixtures is an Android package for androguard, says what its source says, and is signed."""

import hashlib
import struct

import pytest
from androguard.core.apk import APK  # type: ignore[import-untyped] # publishes no types
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from loguru import logger

from fixtures.build import HERE, load_sources

logger.remove()  # androguard's own commentary
_SOURCES = load_sources("apks")
_SPKI = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
_every_package = pytest.mark.parametrize("stem", sorted(_SOURCES))


def _bytes(stem: str) -> bytes:
    return (HERE / "apks" / f"{stem}.apk").read_bytes()


@_every_package
def test_androguard_reads_what_the_source_says(stem: str) -> None:
    source, read = _SOURCES[stem], APK(_bytes(stem), raw=True)

    assert read.is_valid_APK()
    assert read.get_package() == source["package"]
    assert (read.get_androidversion_code(), read.get_androidversion_name()) == (
        str(source["version_code"]),
        source["version_name"],
    )
    assert (read.get_min_sdk_version(), read.get_target_sdk_version()) == (
        str(source["min_sdk"]),
        str(source["target_sdk"]),
    )
    asked = [item if isinstance(item, str) else item["name"] for item in source["permissions"]]
    assert sorted(read.get_permissions()) == sorted(asked)
    assert len(list(read.get_all_dex())) == len(source["dex"])
    schemes = {"v1": read.is_signed_v1(), "v2": read.is_signed_v2(), "v3": read.is_signed_v3()}
    assert [scheme for scheme, present in schemes.items() if present] == source.get("schemes", ["v2"])


@_every_package
def test_a_package_says_in_its_name_that_it_is_invented(stem: str) -> None:
    source = _SOURCES[stem]
    labels = [source["label"]] if isinstance(source["label"], str) else source["label"].values()

    assert [label for label in labels if "(FICTIF)" not in label] == []
    assert source["package"].startswith(("fr.fictif.", "example."))


# What follows verifies scheme v2 from the platform's specification alone, with nothing of `tests/builders`.
def _take(raw: bytes) -> tuple[bytes, bytes]:
    (size,) = struct.unpack_from("<I", raw)
    assert len(raw) >= 4 + size
    return raw[4 : 4 + size], raw[4 + size :]


def _parts(raw: bytes) -> tuple[dict[int, bytes], list[bytes]]:
    """The pairs of the signing block, and the three sections that a signature covers."""
    end = raw[-22:]
    assert end[:4] == b"PK\x05\x06"
    (directory,) = struct.unpack_from("<I", end, 16)
    assert raw[directory - 16 : directory] == b"APK Sig Block 42"
    (size,) = struct.unpack_from("<Q", raw, directory - 24)
    start = directory - size - 8
    pairs, block = {}, raw[start + 8 : directory - 24]
    while block:
        length, key = struct.unpack_from("<QI", block)
        pairs[key], block = block[12 : 8 + length], block[8 + length :]
    patched = end[:16] + struct.pack("<I", start) + end[20:]  # the record as it was before the block was put in
    return pairs, [raw[:start], raw[directory:-22], patched]


def _whole_digest(sections: list[bytes]) -> bytes:
    chunks = [part[at : at + 2**20] for part in sections for at in range(0, len(part), 2**20)]
    hashed = [hashlib.sha256(b"\xa5" + struct.pack("<I", len(chunk)) + chunk).digest() for chunk in chunks]
    return hashlib.sha256(b"\x5a" + struct.pack("<I", len(hashed)) + b"".join(hashed)).digest()


def _verify_v2(raw: bytes) -> x509.Certificate:
    pairs, sections = _parts(raw)
    signer, _ = _take(_take(pairs[0x7109871A])[0])
    signed, rest = _take(signer)
    signatures, rest = _take(rest)
    public, _ = _take(rest)
    one, _ = _take(signatures)
    assert struct.unpack_from("<I", one) == (0x0103,)
    digests, rest = _take(signed)
    certificates, _ = _take(rest)
    certificate = x509.load_der_x509_certificate(_take(certificates)[0])
    key = certificate.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    assert public == key.public_bytes(*_SPKI)
    key.verify(_take(one[4:])[0], signed, padding.PKCS1v15(), hashes.SHA256())
    assert _take(_take(digests)[0][4:])[0] == _whole_digest(sections)
    return certificate


@_every_package
def test_the_v2_signature_verifies_and_names_an_invented_publisher(stem: str) -> None:
    certificate = _verify_v2(_bytes(stem))

    assert f"O={_SOURCES[stem]['publisher']} (FICTIF)" in certificate.subject.rfc4514_string()


@_every_package
@pytest.mark.parametrize("section", ["contents", "directory", "end"])
def test_one_changed_byte_in_any_section_breaks_the_signature(stem: str, section: str) -> None:
    raw = bytearray(_bytes(stem))
    (directory,) = struct.unpack_from("<I", raw, len(raw) - 6)
    raw[{"contents": 100, "directory": directory + 12, "end": len(raw) - 12}[section]] ^= 1

    with pytest.raises(AssertionError, match="assert"):
        _verify_v2(bytes(raw))


@_every_package
def test_a_changed_statement_breaks_the_signature_over_it(stem: str) -> None:
    raw = bytearray(_bytes(stem))
    raw[raw.index(_whole_digest(_parts(bytes(raw))[1]))] ^= 1

    with pytest.raises(InvalidSignature):
        _verify_v2(bytes(raw))


def test_both_builds_of_one_app_have_the_same_signer() -> None:
    first, second = (_verify_v2(_bytes(f"respire-{version}")) for version in ("3.1.0", "3.1.1"))

    assert first == second
    assert first != _verify_v2(_bytes("carnet-tension-3.2.0"))
