"""Whether a capture belongs to a build. One of another app is kept, labelled, and proves nothing about this one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from analyzers.contract import Evidence
from analyzers.evidence import point, section, text, whole
from criteria.findings import Finding, Text

State = Literal["belongs", "foreign", "unattributed"]
_WHERE = "/traffic/capture/app"


@dataclass(frozen=True, slots=True)
class Attribution:
    """The answer. Only a capture that belongs may give findings and coverage for the build."""

    state: State
    finding: Finding | None


def attribute_capture(
    apk_evidence: Evidence,
    traffic_evidence: Evidence,
    attested: bool,  # noqa: FBT001 — agreed signature; a person attested or did not
) -> Attribution:
    """Compare what the capture states with the build; a person's attestation fills silence, never a denial."""
    artifact = text(section(traffic_evidence, "subject"), "sha256") or ""
    stated = section(traffic_evidence, "traffic", "capture", "app")
    build = _build(apk_evidence)
    difference = _difference(stated, build)
    if difference is not None:
        return Attribution("foreign", _foreign(artifact, stated, build, difference))
    mixed = (whole(section(traffic_evidence, "traffic", "capture"), "apps") or 0) > 1
    if attested or (_names_this_build(stated, build) and not mixed):
        return Attribution("belongs", None)
    return Attribution("unattributed", _unattributed(artifact))


def _build(apk_evidence: Evidence) -> dict[str, str | None]:
    apk = section(apk_evidence, "apk")
    return {
        "packageName": text(apk, "packageName"),
        "versionName": text(apk, "versionName"),
        "versionCode": text(apk, "versionCode"),
        "apk_sha256": text(section(apk_evidence, "subject"), "sha256"),
    }


def _difference(stated: Mapping[str, Any], build: Mapping[str, str | None]) -> str | None:
    """Name the first statement that contradicts the build, the strongest first."""
    for key, difference in (
        ("packageName", "package"),
        ("apk_sha256", "apk"),
        ("versionCode", "version"),
        ("versionName", "version"),
    ):
        said = text(stated, key)
        if said is not None and said.lower() != (build[key] or "").lower():
            return difference
    return None


def _names_this_build(stated: Mapping[str, Any], build: Mapping[str, str | None]) -> bool:
    """A package name alone fits every version: the build is named by its hash, or by package and version."""
    if text(stated, "apk_sha256") is not None:
        return True
    version = text(stated, "versionCode") or text(stated, "versionName")
    return text(stated, "packageName") is not None and version is not None and build["packageName"] is not None


def _foreign(artifact: str, stated: Mapping[str, Any], build: Mapping[str, str | None], difference: str) -> Finding:
    said, expected = text(stated, "packageName"), build["packageName"]
    what_fr = {"package": "une autre application", "version": "une autre version", "apk": "un autre fichier"}[
        difference
    ]
    what_en = {"package": "another app", "version": "another version", "apk": "another file"}[difference]
    version = text(stated, "versionName") or text(stated, "versionCode") or "?"
    reason = Text(
        f"La capture nomme {what_fr} ({said or '?'}, version {version}) que celle du dossier ({expected or '?'}, "
        f"version {build['versionName'] or build['versionCode'] or '?'}) : elle ne prouve rien ici.",
        f"The capture names {what_en} ({said or '?'}, version {version}) than the one on file ({expected or '?'}, "
        f"version {build['versionName'] or build['versionCode'] or '?'}): it proves nothing here.",
    )
    attributes = {"stated_package": said, "expected_package": expected, "difference": difference}
    return Finding("capture.foreign", attributes, reason, point(artifact, _WHERE))


def _unattributed(artifact: str) -> Finding:
    reason = Text(
        "La capture ne dit pas de quelle application ni de quelle version elle vient, et personne ne l'a attesté : "
        "elle ne prouve rien tant qu'une personne nommée ne l'atteste pas.",
        "The capture does not say which app or version it comes from, and nobody attested it: it proves nothing until "
        "a named person does.",
    )
    return Finding("capture.unattributed", {}, reason, point(artifact, _WHERE))
