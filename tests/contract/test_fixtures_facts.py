"""Each package of the fixtures shows our own instruments what its line of the README says, and nothing else."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from analyzers.extract.apk import extract_apk
from analyzers.knowledge.load import load_knowledge
from analyzers.registry import list_detectors
from criteria.findings import ArtifactKind, Extent, Finding
from criteria.load import check_finding
from fixtures.build import HERE, load_sources

_TRACKERS = {"advertising", "profiling", "attribution", "analytics"}
_WIRED = {
    "pas-a-pas-5.4.1": {"adjust", "appsflyer", "braze", "facebook-core", "firebase-analytics", "google-admob"},
    "respire-3.1.1": {"appsflyer"},
}
_every_package = pytest.mark.parametrize("stem", sorted(load_sources("apks")))

Seen = tuple[str, tuple[Finding, ...], Mapping[str, Extent]]  # outcome, findings, extent per kind


@cache
def _look(stem: str) -> Seen:
    extraction = extract_apk((HERE / "apks" / f"{stem}.apk").read_bytes())
    assert extraction.evidence is not None
    artifact, knowledge = extraction.evidence["subject"]["sha256"], load_knowledge(None)
    found = [one.detect(artifact, extraction.evidence, knowledge) for one in list_detectors(ArtifactKind.APK)]
    extents = {row.kind: row.extent for detection in found for row in detection.coverage}
    return extraction.outcome.code, tuple(finding for one in found for finding in one.findings), extents


def _of(stem: str, kind: str) -> list[Mapping[str, Any]]:
    return [finding.attributes for finding in _look(stem)[1] if finding.kind == kind]


def _trackers(stem: str) -> dict[str, str]:
    return {row["sdk"]: row["tier"] for row in _of(stem, "sdk.embedded") if _TRACKERS & set(row["purposes"])}


@_every_package
def test_every_finding_speaks_the_common_language(stem: str) -> None:
    assert [fault for fault in map(check_finding, _look(stem)[1]) if fault] == []


@_every_package
def test_the_signature_is_verified_and_names_the_publisher(stem: str) -> None:
    (signer,) = _of(stem, "app.signed")
    source = load_sources("apks")[stem]

    assert signer["verified"] is True
    assert signer["scheme"] == source.get("schemes", ["v2"])[-1]
    assert f"O={source['publisher']} (FICTIF)" in signer["subject"]


@_every_package
def test_trackers_are_found_where_they_were_put_and_nowhere_else(stem: str) -> None:
    wired = {sdk for sdk, tier in _trackers(stem).items() if tier == "wired"}

    # The knowledge may learn to name more of what is there; it may not lose what it knew.
    assert wired >= _WIRED.get(stem, set())
    assert bool(_trackers(stem)) == (stem in _WIRED)


@_every_package
def test_only_the_app_that_cannot_be_read_whole_is_said_to_be_partly_read(stem: str) -> None:
    code, _, extents = _look(stem)

    assert code == ("code-unread" if stem == "glyco-note-1.8.0" else "read")
    # The look-alike was read whole; whose its foreign packages are, our base does not say.
    open_ = {"glyco-note-1.8.0", "sosie-1.0.0"}
    assert extents["sdk.embedded"] is (Extent.PARTIAL if stem in open_ else Extent.COMPLETE)


def test_the_unreadable_code_files_are_named() -> None:
    assert {row["entry"] for row in _of("glyco-note-1.8.0", "code.unread")} == {"classes2.dex", "classes3.dex"}


def test_the_look_alike_holds_no_sdk_at_all() -> None:
    assert _of("sosie-1.0.0", "sdk.embedded") == []


def test_the_test_build_is_recognised_as_one() -> None:
    stated = {row["name"]: row["value"] for row in _of("mon-dossier-allergies-0.9.2", "setting.declared")}
    (target,) = _of("mon-dossier-allergies-0.9.2", "platform.targeted")
    exposed = {row["type"] for row in _of("mon-dossier-allergies-0.9.2", "component.exposed") if not row["guarded"]}

    assert (stated["debuggable"], stated["allow_backup"], stated["uses_cleartext_traffic"]) == ("true", "true", "true")
    assert target["target_current"] is False
    assert "provider" in exposed


def test_the_second_build_asks_for_one_permission_more() -> None:
    first, second = (
        {row["name"] for row in _of(f"respire-{one}", "permission.requested")} for one in ("3.1.0", "3.1.1")
    )

    assert second - first == {"com.google.android.gms.permission.AD_ID"}
    assert first - second == set()


@pytest.mark.parametrize("stem", ["carnet-tension-3.2.0", "respire-3.1.0", "sommeil-doux-2.0.4"])
def test_the_apps_to_be_listed_offer_french_and_a_current_target(stem: str) -> None:
    (target,) = _of(stem, "platform.targeted")

    assert target["target_current"] is True
    assert "fr" in {row["locale"] for row in _of(stem, "language.offered")}
