"""A package is what its description says; a description that says something unknown is refused."""

import io
import zipfile

import pytest
from androguard.core.axml import AXMLPrinter  # type: ignore[import-untyped] # publishes no types

from tests.builders.apk import ApkSource, Component, Plain, build_apk, entries_of, source_from
from tests.builders.axml import ANDROID
from tests.builders.dex import ClassSource

_PLAIN: Plain = {"publisher": "Atelier Brindille", "package": "fr.fictif.a"}


def _manifest(source: ApkSource) -> list[tuple[str, dict[str, str]]]:
    raw = next(entry.data for entry in entries_of(source) if entry.name == "AndroidManifest.xml")
    space = f"{{{ANDROID}}}"
    elements = AXMLPrinter(raw).get_xml_obj().iter()
    return [(one.tag, {key.replace(space, ""): value for key, value in one.attrib.items()}) for one in elements]


def test_the_least_description_makes_a_package() -> None:
    package = zipfile.ZipFile(io.BytesIO(build_apk(source_from(_PLAIN), None)))

    assert package.namelist() == ["AndroidManifest.xml"]


def test_everything_described_is_in_the_manifest() -> None:
    source = source_from(
        {
            **_PLAIN,
            "permissions": ["android.permission.INTERNET", {"name": "android.permission.CAMERA", "max_sdk": 28}],
            "components": [{"type": "service", "name": "fr.fictif.a.S", "exported": True, "meta": {"clef": 7}}],
            "meta": {"com.example.SWITCH": False},
        }
    )
    elements = _manifest(source)

    assert ("uses-permission", {"name": "android.permission.CAMERA", "maxSdkVersion": "28"}) in elements
    assert ("service", {"name": "fr.fictif.a.S", "exported": "true"}) in elements
    assert ("meta-data", {"name": "clef", "value": "7"}) in elements
    assert ("meta-data", {"name": "com.example.SWITCH", "value": "false"}) in elements


def test_levels_that_are_not_stated_are_left_out() -> None:
    assert "uses-sdk" not in dict(_manifest(ApkSource("fr.fictif.a", min_sdk=None, target_sdk=None)))


def test_a_resource_is_named_by_its_number() -> None:
    component = Component("activity", "fr.fictif.a.A", {"label": "@string/app_name"})
    elements = dict(_manifest(ApkSource("fr.fictif.a", label={"": "A"}, components=(component,))))

    assert elements["activity"]["label"] == elements["application"]["label"] == "@7F010000"


@pytest.mark.parametrize("how", ["truncated", "enciphered"])
def test_damage_changes_only_the_entry_named(how: str) -> None:
    classes = ((ClassSource("fr.fictif.A"),), (ClassSource("fr.fictif.B"),))
    whole = {entry.name: entry.data for entry in entries_of(ApkSource("fr.fictif.a", dex=classes))}
    hurt = {
        entry.name: entry.data
        for entry in entries_of(ApkSource("fr.fictif.a", dex=classes, damage={"classes2.dex": how}))
    }

    assert [name for name in whole if whole[name] != hurt[name]] == ["classes2.dex"]


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        source_from({**_PLAIN, "colour": "blue"})
    with pytest.raises(ValueError, match="unknown damage: burnt"):
        entries_of(ApkSource("fr.fictif.a", damage={"AndroidManifest.xml": "burnt"}))
