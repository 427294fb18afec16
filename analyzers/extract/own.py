"""Which classes of a package are the app's own, by its names, and what of other people's code they call."""

from collections.abc import Iterable, Mapping
from typing import Any

from analyzers.extract.manifest import MAIN, full_name
from analyzers.extract.values import printable
from analyzers.formats.calls import Calls

Fact = dict[str, Any]

MAX_CALLS = 2_000

# The platform, languages and tools of every app: calling them says nothing.
ORDINARY = (
    "java/", "javax/", "android/", "androidx/", "kotlin/", "kotlinx/", "dalvik/", "org/json/", "org/xml/", "org/w3c/",
    "org/jetbrains/", "org/intellij/", "okhttp3/", "okio/", "retrofit2/", "dagger/", "io/reactivex/", "rx/",
    "com/google/gson/", "com/google/common/", "com/google/android/material/",
    "com/android/internal/", "com/android/support/", "com/android/tools/", "com/android/volley/",
)  # fmt: skip

# Among these, what shows pages that come from elsewhere, and what sends or reads more than a tool does.
ASKED = ("android/webkit/WebView", "androidx/health/", "androidx/privacysandbox/", "android/adservices/")

# Names under which many publish: the second word of a package is not yet somebody's own.
_SHARED = frozenset(
    {
        "com.google", "com.facebook", "com.amazon", "com.microsoft", "com.github", "io.github", "com.gitlab",
        "io.gitlab", "com.yandex", "com.tencent", "com.adobe", "com.android", "com.huawei", "com.samsung", "org.apache",
        "co.uk", "com.br", "com.au", "gouv.fr", "fr.gouv", "org.chromium", "com.unity3d", "io.flutter",
    }
)  # fmt: skip
_ROOT = 2  # words of a package that are its publisher's


def own_roots(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """How the paths of the app's own classes begin: its publisher's name, and where its first classes lie."""
    package = facts.get("packageName") or ""
    roots = {_root(package)}
    application = facts.get("applicationName")
    starts = [full_name(application, package)] if application else []
    starts += [
        row["name"]
        for row in facts.get("components", ())
        if any(MAIN in group["actions"] for group in row["intentFilters"])
    ]
    roots |= {name.rpartition(".")[0] for name in starts}
    return tuple(sorted(f"{root.replace('.', '/')}/" for root in roots if root))


def _root(package: str) -> str:
    words = package.split(".")
    return package if ".".join(words[:_ROOT]) in _SHARED else ".".join(words[:_ROOT])


def calls_of(files: Iterable[tuple[str, Calls]]) -> list[Fact]:
    """One row for each foreign class that own code calls, in order; a call that makes it work where there is one."""
    rows: dict[str, Fact] = {}
    for shown, found in files:
        for target, call in found.rows.items():
            known = rows.get(target)
            if known is None or (call.is_loud and not known["works"]):
                rows[target] = {
                    "class": printable(target.replace("/", ".")),
                    "method": printable(call.method),
                    "from": printable(call.caller.replace("/", ".")),
                    "works": call.is_loud,
                    "at": {"entry": shown, "offset": call.at, "length": call.length},
                }
    return [rows[target] for target in sorted(rows)][:MAX_CALLS]
