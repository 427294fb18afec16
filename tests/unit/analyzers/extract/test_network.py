"""The network configuration speaks before the manifest's switch."""

from typing import Any

from tests.builders.axml import Element
from tests.unit.analyzers.extract.packages import a_source, facts_of


def _facts(root: Element, **application: Any) -> dict[str, Any]:
    source = a_source(xml={"net": root}, application={"networkSecurityConfig": "@xml/net", **application})
    return facts_of(source)


def test_exceptions_for_a_domain_are_listed_and_inherited() -> None:
    inner = Element("domain-config", {}, (Element("domain", {"includeSubdomains": "true"}, ("b.example",)),))
    outer = Element(
        "domain-config", {"cleartextTrafficPermitted": "true"}, (Element("domain", {}, ("a.example",)), inner)
    )
    config = _facts(Element("network-security-config", {}, (outer,)))["networkSecurityConfig"]

    assert config["read"] is True
    assert [(row["domain"], row["cleartextPermitted"], row["includeSubdomains"]) for row in config["domains"]] == [
        ("a.example", True, False),
        ("b.example", True, True),
    ]


def test_the_base_configuration_outweighs_the_manifest() -> None:
    root = Element("network-security-config", {}, (Element("base-config", {"cleartextTrafficPermitted": "true"}),))
    facts = _facts(root, usesCleartextTraffic=False)

    assert facts["effective"]["usesCleartextTraffic"] is True
    assert facts["usesCleartextTraffic"] is False


def test_trust_anchors_pins_and_debug_overrides_are_said() -> None:
    anchors = Element("trust-anchors", {}, (Element("certificates", {"src": "user"}),))
    pins = Element("pin-set", {}, (Element("pin", {"digest": "SHA-256"}, ("x",)),))
    root = Element(
        "network-security-config",
        {},
        (
            Element("base-config", {}, (anchors,)),
            Element("domain-config", {}, (Element("domain", {}, ("a.example",)), pins)),
            Element("debug-overrides"),
        ),
    )
    config = _facts(root)["networkSecurityConfig"]

    assert (config["trustAnchors"], config["domains"][0]["pins"], config["debugOverrides"]) == (["user"], 1, True)


def test_a_configuration_that_is_missing_is_said_unread() -> None:
    facts = facts_of(a_source(application={"networkSecurityConfig": "res/xml/absent.xml"}))

    assert facts["networkSecurityConfig"]["read"] is False
