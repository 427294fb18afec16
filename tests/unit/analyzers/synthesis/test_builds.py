"""A build beside the earlier ones: same version and other bytes, other signer, silence where nothing is known."""

from typing import Any

import pytest

from analyzers.synthesis.builds import CHANGED, CONFLICTING, Build, compare_builds
from criteria.findings import Extent, Finding

_OLD, _NEW = "a" * 64, "b" * 64
_KEY, _OTHER = "1" * 64, "2" * 64


def _evidence(
    version: str | None = "7", key: str | None = _KEY, *, verified: bool | None = True, lineage: tuple[str, ...] = ()
) -> dict[str, Any]:
    signing = {
        "verified": verified,
        "signers": [{"certificate_sha256": key}],
        "lineage": [{"certificate_sha256": one} for one in lineage],
    }
    at = {"entry": "AndroidManifest.xml", "offset": 8, "length": 4}
    apk = {"packageName": "fr.fictif.app", "versionCode": version, "signing": signing, "at": at}
    return {"subject": {"sha256": _NEW}, "apk": apk}


def _build(version: str | None = "6", *keys: str, digest: str = _OLD, package: str = "fr.fictif.app") -> Build:
    return Build(digest, package, version, frozenset(keys))


def _found(evidence: dict[str, Any], *earlier: Build) -> list[Finding]:
    return list(compare_builds(evidence, earlier).findings)


def test_the_first_build_conflicts_with_nothing() -> None:
    assert _found(_evidence()) == []


def test_the_same_file_again_is_no_conflict() -> None:
    assert _found(_evidence(), _build("7", _KEY, digest=_NEW)) == []


def test_a_build_that_is_read_again_is_compared_with_those_before_it_only() -> None:
    again, later = _build("7", _KEY, digest=_NEW), _build("7", _OTHER, digest="c" * 64)

    assert _found(_evidence(), again, later) == []


def test_other_bytes_under_the_same_version_are_a_conflict() -> None:
    (finding,) = _found(_evidence(), _build("7", _KEY))

    assert finding.kind == CONFLICTING
    assert finding.attributes == {"version_code": "7", "other_sha256": _OLD}
    assert finding.pointer.path == ("AndroidManifest.xml",)


@pytest.mark.parametrize(
    "earlier", [_build("6", _KEY), _build("7", _KEY, package="fr.fictif.autre"), _build(None, _KEY)]
)
def test_another_version_another_app_and_an_unknown_version_are_no_conflict(earlier: Build) -> None:
    assert _found(_evidence(), earlier) == []


def test_an_unknown_version_conflicts_with_nothing_and_is_said_to_be_unknown() -> None:
    detection = compare_builds(_evidence(None), [_build(None, _KEY)])

    assert detection.findings == ()
    assert [row.extent for row in detection.coverage if row.kind == CONFLICTING] == [Extent.NONE]


def test_another_signer_is_a_change_that_nothing_proves() -> None:
    (finding,) = _found(_evidence(key=_OTHER), _build("6", _KEY))

    assert finding.kind == CHANGED
    assert finding.attributes == {"before": _KEY, "after": _OTHER, "proven": False}


def test_a_change_that_the_former_key_signed_is_proven_unless_the_signature_fails() -> None:
    (proven,) = _found(_evidence(key=_OTHER, lineage=(_KEY, _OTHER)), _build("6", _KEY))
    (forged,) = _found(_evidence(key=_OTHER, lineage=(_KEY, _OTHER), verified=False), _build("6", _KEY))

    assert (proven.attributes["proven"], forged.attributes["proven"]) == (True, False)


def test_the_newest_earlier_signer_counts_and_an_unverified_one_never() -> None:
    assert _found(_evidence(key=_OTHER), _build("5", _KEY), _build("6", _OTHER, digest="c" * 64)) == []
    assert _found(_evidence(key=_OTHER), _build("6")) == []


@pytest.mark.parametrize(
    ("verified", "keys", "extent"),
    [
        (True, (_KEY,), Extent.COMPLETE),
        (None, (_KEY,), Extent.NONE),
        (False, (_KEY,), Extent.NONE),
        (True, (), Extent.NONE),
    ],
)
def test_the_same_signer_is_believed_only_where_both_are_verified(
    verified: bool | None,  # noqa: FBT001 - a table
    keys: tuple[str, ...],
    extent: Extent,
) -> None:
    detection = compare_builds(_evidence(verified=verified), [_build("6", *keys)])

    assert [row.extent for row in detection.coverage if row.kind == CHANGED] == [extent]
