"""Code that hides leaves signs, and each sign has a name."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.sdk_classes import opacity
from analyzers.sdk_classes.opacity import code_gaps
from tests.builders.evidence import a_component, a_key, a_package, apk_evidence


def gaps(*packages: dict[str, Any], **changes: Any) -> str:
    return " ".join(english for _, english in code_gaps(apk_evidence(*packages, **changes)["apk"]))


def library(name: str) -> list[dict[str, Any]]:
    return [{"file": f"lib/arm64-v8a/{name}", "abi": "arm64-v8a"}]


def test_plain_code_shows_no_sign() -> None:
    assert gaps() == ""


def test_a_packer_is_seen_by_its_package_or_its_library() -> None:
    assert "packed" in gaps(a_package("com.stub", "StubApp"))
    assert "packed" in gaps(native=library("libjiagu.so"))
    assert gaps(a_package("com.stubborn", "Game"), native=library("libmine.so")) == ""


@pytest.mark.parametrize(
    ("name", "kind"), [("libapp.so", "Flutter"), ("libhermes.so", "React Native"), ("libil2cpp.so", "Unity")]
)
def test_code_of_another_kind_is_named(name: str, kind: str) -> None:
    assert kind in gaps(native=library(name))


def test_a_bundle_of_web_code_is_named() -> None:
    assert "Cordova" in gaps(a_package("org.apache.cordova", "CordovaActivity"))


def test_loading_at_run_time_is_named() -> None:
    assert "loaded" in gaps(a_package("com.tencent.tinker.loader", "TinkerLoader"))


def test_renamed_code_is_measured_and_a_few_short_names_are_not() -> None:
    short = [chr(97 + i) for i in range(26)]
    assert "renamed" in gaps(a_package("a.b", *short, *[f"Long{i}" for i in range(10)]))
    assert gaps(a_package("a.b", *short[:3], *[f"Long{i}" for i in range(60)])) == ""
    assert gaps(a_package("a.b", "a", "b")) == ""


def test_module_names_are_not_the_code_of_a_bundle() -> None:
    runtimes = [{"kind": "flutter", "readable": True, "packages": ["package:firebase_analytics"]}]
    gaps = code_gaps({"runtimes": runtimes})
    assert [en for _, en in gaps] == ["of Flutter code, only module names were read"]


@pytest.mark.parametrize(
    ("name", "is_sign"), [("DexClassLoader", True), ("InMemoryDexClassLoader", True), ("PathClassLoader", False)]
)
def test_a_loader_of_further_code_is_a_sign(name: str, is_sign: bool) -> None:  # noqa: FBT001 - a case of the table
    rows = {"dynamic_code_loading": [f"dalvik.system.{name}"]}

    assert ("loaded while the app runs" in gaps(completeness=rows)) is is_sign


@pytest.mark.parametrize(
    ("entry", "splits", "is_sign"),
    [("assets/a.apk!/classes.dex", [], True), ("base.apk!/classes.dex", [{"file": "base.apk"}], False)],
)
def test_code_in_an_archive_inside_is_a_sign_and_a_part_of_a_set_is_none(
    entry: str,
    splits: list[dict[str, str]],
    is_sign: bool,  # noqa: FBT001 - a case of the table
) -> None:
    code = {"dex": [{"entry": entry, "read": True}], "packages": []}

    assert ("archive inside" in gaps(code=code, splits=splits)) is is_sign


def test_a_loader_asked_for_by_name_loads_all_the_same() -> None:
    for name in ("dalvik.system.DexClassLoader", "dalvik.system.InMemoryDexClassLoader"):
        assert "loaded" in gaps(code={"packages": [], "constants": [name]})
    assert gaps(code={"packages": [], "constants": ["dalvik.system.PathClassLoader"]}) == ""


def test_an_app_that_shows_a_site_holds_no_code_of_it() -> None:
    key = a_key("android.support.customtabs.trusted.DEFAULT_URL", "https://fictif.example/")
    screen = a_component("activity", "fr.fictif.LauncherActivity", metaData=[key])

    assert "elsewhere" in gaps(components=[screen])
    assert "elsewhere" in gaps(metaData=[key])
    assert "elsewhere" in gaps(a_package("com.google.androidbrowserhelper.trusted", "LauncherActivity"))


@pytest.mark.parametrize(
    ("kind", "name"),
    [("python", "Python"), ("godot", "Godot"), ("air", "Adobe AIR"), ("nodejs", "Node.js"), ("new", "Web")],
)
def test_a_runtime_that_nobody_reads_is_named(kind: str, name: str) -> None:
    row = {
        "kind": kind,
        "engine_version": None,
        "bundle": "a",
        "readable": False,
        "packages": [],
        "count": 0,
        "why": "x",
    }

    assert f"{name} code was not read" in gaps(runtimes=[row])


_ROOTS = sorted({*opacity._TELLING, *opacity._OF_SCREENS})


@given(
    st.lists(st.tuples(st.sampled_from(_ROOTS), st.sampled_from(["", ".x", "x", ".GameActivity"])).map("".join)),
    st.sampled_from(["NativeActivity", "GameActivity", "androidgamesdk.GameActivity", "x"]),
)
def test_packages_that_are_passed_over_show_no_sign(names: list[str], simple: str) -> None:
    apk = apk_evidence(*[a_package(name, simple) for name in names])["apk"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opacity, "_TELLING", ("",))
        plain = code_gaps(apk)

    assert code_gaps(apk) == plain
