"""A list is held against what we know: what it adds, changes, contradicts, and what no rule reads."""

import json
from typing import Any

import pytest

from analyzers.knowledge.trackers import (
    MAX_TRACKERS,
    BrokenListError,
    addition_of,
    compare_trackers,
    read_trackers,
)
from tests.builders.knowledge import shipped_knowledge

BOOK = shipped_knowledge()


def entry(number: int, name: str, code: str = "", network: str = "", **more: Any) -> dict[str, Any]:
    return {"id": number, "name": name, "code_signature": code, "network_signature": network, **more}


def a_list(*rows: dict[str, Any]) -> bytes:
    return json.dumps({"trackers": {str(row["id"]): row for row in rows}}).encode()


def natures(*rows: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(row.nature, row.ours) for row in compare_trackers(read_trackers(a_list(*rows)), BOOK)]


def test_what_we_say_already_makes_no_difference() -> None:
    assert natures(entry(52, "Adjust", "com.adjust.sdk.|com.adjust.android.sdk.", "adjust\\.com|\\.adjust\\.com")) == []


def test_an_entry_unknown_here_would_be_added() -> None:
    assert natures(entry(9001, "Traceur FICTIF", "com.fictif.traceur.", "traceur\\.fictif\\.example")) == [
        ("adds", None)
    ]


def test_names_that_ours_lacks_would_change_it() -> None:
    rows = read_trackers(a_list(entry(52, "Adjust", "com.adjust.sdk.|com.fictif.adjust.")))
    (found,) = compare_trackers(rows, BOOK)

    assert (found.nature, found.ours, found.classes) == ("changes", "adjust", ("com.fictif.adjust",))


def test_a_name_of_another_sdk_contradicts() -> None:
    assert natures(entry(9002, "Autre FICTIF", "com.adjust.sdk.")) == [("contradicts", "adjust")]
    assert natures(entry(17, "Braze", "com.braze.|com.adjust.sdk.")) == [("contradicts", "adjust")]


def test_an_entry_of_ours_without_a_number_would_get_one() -> None:
    unnumbered = next(sdk for sdk in BOOK.sdks if sdk.prefixes and not sdk.exodus)

    assert natures(entry(9003, unnumbered.name, unnumbered.prefixes[0])) == [("changes", unnumbered.id)]


def test_a_rule_that_is_no_plain_name_is_left_to_a_person() -> None:
    assert natures(entry(9004, "Motif FICTIF", ".fictif.[a-z]+", "*.fictif.example")) == [
        ("adds", None),
        ("unread", None),
    ]


def test_an_addition_holds_only_what_nobody_has() -> None:
    row = entry(
        9001,
        "Traceur FICTIF!",
        "com.fictif.traceur.|com.adjust.sdk.",
        "app\\.adjust\\.com",
        categories=["Analytics", "X"],
    )
    (one,) = read_trackers(a_list(row))

    assert addition_of(one, BOOK) == {
        "id": "exodus-9001-traceur-fictif",
        "name": "Traceur FICTIF!",
        "purposes": ["analytics"],
        "classes": ["com.fictif.traceur"],
        "hosts": [],
        "exodus": [9001],
        "source": "https://reports.exodus-privacy.eu.org/en/trackers/9001/",
    }


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"trackers": {}}',
        b'{"trackers": [3]}',
        b'{"trackers": [{"id": "1", "name": "x"}]}',
        b'{"trackers": [{"id": 1, "name": "x", "code_signature": 3}]}',
        b'{"trackers": [{"id": 1, "name": "x"}, {"id": 1, "name": "y"}]}',
        b"[" * 100_000,
        json.dumps({"trackers": [entry(n, "x") for n in range(MAX_TRACKERS + 1)]}).encode(),
        json.dumps({"trackers": [entry(1, "x", "a." * 9_000)]}).encode(),
    ],
    ids=range(11),
)
def test_what_is_no_list_is_refused_by_one_sentence(data: bytes) -> None:
    with pytest.raises(BrokenListError):
        read_trackers(data)


def test_the_trackers_that_that_list_lacks_are_known_here() -> None:
    for name in (
        "com.braze.Braze", "com.datadog.android.Datadog", "com.posthog.PostHog", "com.microsoft.clarity.Clarity",
        "com.rudderstack.android.sdk.core.RudderClient", "com.iterable.iterableapi.IterableApi",
        "io.embrace.android.embracesdk.Embrace", "com.statsig.androidsdk.Statsig",
        "com.google.android.datatransport.Transport",
    ):  # fmt: skip
        assert BOOK.sdk_by_prefix(name) is not None, name
