"""Package names are taken from bundles, and nothing that only looks like one."""

import pytest

from analyzers.formats import bundles
from analyzers.formats.errors import FormatError


def test_dart_sources_name_their_packages() -> None:
    data = b"package:sentry_flutter/src/a.dart\0package:fictif/main.dart\0package: nothing"

    assert bundles.dart_packages(data, 0, len(data)) == {"sentry_flutter", "fictif"}


def test_scripts_name_their_modules() -> None:
    data = b'"node_modules/@sentry/react-native/dist/a.js"; require("react-native-appsflyer"); "just/a/path"'

    assert bundles.script_packages(data) == {"@sentry/react-native", "react-native-appsflyer"}


@pytest.mark.parametrize(
    ("text", "known"), [(b"@a/b-c", True), (b"RNSentry", True), (b"sentence", False), (b"RN", False)]
)
def test_a_string_is_a_package_name_or_is_not(text: bytes, known: bool) -> None:  # noqa: FBT001 - a case of the table
    assert bundles.is_package_name(text) is known


def test_plugin_lists_are_read() -> None:
    cordova = b'[{"id": "cordova-plugin-firebasex.FirebasePlugin", "pluginId": "cordova-plugin-firebasex"}]'

    assert bundles.cordova_plugins(cordova) == {"cordova-plugin-firebasex"}
    assert bundles.capacitor_plugins(b'[{"pkg": "@capacitor/app", "classpath": "x"}, 3]') == {"@capacitor/app"}
    assert bundles.unity_assemblies(b'{"names": ["Firebase.App.dll", "../x", 4]}') == {"Firebase.App.dll"}


@pytest.mark.parametrize("data", [b"{", b"3", b"[" * 100_000, b'{"names": 3}'])
def test_a_broken_list_is_refused(data: bytes) -> None:
    for reader in (bundles.capacitor_plugins, bundles.unity_assemblies):
        with pytest.raises(FormatError):
            reader(data)


@pytest.mark.parametrize("name", ["RNSentry", "NativeRNFBTurboApp", "MixpanelReactNative", "IntercomModule"])
def test_a_native_module_names_its_sdk_in_a_release_bundle(name: str) -> None:
    said = name.encode()
    for script in (b"n=t.NativeModules." + said + b",o=1", b'r.get("' + said + b'")', b"a['" + said + b"']"):
        assert bundles.script_packages(script) == {name}
    assert bundles.is_package_name(said)


@pytest.mark.parametrize(
    "script", [b"var RNSentry=1", b"myModule()", b'"a Module"', b".Module", b".RNx", b"x.xRNSentry"]
)
def test_a_word_that_is_no_property_and_not_quoted_names_nothing(script: bytes) -> None:
    assert bundles.script_packages(script) == set()
