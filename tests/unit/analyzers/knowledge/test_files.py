"""Curated files are read strictly: what breaks their rules is said at once."""

from pathlib import Path

import pytest

from analyzers.knowledge.files import BrokenKnowledgeError, check_keys, index_once, read_rows, read_yaml
from analyzers.knowledge.load import DATA


def test_a_curated_yaml_file_is_a_mapping() -> None:
    assert "organizations" in read_yaml(DATA / "operators.yaml")


def test_a_list_instead_of_a_mapping_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("- a\n", "utf-8")
    with pytest.raises(BrokenKnowledgeError, match=r"x\.yaml"):
        read_yaml(tmp_path / "x.yaml")


def test_a_yaml_file_builds_plain_values_only(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("a: !!python/object/apply:os.getcwd []\n", "utf-8")
    with pytest.raises(Exception, match="could not determine a constructor"):
        read_yaml(tmp_path / "x.yaml")


def test_rows_of_a_csv_carry_their_heading() -> None:
    assert set(read_rows(DATA / "regions.csv")[0]) == {"provider", "region", "country"}


def test_missing_and_unknown_keys_are_refused() -> None:
    check_keys({"a": 1, "b": 2}, ("a",), ("b",), "here")
    with pytest.raises(BrokenKnowledgeError, match=r"here: missing \['a'\], unknown \['z'\]"):
        check_keys({"z": 1}, ("a",), (), "here")


def test_a_key_that_comes_twice_is_refused() -> None:
    assert index_once([("a", 1), ("b", 2)], "here") == {"a": 1, "b": 2}
    with pytest.raises(BrokenKnowledgeError, match="a comes twice"):
        index_once([("a", 1), ("a", 2)], "here")
