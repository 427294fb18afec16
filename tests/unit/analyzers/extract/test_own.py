"""Own code is told by the names that the app gives itself."""

from typing import Any

import pytest

from analyzers.extract.own import ASKED, ORDINARY, calls_of, own_roots
from analyzers.formats.calls import Call, Calls
from tests.builders.knowledge import shipped_knowledge


def facts(package: str | None, application: str | None = None, *starts: str) -> dict[str, Any]:
    filters = [{"actions": ["android.intent.action.MAIN"], "categories": []}]
    rows = [{"name": name, "intentFilters": filters} for name in starts]
    rows.append({"name": "com.other.Service", "intentFilters": []})
    return {"packageName": package, "applicationName": application, "components": rows}


@pytest.mark.parametrize(
    ("given", "roots"),
    [
        (facts("fr.fictif.carnet"), ("fr/fictif/",)),
        (facts("com.google.android.apps.x"), ("com/google/android/apps/x/",)),
        (
            facts("fr.fictif.carnet", ".App", "org.studio.ui.Main"),
            ("fr/fictif/", "fr/fictif/carnet/", "org/studio/ui/"),
        ),
        (facts(None), ()),
        ({}, ()),
    ],
)
def test_roots(given: dict[str, Any], roots: tuple[str, ...]) -> None:
    assert own_roots(given) == roots


def test_one_row_for_each_class_and_the_call_that_works() -> None:
    first = Calls({"com/sdk/X": Call("com/sdk/X", "isOn", "fr/a/A", 8)})
    second = Calls({"com/sdk/X": Call("com/sdk/X", "start", "fr/a/B", 9), "a/b": Call("a/b", "go", "fr/a/B", 1)})
    rows = calls_of([("classes.dex", first), ("classes2.dex", second)])

    assert [(row["class"], row["method"], row["from"], row["works"]) for row in rows] == [
        ("a.b", "go", "fr.a.B", True),
        ("com.sdk.X", "start", "fr.a.B", True),
    ]
    assert rows[1]["at"] == {"entry": "classes2.dex", "offset": 9, "length": 6}


def test_no_sdk_that_sends_lies_among_what_is_passed_over() -> None:
    told = {"advertising", "analytics", "attribution", "profiling", "push", "health", "payment"}
    paths = {
        f"{prefix.replace('.', '/')}/": sdk.id
        for sdk in shipped_knowledge().sdks
        if not told.isdisjoint(sdk.purposes)
        for prefix in sdk.prefixes
    }

    assert {name for path, name in paths.items() if path.startswith(ORDINARY) and not path.startswith(ASKED)} == set()
