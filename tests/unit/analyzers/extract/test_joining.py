"""Parts joined: lists go on, counts add up, the base keeps its names and levels."""

from analyzers.extract.joining import join, place_in, undefined_in
from tests.unit.analyzers.extract.packages import a_source, facts_of


def test_a_place_is_put_behind_its_part_at_any_depth() -> None:
    found = place_in({"at": {"entry": "a", "offset": 1}, "rows": [{"file": "b"}, {"entry": None}]}, "base.apk")

    assert found == {"at": {"entry": "base.apk!/a", "offset": 1}, "rows": [{"file": "base.apk!/b"}, {"entry": None}]}


def test_levels_and_settings_are_the_bases_and_never_added_up() -> None:
    base, part = facts_of(a_source(min_sdk=26)), facts_of(a_source(min_sdk=30, split="a"))
    whole = join(base, [part])

    assert (whole["minSdkVersion"], whole["effective"], whole["at"]) == (26, base["effective"], base["at"])
    assert whole["archive"]["entries"] == base["archive"]["entries"] + part["archive"]["entries"]


def test_a_class_in_two_parts_counts_once() -> None:
    base = facts_of(a_source())

    assert join(base, [facts_of(a_source(split="a"))])["code"]["classes"] == base["code"]["classes"]


def test_what_one_part_does_not_verify_is_not_verified() -> None:
    base, part = facts_of(a_source()), facts_of(a_source(split="a"))
    base["signing"]["verified"], part["signing"]["verified"] = True, None

    assert join(base, [part])["signing"]["verified"] is None


def test_a_named_class_that_no_part_defines_is_missing() -> None:
    base = facts_of(a_source(dex=()))

    assert undefined_in(base) == ["fr.fictif.app.Accueil"]
    assert undefined_in(join(base, [facts_of(a_source(split="a"))])) == []


def test_a_host_that_two_parts_name_is_one_host() -> None:
    base, part = facts_of(a_source()), facts_of(a_source(split="a"))
    base["endpoints"] = [{"host": "a.example", "schemes": ["https"], "paths": ["/x"], "count": 1, "at": []}]
    part["endpoints"] = [{"host": "a.example", "schemes": ["http"], "paths": ["/x"], "count": 2, "at": []}]

    (row,) = join(base, [part])["endpoints"]
    assert row == {"host": "a.example", "schemes": ["https", "http"], "paths": ["/x"], "count": 3, "at": []}


def test_a_value_of_the_resources_may_be_another_in_a_part_with_resources() -> None:
    off = {"off": {"": False}}
    base = facts_of(a_source(meta={"a": "@bool/off", "b": False}, flags=off))
    part = facts_of(a_source(split="config.fr", sentences={"x": {"fr": "a"}}))

    assert [row["varies"] for row in join(base, [part])["metaData"]] == [True, False]
    bare = facts_of(a_source(split="config.arm64", label=None))
    assert [
        row["varies"] for row in join(facts_of(a_source(meta={"a": "@bool/off"}, flags=off)), [bare])["metaData"]
    ] == [False]
