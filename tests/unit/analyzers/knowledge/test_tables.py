"""The curated tables refuse what nobody could read later."""

from typing import Any

import pytest

from analyzers.knowledge.book import Owner, Switch
from analyzers.knowledge.files import BrokenKnowledgeError
from analyzers.knowledge.tables import (
    load_hosts,
    load_libraries,
    load_noise,
    load_permissions,
    load_platform,
    load_sdks,
    load_switches,
)

OWNERS = {"org": Owner("org", "Org", "FR", "Org SA", "FR", ())}


def sdks(*rows: dict[str, Any]) -> Any:
    full = [{"name": row["id"], "org": "org", "purposes": ["analytics"]} | row for row in rows]
    return load_sdks({"defaults": {"source": "s", "as_of": "2025-01-01", "confidence": "medium"}, "sdks": full}, OWNERS)


def test_sdks_are_sorted_and_inherit_source_and_date() -> None:
    found = sdks({"id": "b"}, {"id": "a", "source": "own"})
    assert [sdk.id for sdk in found] == ["a", "b"]
    assert (found[0].source, found[1].source, found[1].as_of) == ("own", "s", "2025-01-01")


@pytest.mark.parametrize(
    "row", [{"org": "nobody"}, {"purposes": []}, {"purposes": ["spying"]}, {"colour": "red"}], ids=str
)
def test_a_row_that_breaks_the_rules_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(BrokenKnowledgeError):
        sdks({"id": "a"} | row)


def test_two_sdks_cannot_share_a_prefix_or_a_host() -> None:
    for key in ("classes", "hosts"):
        with pytest.raises(BrokenKnowledgeError, match="comes twice"):
            sdks({"id": "a", key: ["x.y"]}, {"id": "b", key: ["x.y"]})


def test_a_free_library_has_no_owner() -> None:
    assert sdks({"id": "a", "org": None})[0].owner is None


def test_switches_keep_the_value_that_turns_off_their_source_and_their_day() -> None:
    row = {"sdk": "a", "key": "k", "value": "false", "source": "https://a.example"}
    found = load_switches({"defaults": {"as_of": "2026-01-01"}, "switches": [row]}, sdks({"id": "a"}, {"id": "b"}))

    assert [sdk.switches for sdk in found] == [(Switch("k", "false", None, "https://a.example", "2026-01-01"),), ()]


@pytest.mark.parametrize("change", [{"sdk": "nobody"}, {"value": False}, {"colour": "red"}], ids=str)
def test_a_broken_switch_is_refused(change: dict[str, Any]) -> None:
    row = {"sdk": "a", "key": "k", "value": "false", "source": "s"} | change
    with pytest.raises(BrokenKnowledgeError):
        load_switches({"defaults": {"as_of": "d"}, "switches": [row]}, sdks({"id": "a"}))
    twice = [{"sdk": "a", "key": "k", "value": "false", "source": "s"}] * 2
    with pytest.raises(BrokenKnowledgeError, match="comes twice"):
        load_switches({"defaults": {"as_of": "d"}, "switches": twice}, sdks({"id": "a"}))


def test_a_host_of_an_unknown_role_is_refused() -> None:
    assert load_hosts({"hosts": [{"suffix": "a.b", "org": "org"}]}, OWNERS)[0].role == "service"
    with pytest.raises(BrokenKnowledgeError):
        load_hosts({"hosts": [{"suffix": "a.b", "org": "org", "role": "king"}]}, OWNERS)


def test_a_permission_has_words_in_both_languages() -> None:
    row = {"name": "p", "group": "g", "fr": "Lire", "en": "Read", "advertising_id": True}
    found = load_permissions({"permissions": [row]})["p"]
    assert (found.words.fr, found.words.en, found.advertising_id) == ("Lire", "Read", True)


def test_the_last_dated_level_is_the_current_one() -> None:
    rows = [{"target": 35, "since": "2025-08-31", "source": "b"}, {"target": 34, "since": "2024-08-31", "source": "a"}]
    level = load_platform({"current_targets": rows})
    assert (level.target, level.since, level.source) == (35, "2025-08-31", "b")


def test_noise_has_a_reason_and_no_host_has_two() -> None:
    rows = [{"why": "format", "exact": ["a.example"]}, {"why": "licence", "below": ["b.example"]}]

    assert load_noise({"noise": rows}) == {"a.example": "format", "b.example": "licence", ".b.example": "licence"}
    with pytest.raises(BrokenKnowledgeError, match="comes twice"):
        load_noise({"noise": [*rows, {"why": "example", "exact": ["b.example"]}]})


def test_how_sure_the_marks_are_is_stated_and_bounded() -> None:
    assert [sdk.confidence for sdk in sdks({"id": "a"}, {"id": "b", "confidence": "low"})] == ["medium", "low"]
    with pytest.raises(BrokenKnowledgeError, match="confidence"):
        sdks({"id": "a", "confidence": "certain"})


def test_a_library_has_one_name_and_is_never_an_sdk() -> None:
    row = {"name": "Free", "prefixes": ["org.free"]}
    assert load_libraries({"libraries": [row]}, ()) == {"org.free": "Free"}
    with pytest.raises(BrokenKnowledgeError, match="comes twice"):
        load_libraries({"libraries": [row, row]}, ())
    with pytest.raises(BrokenKnowledgeError, match="belong to SDKs"):
        load_libraries({"libraries": [row]}, sdks({"id": "a", "classes": ["org.free"]}))
