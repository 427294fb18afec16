"""The facts that other projects state of their packages, and where our evidence says the same."""

from collections.abc import Callable
from typing import Any

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


def _verdict(expected: Any) -> Any:
    """What the platform's verifier says, where several tools are quoted."""
    return expected["apksigner"] if isinstance(expected, dict) else expected


def _class_name(expected: str) -> str:
    return expected.replace("/", ".")


def _classes(facts: Facts) -> set[str]:
    return {f"{row['name']}.{name}" for row in facts["code"]["packages"] for name in row["classes"]}


class _Any:
    """Equal to each of its members: a fact that names one of many."""

    def __init__(self, members: set[str]) -> None:
        self.members = members

    def __eq__(self, other: object) -> bool:
        return other in self.members

    __hash__ = None  # type: ignore[assignment] # compared, never kept


# Fact of the corpus: what is expected of it, and where our evidence says it.
FACTS: dict[str, tuple[Callable[[Any], Any], Callable[[Facts], Any]]] = {
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
    "signature_verifies": (_verdict, lambda f: f["signing"]["verified"]),
    "v1_v2_certs_equal": (
        _same,
        lambda f: f["signing"]["verified"] and f["signing"]["schemes"]["v1"] and f["signing"]["schemes"]["v2"],
    ),
    "public_key": (
        lambda e: (e["algorithm"], e["bits"]),
        lambda f: (f["signing"]["signers"][0]["keyAlgorithm"].lower(), f["signing"]["signers"][0]["keySize"]),
    ),
    "classes_include": (
        lambda e: e.partition(" ")[0].rpartition("/")[0].replace("/", "."),
        lambda f: next(r["name"] for r in f["code"]["packages"] if r["referenced"] and r["name"] == "java.lang"),
    ),
    "classes_top_include": (_class_name, lambda f: _Any(_classes(f))),
    "classes_nested_include": (_class_name, lambda f: _Any(_classes(f))),
    "janus_vulnerability": (
        _same,
        lambda f: "code-prefix" in {row["code"] for row in f["archive"]["deviations"]},
    ),
    "nested_apk": (_same, lambda f: "nested-archive" in {row["code"] for row in f["archive"]["deviations"]}),
}
# Stated about something else than the package's evidence (another tool's way of counting, a decoder's output), or
# checked below by a test of its own.
ELSEWHERE = frozenset(
    """
    apk_verifier class must note exodus_app_uid file_sha256 md5 search_terms_hit app
    files_include icon_logical enum_count_default color_count_default public_count_default string_count
    string_SMSDelayText
    """.split()  # noqa: SIM905 - words, not code
)
