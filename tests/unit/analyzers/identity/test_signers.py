"""Signers are stated one by one; an open verdict stays open."""

from typing import Any

import pytest

from analyzers.contract import Detection
from analyzers.identity.signers import detect_signers
from criteria.findings import Extent
from tests.builders.evidence import APK_SHA256, a_signature, apk_evidence


def detect(**changes: Any) -> Detection:
    return detect_signers(APK_SHA256, apk_evidence(signing=a_signature(**changes)))


def test_a_verified_signer_is_stated_with_its_certificate() -> None:
    (found,) = detect().findings
    assert found.attributes == {
        "verified": True,
        "scheme": "v3",
        "certificate_sha256": "b" * 64,
        "subject": "CN=FICTIF",
        "issue": None,
    }
    assert detect().coverage[0].extent is Extent.COMPLETE


def test_one_certificate_in_two_schemes_is_one_signer_under_the_stronger() -> None:
    rows = [{"scheme": scheme, "certificate_sha256": "b" * 64} for scheme in ("v1", "v3.1", "v2")]
    assert [row.attributes["scheme"] for row in detect(signers=rows).findings] == ["v3.1"]


def test_two_certificates_are_two_signers() -> None:
    rows = [{"scheme": "v2", "certificate_sha256": letter * 64} for letter in "bd"]
    assert len(detect(signers=rows).findings) == 2


def test_a_refused_signature_names_its_first_issue() -> None:
    (found,) = detect(verified=False, issues=["V2_SIG_DID_NOT_VERIFY", "X"]).findings
    assert (found.attributes["verified"], found.attributes["issue"]) == (False, "V2_SIG_DID_NOT_VERIFY")
    assert "ne tient pas" in found.reasoning.fr


def test_an_open_verdict_is_null_and_lowers_coverage() -> None:
    detection = detect(verified=None)
    assert detection.findings[0].attributes["verified"] is None
    assert detection.coverage[0].extent is Extent.PARTIAL


def test_an_unsigned_package_is_stated_once_with_scheme_none() -> None:
    nothing = {"v1": False, "v2": False, "v3": False, "v3_1": False}
    (found,) = detect(schemes=nothing, signers=[], verified=False).findings
    assert (found.attributes["scheme"], found.attributes["certificate_sha256"]) == ("none", None)


def test_a_scheme_without_a_readable_signer_is_not_called_unsigned() -> None:
    detection = detect(signers=[], verified=None)
    assert (detection.findings, detection.coverage[0].extent) == ((), Extent.PARTIAL)


@pytest.mark.parametrize("signing", [None, {}, {"signers": "x"}])
def test_unread_signatures_cover_nothing(signing: object) -> None:
    detection = detect_signers(APK_SHA256, apk_evidence(signing=signing))
    assert (detection.findings, detection.coverage[0].extent) == ((), Extent.NONE)
