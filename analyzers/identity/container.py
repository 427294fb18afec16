"""What is odd in the container, and what could not be read. Unread is said, so that nobody takes it for empty."""

from collections.abc import Mapping
from typing import Any

from analyzers.contract import Detection, Evidence
from analyzers.evidence import covered, is_list_of_objects, point, rows, section, text, whole
from analyzers.identity.wording import describe_deviation
from criteria.findings import Coverage, Extent, Finding, Text


def detect_container(artifact: str, evidence: Evidence) -> Detection:
    """State deviations of the archive and entries that stayed unread."""
    apk = section(evidence, "apk")
    archive, code, completeness = section(apk, "archive"), section(apk, "code"), section(apk, "completeness")
    findings = [*_deviations(artifact, archive), *_unread(artifact, code, completeness)]
    return Detection(tuple(findings), (_archive_coverage(archive), _unread_coverage(code, completeness)))


def _deviations(artifact: str, archive: Mapping[str, Any]) -> list[Finding]:
    findings = []
    for index, row in rows(archive, "deviations"):
        code, entry = text(row, "code"), text(row, "entry")
        if code is None:
            continue
        reason = describe_deviation(code, entry)
        # The offset of a deviation is a place in the package file itself, not inside the entry it concerns.
        place = {"offset": whole(row, "offset"), "length": 0}
        pointer = point(artifact, f"/apk/archive/deviations/{index}", place)
        findings.append(Finding("archive.deviating", {"deviation": code, "entry": entry}, reason, pointer))
    return findings


def _unread(artifact: str, code: Mapping[str, Any], completeness: Mapping[str, Any]) -> list[Finding]:
    found: dict[tuple[str, str], Finding] = {}
    for index, row in rows(completeness, "entries_unread"):
        _keep(found, artifact, row, f"/apk/completeness/entries_unread/{index}")
    for index, row in rows(code, "dex"):
        if row.get("read") is not True:
            _keep(found, artifact, row, f"/apk/code/dex/{index}")
    return list(found.values())


def _keep(found: dict[tuple[str, str], Finding], artifact: str, row: Mapping[str, Any], where: str) -> None:
    entry = text(row, "entry") or "?"
    why = text(row, "why") or "unknown"
    reason = Text(
        f"« {entry} » n'a pas pu être lu ({why}) : ce qu'il contient reste inconnu.",
        f"“{entry}” could not be read ({why}): what it holds stays unknown.",
    )
    pointer = point(artifact, where, entry=entry)
    found.setdefault((entry, why), Finding("code.unread", {"entry": entry, "why": why}, reason, pointer))


def _archive_coverage(archive: Mapping[str, Any]) -> Coverage:
    if not is_list_of_objects(archive, "deviations"):
        return covered(
            "archive.deviating", "apk", Extent.NONE, "L'archive n'a pas été examinée.", "The archive was not examined."
        )
    if whole(archive, "unlisted") != 0:
        return covered(
            "archive.deviating",
            "apk",
            Extent.PARTIAL,
            "L'archive a plus d'écarts que la liste n'en garde.",
            "The archive has more deviations than the list keeps.",
        )
    return covered(
        "archive.deviating",
        "apk",
        Extent.COMPLETE,
        "Toute l'archive a été examinée.",
        "The whole archive was examined.",
    )


def _unread_coverage(code: Mapping[str, Any], completeness: Mapping[str, Any]) -> Coverage:
    if is_list_of_objects(completeness, "entries_unread") and is_list_of_objects(code, "dex"):
        return covered(
            "code.unread",
            "apk",
            Extent.COMPLETE,
            "Ce qui n'a pas pu être lu est listé en entier.",
            "What could not be read is listed in full.",
        )
    return covered(
        "code.unread",
        "apk",
        Extent.NONE,
        "La liste de ce qui n'a pas pu être lu manque.",
        "The list of what could not be read is missing.",
    )
