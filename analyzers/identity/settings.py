"""The four settings that decide who may look inside the app: the value after defaults, and whether it takes effect.

`effective` is false only for a permissive value that is written in the manifest and overruled by another rule.
"""

from collections.abc import Mapping
from typing import Any

from analyzers.contract import Detection
from analyzers.evidence import covered, flag, point, rows, section, text
from criteria.findings import Coverage, Extent, Finding, Text

MANIFEST_ENTRY = "AndroidManifest.xml"
_SWITCHES = (
    ("debuggable", "debuggable", Text("débogage ouvert", "debugging open")),
    ("allow_backup", "allowBackup", Text("sauvegarde des données permise", "backup of data allowed")),
    (
        "uses_cleartext_traffic",
        "usesCleartextTraffic",
        Text("trafic non chiffré permis", "unencrypted traffic allowed"),
    ),
)
_SOME_DOMAINS = Text("trafic non chiffré permis vers certains domaines", "unencrypted traffic allowed to some domains")


def detect_settings(artifact: str, apk: Mapping[str, Any]) -> Detection:
    """Give one finding per setting whose effect could be decided."""
    at, config = apk.get("settingsAt"), apk.get("networkSecurityConfig")
    findings = []
    undecided = []
    for name, key, words in _SWITCHES:
        holds = flag(section(apk, "effective"), key)
        if holds is None or (name == "uses_cleartext_traffic" and _is_unread(config)):
            undecided.append(name)
            continue
        some_domains = name == "uses_cleartext_traffic" and not holds and _opens_a_domain(config)
        declared = None if some_domains else flag(section(apk, "declared"), key)
        holds = holds or some_domains
        overridden = declared is True and not holds
        findings.append(
            Finding(
                "setting.declared",
                {"name": name, "value": "true" if holds or overridden else "false", "effective": not overridden},
                _reason(_SOME_DOMAINS if some_domains else words, declared, holds=holds),
                point(artifact, f"/apk/effective/{key}", at, MANIFEST_ENTRY),
            )
        )
    if "networkSecurityConfig" in apk:
        findings.append(_network(artifact, config, at, is_named=config is not None))
    else:
        undecided.append("network_security_config")
    return Detection(tuple(findings), (_coverage(undecided, is_read=text(apk, "packageName") is not None),))


def _is_unread(config: object) -> bool:
    """A configuration that is named but was not read may open or close anything."""
    return isinstance(config, Mapping) and config.get("read") is not True


def _opens_a_domain(config: object) -> bool:
    """One domain in the clear is clear traffic, whatever the general rule says."""
    return any(row.get("cleartextPermitted") is True for _, row in rows(section(config), "domains"))


def _reason(words: Text, declared: object, *, holds: bool) -> Text:
    answer_fr, answer_en = ("oui", "yes") if holds else ("non", "no")
    if declared is None:
        return Text(
            f"{words.fr.capitalize()} : {answer_fr}, car le manifeste n'en dit rien et c'est ce qu'Android fait alors.",
            f"{words.en.capitalize()}: {answer_en}, since the manifest is silent and this is what Android then does.",
        )
    if declared is not holds:
        return Text(
            f"{words.fr.capitalize()} : {answer_fr} ; le manifeste dit autrement, mais une autre règle l'emporte.",
            f"{words.en.capitalize()}: {answer_en}; the manifest says otherwise, but another rule prevails.",
        )
    return Text(
        f"{words.fr.capitalize()} : {answer_fr}, déclaré dans le manifeste.",
        f"{words.en.capitalize()}: {answer_en}, declared in the manifest.",
    )


def _network(artifact: str, config: object, at: object, *, is_named: bool) -> Finding:
    reason = (
        Text(
            "Le manifeste nomme une configuration de sécurité réseau.",
            "The manifest names a network security configuration.",
        )
        if is_named
        else Text(
            "Le manifeste ne nomme aucune configuration de sécurité réseau : les règles d'Android s'appliquent.",
            "The manifest names no network security configuration: Android's own rules apply.",
        )
    )
    file = text(section(config), "file")
    pointer = point(artifact, "/apk/networkSecurityConfig", None if file else at, file or MANIFEST_ENTRY)
    attributes = {
        "name": "network_security_config",
        "value": "true" if is_named else "false",
        "effective": not _is_unread(config),
    }
    return Finding("setting.declared", attributes, reason, pointer)


def _coverage(undecided: list[str], *, is_read: bool) -> Coverage:
    if not is_read:
        return covered(
            "setting.declared",
            "apk",
            Extent.NONE,
            "Le manifeste n'a pas pu être lu.",
            "The manifest could not be read.",
        )
    if undecided:
        names = ", ".join(undecided)
        return covered(
            "setting.declared",
            "apk",
            Extent.PARTIAL,
            f"L'effet de ces réglages n'a pas pu être décidé : {names}.",
            f"The effect of these settings could not be decided: {names}.",
        )
    return covered(
        "setting.declared", "apk", Extent.COMPLETE, "Tous les réglages ont été lus.", "All settings were read."
    )
