"""The verdict of all schemes together: no for any doubt that is real, and never yes for what is undecided."""

import pytest

from analyzers.formats.archive import open_archive
from analyzers.formats.signing import Claims, Verdict, verify_package
from tests.unit.analyzers.formats.signed import a_package, a_signer, flipped


def _verdict(data: bytes, min_sdk: int = 26, target_sdk: int = 36, sandbox: int | None = None) -> Verdict:
    return verify_package(open_archive(data), Claims(min_sdk, target_sdk, sandbox))


@pytest.mark.parametrize(("schemes", "strongest"), [(("v2",), "v2"), (("v2", "v3"), "v3"), (("v1", "v2", "v3"), "v3")])
def test_an_honest_package_is_verified_and_its_signer_named(schemes: tuple[str, ...], strongest: str) -> None:
    verdict = _verdict(a_package(*schemes))

    assert (verdict.verified, verdict.issues) == (True, [])
    (signer,) = verdict.signers
    assert signer.certificate is not None
    assert (signer.scheme, signer.certificate.encoded) == (strongest, a_signer().certificate_der)


def test_an_unsigned_package_is_not_verified_and_names_no_signer() -> None:
    verdict = _verdict(a_package())

    assert (verdict.verified, verdict.issues, verdict.signers) == (False, ["JAR_SIG_NO_MANIFEST"], [])


def test_old_platforms_need_a_jar_signature() -> None:
    assert _verdict(a_package("v2"), min_sdk=23).issues == ["JAR_SIG_NO_MANIFEST"]
    assert _verdict(a_package("v1", "v2", min_sdk=21), min_sdk=21).verified


def test_a_jar_signature_alone_is_too_weak_for_a_current_target() -> None:
    data = a_package("v1")

    assert _verdict(data, target_sdk=30).issues == ["MIN_SIG_SCHEME_FOR_TARGET_SDK_NOT_MET"]
    assert _verdict(data, target_sdk=29).verified
    assert _verdict(data, target_sdk=29, sandbox=2).issues == ["NO_SIG_FOR_TARGET_SANDBOX_VERSION"]


def test_a_stripped_block_is_noticed() -> None:
    data = a_package("v1", "v2")
    magic = data.index(b"APK Sig Block 42")

    assert _verdict(flipped(data, magic), target_sdk=29).issues == ["JAR_SIG_MISSING_APK_SIG_REFERENCED"]


def test_a_broken_package_still_shows_who_it_claims_to_be_from() -> None:
    verdict = _verdict(flipped(a_package("v2"), 40))

    assert verdict.verified is False
    assert verdict.signers[0].certificate is not None


def test_trailing_bytes_void_the_verdict() -> None:
    verdict = _verdict(a_package("v2") + b"junk")

    assert verdict.verified is False
    assert "MALFORMED_APK" in verdict.issues


def test_the_bounded_question_leaves_newer_schemes_out() -> None:
    broken = flipped(a_package("v1", "v2", min_sdk=21, target_sdk=29), 40)
    claims = Claims(21, 29, max_sdk=23)

    assert "V2_SIG_APK_DIGEST_DID_NOT_VERIFY" not in verify_package(open_archive(broken), claims).issues
