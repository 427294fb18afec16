"""What the manifest states: identity, levels, permissions, components and languages, each with its bytes."""

from collections.abc import Mapping
from typing import Any

from analyzers.contract import Detection, Evidence
from analyzers.evidence import covered, flag, is_list_of_objects, point, rows, section, text, whole, words
from analyzers.identity.settings import detect_settings
from analyzers.knowledge.book import Knowledge
from criteria.findings import Coverage, Extent, Finding, Text

MANIFEST_ENTRY = "AndroidManifest.xml"
_TYPES = {"activity", "service", "receiver", "provider"}


def detect_declared(artifact: str, evidence: Evidence, knowledge: Knowledge) -> Detection:
    """Read the manifest's statements; what it does not state is not made up."""
    apk = section(evidence, "apk")
    settings = detect_settings(artifact, apk)
    findings = [
        *_identified(artifact, apk),
        *_targeted(artifact, apk, knowledge),
        *_permissions(artifact, apk, knowledge),
        *_exposed(artifact, apk),
        *settings.findings,
        *_languages(artifact, apk),
    ]
    return Detection(tuple(findings), (*_coverage(apk), *settings.coverage))


def _identified(artifact: str, apk: Mapping[str, Any]) -> list[Finding]:
    package = text(apk, "packageName")
    if package is None:
        return []
    version, code = text(apk, "versionName"), text(apk, "versionCode")
    label = _label(section(apk, "label"))
    parts = _parts(apk)
    reason = Text(
        f"Le manifeste nomme le paquet {package}, version {version or '?'} ({code or '?'}){parts.fr}.",
        f"The manifest names the package {package}, version {version or '?'} ({code or '?'}){parts.en}.",
    )
    attributes = {"package": package, "version_name": version, "version_code": code, "label": label}
    return [Finding("app.identified", attributes, reason, point(artifact, "/apk", apk.get("at"), MANIFEST_ENTRY))]


def _parts(apk: Mapping[str, Any]) -> Text:
    """Of which parts a set consists, where it is one."""
    names = [text(row, "name") for _, row in rows(apk, "splits")]
    if not names:
        return Text("", "")
    named = ", ".join(name for name in names if name)[:400]
    rest_fr, rest_en = (f" ({named})" if named else "",) * 2
    return Text(
        f" ; il est livré en {len(names)} parties, lues comme une seule application{rest_fr}",
        f"; it comes in {len(names)} parts, read as one app{rest_en}",
    )


def _label(labels: Mapping[str, Any]) -> str | None:
    """Prefer French, then the default, then English, then the first in order."""
    named = {str(locale): name for locale, name in labels.items() if isinstance(name, str) and name}
    wished = [locale for locale in ("fr", "", "default", "en") if locale in named] + sorted(named)
    return named[wished[0]][:200] if wished else None


def _targeted(artifact: str, apk: Mapping[str, Any], knowledge: Knowledge) -> list[Finding]:
    effective = section(apk, "effective")
    low = whole(effective, "minSdkVersion") if effective else whole(apk, "minSdkVersion")
    target = whole(effective, "targetSdkVersion") if effective else whole(apk, "targetSdkVersion")
    if low is None and target is None:
        return []
    level = knowledge.platform
    current = target >= level.target if target is not None else None
    aimed = target if target is not None else "?"
    lowest = low if low is not None else "?"
    reason = Text(
        f"L'application vise Android niveau {aimed} et accepte à partir du niveau {lowest} ; "
        f"le niveau courant est {level.target} depuis le {level.since} ({level.source}).",
        f"The app targets Android level {aimed} and accepts from level {lowest} on; "
        f"the current level is {level.target} since {level.since} ({level.source}).",
    )
    attributes = {"min_sdk": low, "target_sdk": target, "target_current": current}
    return [Finding("platform.targeted", attributes, reason, point(artifact, "/apk/effective", entry=MANIFEST_ENTRY))]


def _permissions(artifact: str, apk: Mapping[str, Any], knowledge: Knowledge) -> list[Finding]:
    findings = []
    for index, row in rows(apk, "permissions"):
        name = text(row, "name")
        if name is None:
            continue
        known = knowledge.sensitive(name)
        limit = whole(row, "maxSdkVersion")
        attributes = {
            "name": name,
            "group": known.group if known else None,
            "sensitive": known is not None,
            "advertising_id": known.advertising_id if known else False,
            "max_sdk": limit,
            "declared_by": text(row, "declaredBy") or "uses-permission",
        }
        words_fr = known.words.fr if known else name
        words_en = known.words.en if known else name
        until_fr = f" (jusqu'au niveau {limit} d'Android)" if limit is not None else ""
        until_en = f" (up to Android level {limit})" if limit is not None else ""
        reason = Text(
            f"L'application demande : {words_fr}{until_fr}. Le manifeste déclare {name}.",
            f"The app asks to: {words_en}{until_en}. The manifest declares {name}.",
        )
        pointer = point(artifact, f"/apk/permissions/{index}", row.get("at"), MANIFEST_ENTRY)
        findings.append(Finding("permission.requested", attributes, reason, pointer))
    return findings


def _exposed(artifact: str, apk: Mapping[str, Any]) -> list[Finding]:
    findings = []
    for index, row in rows(apk, "components"):
        kind = (text(row, "type") or "").removesuffix("-alias")
        name = text(row, "name")
        if kind not in _TYPES or name is None or flag(row, "exported") is not True:
            continue
        guarded = _is_guarded(kind, row)
        guard_fr = "protégé par une autorisation" if guarded else "sans autorisation exigée"
        guard_en = "guarded by a permission" if guarded else "without any permission required"
        reason = Text(
            f"Le composant {name} ({kind}) est ouvert aux autres applications, {guard_fr}.",
            f"The component {name} ({kind}) is open to other apps, {guard_en}.",
        )
        pointer = point(artifact, f"/apk/components/{index}", row.get("at"), MANIFEST_ENTRY)
        findings.append(Finding("component.exposed", {"type": kind, "name": name, "guarded": guarded}, reason, pointer))
    return findings


def _is_guarded(kind: str, row: Mapping[str, Any]) -> bool:
    """A provider is guarded only when both reading and writing are."""
    general = text(row, "permission") is not None
    if kind != "provider":
        return general
    reading = general or text(row, "readPermission") is not None
    return reading and (general or text(row, "writePermission") is not None)


def _languages(artifact: str, apk: Mapping[str, Any]) -> list[Finding]:
    findings = []
    for index, locale in enumerate(words(apk, "locales") or ()):
        if locale:
            reason = Text(
                f"Les textes de l'application existent pour « {locale} ».", f"The app has texts for “{locale}”."
            )
            pointer = point(artifact, f"/apk/locales/{index}", entry="resources.arsc")
            findings.append(Finding("language.offered", {"locale": locale}, reason, pointer))
    return findings


def _coverage(apk: Mapping[str, Any]) -> list[Coverage]:
    unread = {text(row, "entry") for _, row in rows(section(apk, "completeness"), "entries_unread")}
    manifest = text(apk, "packageName") is not None and MANIFEST_ENTRY not in unread
    levels = manifest and bool(section(apk, "effective") or whole(apk, "targetSdkVersion"))
    resources = words(apk, "locales") is not None and "resources.arsc" not in unread
    return [
        _whole_or_none("app.identified", is_read=manifest),
        _whole_or_none("platform.targeted", is_read=levels),
        _whole_or_none("permission.requested", is_read=manifest and is_list_of_objects(apk, "permissions")),
        _whole_or_none("component.exposed", is_read=manifest and is_list_of_objects(apk, "components")),
        _language_coverage(is_readable=resources, found=bool(words(apk, "locales"))),
    ]


def _whole_or_none(kind: str, *, is_read: bool) -> Coverage:
    if is_read:
        return covered(kind, "apk", Extent.COMPLETE, "Le manifeste a été lu en entier.", "The whole manifest was read.")
    return covered(kind, "apk", Extent.NONE, "Le manifeste n'a pas pu être lu.", "The manifest could not be read.")


def _language_coverage(*, is_readable: bool, found: bool) -> Coverage:
    """Texts can also sit in code or in bundles: the table alone never shows all languages."""
    if is_readable and found:
        return covered(
            "language.offered",
            "apk",
            Extent.PARTIAL,
            "La table des textes a été lue ; des textes peuvent se trouver ailleurs.",
            "The table of texts was read; texts may also be elsewhere.",
        )
    return covered(
        "language.offered", "apk", Extent.NONE, "Aucune table de textes n'a été lue.", "No table of texts was read."
    )
