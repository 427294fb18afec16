"""A version of the knowledge has two offices behind it, never one twice; what changed since is nobody's."""

from pathlib import Path
from typing import Any

import pytest

from analyzers.knowledge.files import BrokenKnowledgeError, read_yaml
from analyzers.knowledge.ledger import DATA, NAME, OK, REFUSED, curated_files, digest_of, load_ledger, main, version_of
from tests.builders.knowledge import shipped_knowledge

_ROW: dict[str, Any] = {"digest": "a" * 64, "what": "w", "added_by": "keeper", "added_on": "2026-11-27"}
_SIGNED = {"countersigned_by": "reviewer", "countersigned_on": "2026-11-28"}


def folder_of(tmp_path: Path) -> Path:
    (tmp_path / "sdks.yaml").write_text("sdks: []\n", "utf-8")
    (tmp_path / NAME).write_text("# head\nversions:\n", "utf-8")
    return tmp_path


def stated(folder: Path) -> tuple[str | None, str | None]:
    one = version_of(load_ledger(read_yaml(folder / NAME)), digest_of(curated_files(folder)))
    return (one.added_by, one.countersigned_by) if one else (None, None)


def test_a_version_is_added_by_one_office_and_countersigned_by_another(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)

    assert stated(folder) == (None, None)
    assert main(["add", "keeper", "2026-11-27", "first"], folder) == OK
    assert stated(folder) == ("keeper", None)
    assert main(["countersign", "keeper", "2026-11-28"], folder) == REFUSED
    assert stated(folder) == ("keeper", None)
    assert main(["countersign", "reviewer", "2026-11-28"], folder) == OK
    assert stated(folder) == ("keeper", "reviewer")
    assert main(["countersign", "jurist", "2026-11-29"], folder) == REFUSED
    assert main(["add", "keeper", "2026-11-29", "again"], folder) == REFUSED


def test_a_change_after_the_last_line_is_nobodys_and_the_old_line_stays(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    main(["add", "keeper", "2026-11-27", "first"], folder)
    (folder / "sdks.yaml").write_text("sdks: [1]\n", "utf-8")

    assert stated(folder) == (None, None)
    assert main(["countersign", "reviewer", "2026-11-28"], folder) == REFUSED
    assert main(["add", "reviewer", "2026-11-28", "second"], folder) == OK
    assert [one.what for one in load_ledger(read_yaml(folder / NAME))] == ["first", "second"]
    assert (folder / NAME).read_text("utf-8").startswith("# head\n")


@pytest.mark.parametrize(
    "change",
    [
        {"added_by": "somebody"},
        {"added_on": "yesterday"},
        {"digest": "abc"},
        {"countersigned_by": "keeper", "countersigned_on": "2026-11-28"},
        {"countersigned_by": "reviewer"},
        {"colour": "red"},
    ],
)
def test_a_line_that_breaks_the_rule_of_two_is_refused(change: dict[str, Any]) -> None:
    assert load_ledger({"versions": [_ROW | _SIGNED]})[0].countersigned_by == "reviewer"
    with pytest.raises(BrokenKnowledgeError):
        load_ledger({"versions": [_ROW | change]})


def test_no_version_is_stated_twice() -> None:
    with pytest.raises(BrokenKnowledgeError, match="twice"):
        load_ledger({"versions": [_ROW, _ROW]})


@pytest.mark.parametrize("words", ["", 'a "word"'])
def test_what_changed_is_said_in_plain_words(tmp_path: Path, words: str) -> None:
    assert main(["add", "keeper", "2026-11-27", words], folder_of(tmp_path)) == REFUSED


def test_the_shipped_knowledge_says_what_its_ledger_says() -> None:
    age = shipped_knowledge().ages()[0]
    one = version_of(load_ledger(read_yaml(DATA / NAME)), digest_of(curated_files()))

    assert (age.version, age.added_by, age.countersigned_by) == (
        digest_of(curated_files()), one.added_by if one else None, one.countersigned_by if one else None
    )  # fmt: skip
