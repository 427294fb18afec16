"""Two packages that differ in trust alone have the same rows; any other change shows."""

from typing import Any

from analyzers.extract.inventory import take_inventory
from tests.builders.apk import ApkSource, build_apk
from tests.builders.axml import Element
from tests.unit.analyzers.extract.packages import a_source


def _inventory(source: ApkSource) -> dict[str, Any]:
    return take_inventory(build_apk(source, None))


def _config(*, clear: bool, sources: tuple[str, ...]) -> ApkSource:
    anchors = Element("trust-anchors", {}, tuple(Element("certificates", {"src": name}) for name in sources))
    base = Element("base-config", {"cleartextTrafficPermitted": clear}, (anchors,))
    tree = Element("network-security-config", {}, (base,))
    return a_source(application={"networkSecurityConfig": "@xml/net"}, xml={"net": tree})


def test_trust_alone_does_not_change_the_rows() -> None:
    one, two = (_inventory(_config(clear=False, sources=names)) for names in (("system",), ("system", "user")))

    assert one["config_rows"] == two["config_rows"]
    assert one["members"] != two["members"]
    assert (one["trusts_user"], two["trusts_user"]) == (False, True)


def test_permitting_clear_text_changes_the_rows() -> None:
    one, two = (_inventory(_config(clear=clear, sources=("system",))) for clear in (False, True))

    assert one["config_rows"] != two["config_rows"]


def test_the_manifest_without_its_configuration_is_compared_attribute_by_attribute() -> None:
    one, two, three = (_inventory(a_source(application=more)) for more in ({}, {}, {"debuggable": True}))

    assert one["manifest"] == two["manifest"] != three["manifest"]


def test_what_has_no_single_reading_is_refused() -> None:
    assert take_inventory(b"PK") == {"refused": "no-end-record"}
    assert take_inventory(b"\0" * 9 + build_apk(a_source(), None)) == {"refused": "deviating-archive"}
