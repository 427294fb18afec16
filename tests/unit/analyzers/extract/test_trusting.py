"""A copy trusts the user's authorities beside whatever the app trusts, and says nothing else."""

import base64

from analyzers.extract.trusting import CONFIG_PATH, is_signature, plan_copy
from analyzers.formats.axml import read_axml
from tests.builders.apk import ApkSource, build_apk
from tests.builders.axml import Element
from tests.unit.analyzers.extract.packages import a_source

PINNED = Element(
    "network-security-config",
    {},
    (
        Element(
            "domain-config",
            {"cleartextTrafficPermitted": False},
            (
                Element("domain", {"includeSubdomains": True}, ("example.org",)),
                Element("trust-anchors", {}, (Element("certificates", {"src": "system"}),)),
                Element("pin-set", {}, (Element("pin", {"digest": "SHA-256"}, ("AAAA",)),)),
            ),
        ),
    ),
)


def _with_config() -> ApkSource:
    return a_source(application={"networkSecurityConfig": "@xml/net"}, xml={"net": PINNED})


def _config(source: ApkSource) -> list[tuple[str, list[tuple[str, str | None]]]]:
    plan = plan_copy(build_apk(source, None))
    name = next(iter(plan["changed"].keys() - {"AndroidManifest.xml", "resources.arsc"}))
    document = read_axml(base64.b64decode(plan["changed"][name]))
    return [(one.tag, [(a.name, a.text) for a in one.attributes]) for one in document.elements]


def test_without_a_configuration_the_manifest_names_a_new_one() -> None:
    plan = plan_copy(build_apk(a_source(), None))

    assert plan["changed"].keys() == {"AndroidManifest.xml", "resources.arsc", CONFIG_PATH}
    tags = _config(a_source())
    assert [tag for tag, _ in tags] == [
        "network-security-config",
        "base-config",
        "trust-anchors",
        *["certificates"] * 2,
    ]
    assert [attributes[0][1] for tag, attributes in tags if tag == "certificates"] == ["system", "user"]


def test_a_configuration_is_widened_where_it_stands() -> None:
    plan = plan_copy(build_apk(_with_config(), None))

    assert plan["changed"].keys() == {"res/xml/net.xml"}
    tags = _config(_with_config())
    assert [tag for tag, _ in tags].count("trust-anchors") == 2  # the base, and the domain
    assert ("pin", [("digest", "SHA-256")]) in tags
    assert [a[0][1] for tag, a in tags if tag == "certificates"] == ["system", "user", "system", "user"]


def test_what_is_kept_is_named_by_its_place() -> None:
    data = build_apk(_with_config(), None)

    rows = plan_copy(data)["kept"]

    assert {bytes.fromhex(row[0]) for row in rows} == {b"AndroidManifest.xml", b"classes.dex", b"resources.arsc"}
    assert all(0 < row[5] < row[5] + row[3] <= len(data) for row in rows)


def test_what_has_no_single_reading_is_refused() -> None:
    assert plan_copy(b"") == {"refused": "empty-file"}
    assert plan_copy(b"\0" * 9 + build_apk(a_source(), None)) == {"refused": "deviating-archive"}
    assert "refused" in plan_copy(build_apk(a_source(damage={"AndroidManifest.xml": "truncated"}), None))


def test_signature_files_of_the_first_scheme_are_told_by_name() -> None:
    assert is_signature("META-INF/CERT.RSA")
    assert is_signature("META-INF/MANIFEST.MF")
    assert not is_signature("META-INF/services/a.b")
    assert not is_signature("assets/META-INF/CERT.RSA")
