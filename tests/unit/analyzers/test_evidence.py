"""Evidence is read forgivingly: what has the wrong type is absent."""

import pytest

from analyzers.evidence import covered_but_for, flag, is_list_of_objects, point, rows, section, text, whole, words
from criteria.findings import Extent, Pointer, Text


@pytest.mark.parametrize("value", [None, 3, "text", [], {"a": None}, {"a": []}])
def test_a_section_that_is_no_object_is_empty(value: object) -> None:
    assert section(value, "a") == {}


def test_rows_keep_their_place_when_members_of_another_type_are_left_out() -> None:
    assert rows({"k": [1, {"x": 1}, None, {"x": 2}]}, "k") == [(1, {"x": 1}), (3, {"x": 2})]
    assert rows({"k": "no list"}, "k") == []


def test_a_list_counts_as_read_only_when_every_member_is_an_object() -> None:
    assert is_list_of_objects({"k": []}, "k")
    assert not is_list_of_objects({"k": [{}, 1]}, "k")
    assert not is_list_of_objects({}, "k")


def test_words_are_all_texts_or_nothing() -> None:
    assert words({"k": ["a", "b"]}, "k") == ("a", "b")
    assert words({"k": ["a", 1]}, "k") is None


def test_scalars_of_another_type_are_absent() -> None:
    row = {"text": "", "whole": True, "flag": 1}
    assert (text(row, "text"), whole(row, "whole"), flag(row, "flag")) == (None, None, None)
    assert (text({"k": "v"}, "k"), whole({"k": 0}, "k"), flag({"k": False}, "k")) == ("v", 0, False)


def test_a_long_text_is_cut() -> None:
    assert len(text({"k": "x" * 5000}, "k") or "") == 1024


def test_a_place_in_a_nested_archive_names_each_archive_in_turn() -> None:
    place = {"entry": "assets/a.apk!/classes.dex", "offset": 4, "length": 8}
    assert point("f" * 64, "/x", place) == Pointer("f" * 64, ("assets/a.apk", "classes.dex"), 4, 8, "/x")


@pytest.mark.parametrize("place", [None, {}, {"offset": -1, "length": 3}, {"offset": 1}, {"offset": "1", "length": 2}])
def test_half_a_place_means_the_whole_member(place: object) -> None:
    assert point("f" * 64, "/x", place, "member") == Pointer("f" * 64, ("member",), None, None, "/x")


def test_coverage_is_complete_without_a_gap_and_names_every_one() -> None:
    seen, lacking = Text("Tout a été lu.", "All was read."), Text("Il manque :", "Missing:")
    complete, part = (covered_but_for("k", "s", gaps, seen, lacking) for gaps in ([], [("un", "one"), ("deux", "two")]))

    assert (complete.extent, complete.reason) == (Extent.COMPLETE, seen)
    assert (part.extent, part.reason) == (Extent.PARTIAL, Text("Il manque : un ; deux.", "Missing: one; two."))
