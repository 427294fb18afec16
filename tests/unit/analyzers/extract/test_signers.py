"""Signers as evidence: who, under which scheme, and what does not hold."""

import struct
from typing import Any

from analyzers.extract.signers import PREVIEW, STAMP_ENTRY, read_signers
from analyzers.formats.archive import open_archive
from analyzers.formats.certificate import read_certificate
from tests.builders.apk import ApkSource, build_apk
from tests.builders.hostile_signed import with_block
from tests.unit.analyzers.formats.signed import a_package, a_signer, flipped


def _signing(data: bytes, **levels: Any) -> dict[str, Any]:
    return read_signers(open_archive(data), {"effective": {"minSdkVersion": 26, "targetSdkVersion": 36} | levels}, None)


def test_a_good_signature_names_its_certificate_and_key() -> None:
    facts = _signing(a_package("v2", "v3"))

    assert (facts["verified"], facts["issues"], facts["minSdkChecked"]) == (True, [], 26)
    assert facts["schemes"] == {"v1": False, "v2": True, "v3": True, "v3_1": False, "v4": False}
    (signer,) = facts["signers"]
    assert (signer["scheme"], signer["keyAlgorithm"], signer["notAfter"]) == ("v3", "RSA", "2050-01-01T00:00:00Z")
    assert signer["subject"].startswith("C=FR, O=Atelier Brindille")
    assert {row["name"] for row in facts["blocks"]} >= {"v2", "v3"}


def test_a_bad_signature_says_why_and_never_verified() -> None:
    facts = _signing(flipped(a_package("v2"), 40))

    assert (facts["verified"], facts["issues"]) == (False, ["V2_SIG_APK_DIGEST_DID_NOT_VERIFY"])


def _stamped(stated: bytes) -> bytes:
    files = {STAMP_ENTRY: stated}
    return build_apk(ApkSource("fr.fictif.signe", target_sdk=29, files=files, schemes=("v1",)), a_signer())


def test_a_source_stamp_is_named_and_adds_nothing_to_the_verdict() -> None:
    stamped, cut = (_stamped(stated) for stated in (bytes(range(32)), b"short"))

    assert _signing(a_package("v2"))["sourceStamp"] is None
    assert (_signing(stamped, targetSdkVersion=29)["verified"], _signing(stamped)["verified"]) == (True, False)
    assert _signing(stamped)["sourceStamp"] == {"certificate_sha256": bytes(range(32)).hex(), "block": None}
    assert _signing(cut)["sourceStamp"] == {"certificate_sha256": None, "block": None}


def test_a_stamp_in_the_signing_block_is_named() -> None:
    with_stamp = with_block(struct.pack("<QI", 8, 0x6DFF800D) + bytes(4))

    assert _signing(with_stamp)["sourceStamp"] == {"certificate_sha256": None, "block": "source-stamp"}


def test_no_signature_gives_no_signer() -> None:
    assert _signing(a_package())["signers"] == []


def test_a_preview_platform_counts_as_newer_than_all() -> None:
    facts = _signing(a_package("v2"), minSdkVersion=None)

    assert (facts["minSdkChecked"], facts["verified"]) == (PREVIEW, True)


def test_the_files_of_a_jar_signature_are_listed() -> None:
    facts = _signing(a_package("v1"), targetSdkVersion=29)

    assert facts["files"][0].startswith("META-INF/")
    assert facts["signers"][0]["certificate_sha256"] == read_certificate(a_signer().certificate_der).sha256
