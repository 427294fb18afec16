"""A setting is stated as it takes effect, and not at all where that could not be decided."""

from typing import Any

from analyzers.contract import Detection
from analyzers.identity.settings import detect_settings
from criteria.findings import Extent
from tests.builders.evidence import APK_SHA256, apk_evidence

CONFIG = {"file": "res/xml/n.xml", "read": True, "cleartextPermitted": False, "domains": []}


def detect(**changes: Any) -> Detection:
    return detect_settings(APK_SHA256, apk_evidence(**changes)["apk"])


def values(detection: Detection) -> dict[Any, Any]:
    return {row.attributes["name"]: row.attributes["value"] for row in detection.findings}


def test_each_setting_is_stated_once_with_its_effect() -> None:
    assert values(detect()) == {
        "debuggable": "false",
        "allow_backup": "false",
        "uses_cleartext_traffic": "false",
        "network_security_config": "false",
    }
    assert all(row.attributes["effective"] for row in detect().findings)
    assert detect().coverage[0].extent is Extent.COMPLETE


def test_the_reason_tells_a_default_from_a_declaration() -> None:
    reasons = {row.attributes["name"]: row.reasoning.fr for row in detect().findings}
    assert "c'est ce qu'Android fait alors" in reasons["debuggable"]
    assert "déclaré dans le manifeste" in reasons["allow_backup"]


def test_a_declaration_that_another_rule_overrides_is_said() -> None:
    found = detect(declared={"usesCleartextTraffic": True}).findings[2]
    assert (found.attributes["value"], found.attributes["effective"]) == ("true", False)
    assert "une autre règle l'emporte" in found.reasoning.fr


def test_clear_traffic_is_undecided_when_the_configuration_was_not_read() -> None:
    detection = detect(networkSecurityConfig=CONFIG | {"read": False})
    assert "uses_cleartext_traffic" not in values(detection)
    assert detection.coverage[0].extent is Extent.PARTIAL


def test_one_domain_in_the_clear_is_clear_traffic() -> None:
    opened = CONFIG | {"domains": [{"domain": "a.example", "cleartextPermitted": True}]}
    assert values(detect(networkSecurityConfig=CONFIG))["uses_cleartext_traffic"] == "false"
    assert values(detect(networkSecurityConfig=opened))["uses_cleartext_traffic"] == "true"


def test_a_named_configuration_points_at_its_own_file() -> None:
    found = detect(networkSecurityConfig=CONFIG).findings[-1]
    assert (found.attributes["value"], found.pointer.path) == ("true", ("res/xml/n.xml",))


def test_nothing_is_covered_without_a_manifest() -> None:
    detection = detect_settings(APK_SHA256, {})
    assert (detection.findings, detection.coverage[0].extent) == ((), Extent.NONE)
