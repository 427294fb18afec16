"""v2 and v3 blocks hold, or fail under the name the platform's verifier has for it."""

import struct

import pytest

from analyzers.formats.archive import open_archive
from analyzers.formats.scheme_v2 import Question, SchemeResult, check_scheme
from analyzers.formats.signing_block import V2, V3, ContentDigests, find_signing_block
from tests.unit.analyzers.formats.signed import a_package, a_signer, flipped


def _check(
    data: bytes, number: int = V2, *, of: bytes | None = None, found: frozenset[int] = frozenset()
) -> SchemeResult:
    archive = open_archive(data)
    block = find_signing_block(open_archive(of if of is not None else data))
    assert block is not None
    value = block.value(number)
    assert value is not None
    name, low = ("v2", 24) if number == V2 else ("v3", 28)
    return check_scheme(value, ContentDigests(archive, block), Question(name, low, found=found))


@pytest.mark.parametrize("number", [V2, V3])
def test_an_honest_block_holds(number: int) -> None:
    result = _check(a_package("v2", "v3"), number, found=frozenset({3}))

    assert (result.verified, result.issues) == (True, [])
    assert result.signers[0].certificates[0].encoded == a_signer().certificate_der


def test_a_changed_package_does_not_match_its_digest() -> None:
    data = a_package("v2")
    result = _check(flipped(data, 40))

    assert result.issues == ["V2_SIG_APK_DIGEST_DID_NOT_VERIFY"]


def test_a_stripped_newer_signature_is_missed() -> None:
    result = _check(a_package("v2", "v3"))

    assert result.issues == ["V2_SIG_MISSING_APK_SIG_REFERENCED"]


def _value(number: int = V2) -> tuple[bytes, ContentDigests]:
    archive = open_archive(a_package("v2", "v3"))
    block = find_signing_block(archive)
    assert block is not None
    return block.value(number) or b"", ContentDigests(archive, block)


@pytest.mark.parametrize(
    ("value", "issue"),
    [
        (b"", "V2_SIG_MALFORMED_SIGNERS"),
        (struct.pack("<I", 0), "V2_SIG_NO_SIGNERS"),
        (struct.pack("<II", 4, 0), "V2_SIG_MALFORMED_SIGNER"),
        (struct.pack("<I", 44) + struct.pack("<I", 0) * 11, "V2_SIG_MAX_SIGNATURES_EXCEEDED"),
    ],
)
def test_broken_blocks_have_names(value: bytes, issue: str) -> None:
    assert check_scheme(value, _value()[1], Question("v2", 24)).issues == [issue]


def test_every_flipped_byte_of_a_block_ends_in_a_refusal() -> None:
    value, digests = _value()
    asked = Question("v2", 24, found=frozenset({3}))
    survivors = [at for at in range(0, len(value), 7) if check_scheme(flipped(value, at), digests, asked).verified]

    assert survivors == []


def test_signers_of_v3_must_cover_every_level_asked_for() -> None:
    value, digests = _value(V3)
    low = _check(a_package("v2", "v3"), V3).signers[0].min_sdk

    assert low is not None
    assert check_scheme(value, digests, Question("v3", low - 1)).issues == ["V3_MISSING_SDK_VERSIONS"]
