"""Who signed the package and whether the signature holds. A verdict that could not be reached stays open."""

from collections.abc import Mapping
from typing import Any

from analyzers.contract import Detection, Evidence
from analyzers.evidence import covered, flag, is_list_of_objects, point, rows, section, text, whole, words
from criteria.findings import Attribute, Coverage, Extent, Finding, Text

_SCHEMES = (("v3_1", "v3.1"), ("v3", "v3"), ("v2", "v2"), ("v1", "v1"))
_WHERE = "/apk/signing"


def detect_signers(artifact: str, evidence: Evidence) -> Detection:
    """Give one finding per signer, or one with scheme none where nobody signed."""
    signing = section(evidence, "apk", "signing")
    findings = [
        Finding("app.signed", _attributes(signing, row, scheme), _reason(signing, row), point(artifact, where))
        for where, row, scheme in _signers(signing)
    ]
    readable = is_list_of_objects(signing, "signers")
    if not findings and readable and _strongest(section(signing, "schemes")) is None:
        reason = Text("Aucune signature n'a été trouvée dans le paquet.", "No signature was found in the package.")
        findings = [Finding("app.signed", _attributes(signing, {}, "none"), reason, point(artifact, _WHERE))]
    return Detection(tuple(findings), (_coverage(signing, has_findings=bool(findings)),))


def _signers(signing: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any], str]]:
    """List each certificate once, under the strongest scheme in which it signed."""
    order = [name for _, name in _SCHEMES]
    general = _strongest(section(signing, "schemes")) or "none"
    found: dict[str, tuple[str, Mapping[str, Any], str]] = {}
    for index, row in rows(signing, "signers"):
        stated = text(row, "scheme")
        scheme = stated if stated in order else general
        key = text(row, "certificate_sha256") or f"row {index}"
        known = found.get(key)
        if known is None or (scheme in order and order.index(scheme) < order.index(known[2])):
            found[key] = (f"{_WHERE}/signers/{index}", row, scheme)
    return list(found.values())


def _strongest(schemes: Mapping[str, Any]) -> str | None:
    return next((name for key, name in _SCHEMES if schemes.get(key)), None)


def _attributes(signing: Mapping[str, Any], row: Mapping[str, Any], scheme: str) -> dict[str, Attribute]:
    return {
        "verified": flag(signing, "verified"),
        "scheme": scheme,
        "certificate_sha256": text(row, "certificate_sha256"),
        "subject": text(row, "subject"),
        "issue": next(iter(words(signing, "issues") or ()), None),
    }


def _reason(signing: Mapping[str, Any], row: Mapping[str, Any]) -> Text:
    level, verified = whole(signing, "minSdkChecked"), flag(signing, "verified")
    since_fr = f" pour Android à partir du niveau {level}" if level is not None else ""
    since_en = f" for Android from level {level} on" if level is not None else ""
    subject = text(row, "subject") or "?"
    if verified is None:
        return Text(
            f"La signature n'a pas pu être tranchée{since_fr} ; certificat présent : {subject}.",
            f"The signature could not be decided{since_en}; certificate present: {subject}.",
        )
    if verified:
        return Text(
            f"Signature vérifiée{since_fr} ; certificat de {subject}.",
            f"Signature verified{since_en}; certificate of {subject}.",
        )
    return Text(
        f"La signature ne tient pas{since_fr} ; certificat présent : {subject}.",
        f"The signature does not hold{since_en}; certificate present: {subject}.",
    )


def _coverage(signing: Mapping[str, Any], *, has_findings: bool) -> Coverage:
    readable = is_list_of_objects(signing, "signers")
    if readable and has_findings and flag(signing, "verified") is not None:
        return covered(
            "app.signed", "apk", Extent.COMPLETE, "Toutes les signatures ont été lues.", "All signatures were read."
        )
    if readable:
        return covered(
            "app.signed",
            "apk",
            Extent.PARTIAL,
            "Les signatures ont été lues, mais leur validité n'a pas pu être tranchée.",
            "The signatures were read, but whether they hold could not be decided.",
        )
    return covered(
        "app.signed", "apk", Extent.NONE, "Les signatures n'ont pas été lues.", "The signatures were not read."
    )
