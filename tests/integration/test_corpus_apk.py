"""Real packages: every fact that their own projects state about them is reproduced."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from analyzers.extract.apk import extract_apk
from analyzers.extract.shapes import find_fault
from analyzers.formats.archive import open_archive
from analyzers.formats.arsc import ResourceTable
from tests.integration.corpus import apk_rows, read

pytestmark = [pytest.mark.corpus, pytest.mark.integration]

Facts = dict[str, Any]


def _names(rows: list[Facts], by: str | None = None) -> list[str]:
    return sorted({row["name"] for row in rows if by is None or row["declaredBy"] == by})


def _details(rows: list[Facts], by: tuple[str, ...]) -> list[Facts]:
    found = []
    for row in rows:
        if row["declaredBy"] in by:
            limit = {} if row["maxSdkVersion"] is None else {"maxSdkVersion": row["maxSdkVersion"]}
            found.append({"name": row["name"], **limit})
    return sorted(found, key=lambda row: row["name"])


def _asked_or_given(facts: Facts) -> list[Facts]:
    """What was asked for; where nothing was, what the oldest platforms give by themselves."""
    return _details(facts["permissions"], ("uses-permission",)) or _details(facts["permissions"], ("implied",))


def _components(facts: Facts, kind: str) -> list[str]:
    return [row["name"] for row in facts["components"] if row["type"] == kind and not row["alias"]]


def _first_certificate(facts: Facts) -> str | None:
    return next((row["certificate_sha256"] for row in facts["signing"]["signers"]), None)


def _same(expected: Any) -> Any:
    return expected


def _by_name(expected: Any) -> Any:
    return (
        sorted(expected, key=lambda row: row["name"])
        if expected and isinstance(expected[0], dict)
        else sorted(expected)
    )


# Fact of the corpus: what is expected of it, and where our evidence says it.
_FACTS: dict[str, tuple[Callable[[Any], Any], Callable[[Facts], Any]]] = {
    "package": (_same, lambda f: f["packageName"]),
    "version_code": (_same, lambda f: f["versionCode"]),
    "version_name": (_same, lambda f: f["versionName"]),
    "min_sdk": (_same, lambda f: f["minSdkVersion"]),
    "target_sdk": (_same, lambda f: f["targetSdkVersion"]),
    "max_sdk": (_same, lambda f: f["maxSdkVersion"]),
    "effective_target_sdk": (_same, lambda f: f["effective"]["targetSdkVersion"]),
    "app_name": (_same, lambda f: f["label"]["default"]),
    "activities": (_same, lambda f: _components(f, "activity")),
    "services": (_same, lambda f: _components(f, "service")),
    "activity_name_raw": (_same, lambda f: f["components"][0]["nameDeclared"]),
    "permissions": (
        sorted,
        lambda f: sorted({r["name"] for r in f["permissions"] if r["declaredBy"] != "implied"}),
    ),
    "permissions_detail": (_by_name, _asked_or_given),
    "permissions_sdk23_detail": (_by_name, lambda f: _details(f["permissions"], ("uses-permission-sdk-23",))),
    "permissions_effective": (sorted, lambda f: _names(f["permissions"])),
    "permissions_bad_namespace": (sorted, lambda f: _names(f["permissions"], "uses-permission")),
    "uses_implied_permissions": (
        lambda e: sorted(map(tuple, e), key=str),
        lambda f: sorted(
            ((r["name"], r["maxSdkVersion"]) for r in f["permissions"] if r["declaredBy"] == "implied"), key=str
        ),
    ),
    "features": (sorted, lambda f: _names([row for row in f["features"] if row["required"]])),
    "is_wearable": (_same, lambda f: "android.hardware.type.watch" in _names(f["features"])),
    "is_leanback": (_same, lambda f: "android.software.leanback" in _names(f["features"])),
    "is_androidtv": (_same, lambda f: "android.software.leanback" in _names(f["features"])),
    "libraries": (_same, lambda f: f["libraries"]),
    "native_code": (sorted, lambda f: sorted({row["abi"] for row in f["native"]})),
    "native_library": (_same, lambda f: next(r["file"] for r in f["native"] if r["abi"] == "arm64-v8a")),
    "resource_locales": (set, lambda f: set(f["resourceLocales"])),
    "intent_filters_activity": (
        _same,
        lambda f: [
            {"action": g["actions"], "category": g["categories"]}
            for r in f["components"]
            for g in r["intentFilters"]
            if "android.intent.action.MAIN" in g["actions"]
        ],
    ),
    "service_filters": (
        _same,
        lambda f: [
            {"action": g["actions"]} for r in f["components"] if r["type"] == "service" for g in r["intentFilters"]
        ],
    ),
    "multidex": (_same, lambda f: len(f["code"]["dex"]) > 1),
    "signer_cert_sha256": (_same, _first_certificate),
    "cert_sha256": (_same, lambda f: [row["certificate_sha256"] for row in f["signing"]["signers"]]),
    "has_v1_signature": (_same, lambda f: f["signing"]["schemes"]["v1"]),
    "signed_v1": (_same, lambda f: f["signing"]["schemes"]["v1"]),
    "signed_v2": (_same, lambda f: f["signing"]["schemes"]["v2"]),
    "signature_files": (_same, lambda f: f["signing"]["files"]),
    "janus_vulnerability": (
        _same,
        lambda f: "code-prefix" in {row["code"] for row in f["archive"]["deviations"]},
    ),
    "nested_apk": (_same, lambda f: "nested-archive" in {row["code"] for row in f["archive"]["deviations"]}),
}
# Stated about something else than the package's evidence (another tool's way of counting, a decoder's output), or
# checked below by a test of its own.
_ELSEWHERE = frozenset(
    """
    apk_verifier class must note exodus_app_uid v1_v2_certs_equal file_sha256 md5 search_terms_hit app public_key
    files_include icon_logical enum_count_default color_count_default public_count_default string_count
    string_SMSDelayText classes_include classes_top_include classes_nested_include signature_verifies
    """.split()  # noqa: SIM905 - words, not code
)
_ROWS = apk_rows()


def _facts(name: str, **levels: int | None) -> Facts:
    extraction = extract_apk(read(name), **levels)
    assert extraction.evidence is not None, extraction.outcome.code
    facts: Facts = extraction.evidence["apk"]
    return facts


@pytest.mark.parametrize(("name", "row"), _ROWS, ids=[name for name, _ in _ROWS])
def test_every_stated_fact_is_reproduced(name: str, row: Facts) -> None:
    unknown = set(row["expected"]) - set(_FACTS) - _ELSEWHERE
    asked = {key: value for key, value in row["expected"].items() if key in _FACTS}
    facts = _facts(name) if asked else {}
    wrong = {}
    for key, value in asked.items():
        wanted, ask = _FACTS[key]
        if ask(facts) != wanted(value):
            wrong[key] = (wanted(value), ask(facts))

    assert (wrong, unknown) == ({}, set())


@pytest.mark.parametrize(("name", "row"), _ROWS, ids=[name for name, _ in _ROWS])
def test_evidence_has_its_shape_and_the_digest_of_its_file(name: str, row: Facts) -> None:
    data = read(name)
    evidence = extract_apk(data).evidence

    assert hashlib.sha256(data).hexdigest() == row["sha256"]
    if evidence is not None:
        assert find_fault(dict(evidence), "apk") is None
        assert evidence["subject"] == {"kind": "apk", "sha256": row["sha256"], "size": row["size"]}


def _table(name: str) -> ResourceTable:
    archive = open_archive(read(name))
    entry = archive.find("resources.arsc")
    assert entry is not None
    return ResourceTable(archive.read(entry, 1 << 28))


@pytest.mark.parametrize(
    "row", [row for row in _ROWS if "string_SMSDelayText" in row[1]["expected"]], ids=lambda r: r[0]
)
def test_a_sentence_is_resolved_in_each_language(row: tuple[str, Facts]) -> None:
    table = _table(row[0])
    number = table.named("string", "SMSDelayText")
    assert number is not None
    found = {locale or "default": text for locale, text in table.texts(number).items()}

    assert {locale: found.get(locale) for locale in row[1]["expected"]["string_SMSDelayText"]} == row[1]["expected"][
        "string_SMSDelayText"
    ]


@pytest.mark.parametrize("row", [r for r in _ROWS if "classes_nested_include" in r[1]["expected"]], ids=lambda r: r[0])
def test_classes_of_a_package_inside_a_package_are_found(row: tuple[str, Facts]) -> None:
    packages = {entry["name"]: entry for entry in _facts(row[0])["code"]["packages"]}
    for key in ("classes_top_include", "classes_nested_include"):
        package, _, simple = row[1]["expected"][key].replace("/", ".").rpartition(".")
        assert simple in packages[package]["classes"]


def test_the_blood_donation_app_is_what_it_is() -> None:
    name = "apk/exodus-core/blooddonation.apk"
    if name not in dict(_ROWS):
        return  # said loudly already: no real inputs here
    facts = _facts(name)
    ads = next(row for row in facts["code"]["packages"] if row["name"] == "com.google.android.gms.ads")

    assert (facts["packageName"], facts["versionCode"], facts["versionName"]) == (
        "fr.mobdev.blooddonation",
        "13",
        "3.4",
    )
    assert facts["signing"]["verified"] is True
    assert ads["count"] > 0
    assert facts["label"]["default"] == "Don du Sang"
