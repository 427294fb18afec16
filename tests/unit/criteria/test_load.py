"""The only file that reads disk: here, the package's own data."""

from dataclasses import replace
from datetime import date

import pytest

from criteria.load import (
    HERE,
    _find_pinned,
    check_edition,
    check_finding,
    find_ends,
    list_editions,
    load_criterion,
    load_edition,
    load_kinds,
    load_plans,
    load_questions,
    read_document,
)
from criteria.parse_edition import Head
from criteria.strict import EditionError, Entry
from tests.builders.dossier import a_finding


def test_each_thing_is_read_once_per_process() -> None:
    assert load_kinds() is load_kinds()
    assert load_edition("2026.0") is load_edition("2026.0")


def test_key_written_twice_is_refused() -> None:
    with pytest.raises(EditionError, match=r"^x\.yaml: line 2 is not readable YAML: the key 'a' is written twice\.$"):
        read_document("b:\n  a: 1\n  a: 2\n", "x.yaml")


def test_text_that_is_not_yaml_is_refused() -> None:
    with pytest.raises(EditionError, match=r"^x\.yaml: line 2 is not readable YAML: "):
        read_document("a: 1\nb: ]", "x.yaml")
    with pytest.raises(EditionError, match=r"^x\.yaml: the document is not readable YAML: the text ends early\.$"):
        read_document("a: \x00", "x.yaml")
    with pytest.raises(EditionError, match="could not determine a constructor"):
        read_document("a: !!python/object:os.system x", "x.yaml")


def test_document_knows_its_file() -> None:
    assert read_document("a: 1", "x.yaml") == Entry("x.yaml", "", {"a": 1})


def test_unknown_edition_is_one_sentence() -> None:
    with pytest.raises(EditionError, match=r"^criteria/editions: 1999\.1 is not an edition\.$"):
        load_edition("1999.1")


@pytest.mark.parametrize("ref", ["TRK-01@99", "TRK-01", "ZZZ-01@1", "TRK-01@x"])
def test_pin_that_is_not_in_the_book_is_refused(ref: str) -> None:
    with pytest.raises(EditionError, match=f"x.yaml: criteria pins {ref}, which is not in the book"):
        _find_pinned(Entry("x.yaml", "criteria", ref), ref)


def test_pin_finds_its_criterion() -> None:
    assert _find_pinned(Entry("x.yaml", "criteria", None), "TRK-01@1") is load_criterion("TRK-01", 1)


def test_findings_are_checked_against_the_common_language() -> None:
    good = a_finding("language.offered", locale="fr")
    assert check_finding(good) is None
    assert check_finding(a_finding("language.offered")) == "language.offered lacks the attribute 'locale'."
    assert len(load_plans()) > len(load_edition("2026.0").criteria)


def test_questions_come_in_the_order_of_the_edition() -> None:
    edition = load_edition("2026.0")
    assert tuple(one.id for one in load_questions(edition)) == edition.questions
    assert "2026.0" in list_editions()


def _end(*heads: Head) -> dict[str, date]:
    return find_ends({one.id: Entry(f"{one.id}.yaml", "", None) for one in heads}, heads)


FIRST = Head("2030.1", None, date(2030, 2, 1), date(2030, 3, 1))
SECOND = Head("2031.1", "2030.1", date(2031, 2, 1), date(2031, 3, 1))


def test_edition_ends_the_day_the_first_published_successor_is_in_force() -> None:
    later = replace(SECOND, id="2032.1", in_force_on=date(2032, 3, 1))
    assert _end(later, FIRST, SECOND) == {"2030.1": date(2031, 3, 1)}


def test_successor_still_in_draft_ends_nothing() -> None:
    assert _end(FIRST, replace(SECOND, published_on=None)) == {}


def test_edition_cannot_supersede_what_does_not_exist_nor_itself() -> None:
    with pytest.raises(EditionError, match=r"^2031\.1\.yaml: the document supersedes 2030\.1, which is not"):
        _end(SECOND)
    with pytest.raises(EditionError, match=r"supersedes comes back to 2030\.1"):
        _end(replace(FIRST, supersedes="2031.1"), SECOND)


def test_lock_file_is_checked_wherever_it_is_kept() -> None:
    text = (HERE / "editions" / "2026.0.yaml").read_text(encoding="utf-8")
    assert check_edition(text, "elsewhere/2026.0.yaml").digest == load_edition("2026.0").digest
    with pytest.raises(EditionError, match=r"^elsewhere/2026\.0\.yaml: digest says sha256:"):
        check_edition(text.replace("A: 85", "A: 86"), "elsewhere/2026.0.yaml")


def test_edition_ends_when_the_next_one_comes_into_force() -> None:
    assert load_edition("2026.0").superseded_on == load_edition("2026.1").in_force_on
    assert load_edition("2026.1").superseded_on is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: &x 2\n", "f.yaml: line 2 uses an anchor or an alias: write it out."),
        ("a: *x\n", "f.yaml: line 1 uses an anchor or an alias: write it out."),
        (f"a: 1\nb: {'[' * 1000}{']' * 1000}\n", "f.yaml: line 2 is nested more than 40 levels deep."),
        ("a: 2027-13-41\n", "f.yaml: the document holds a value that cannot be read: month must be in 1..12."),
    ],
)
def test_text_that_means_more_than_it_shows_is_refused(text: str, said: str) -> None:
    with pytest.raises(EditionError) as refused:
        read_document(text, "f.yaml")
    assert str(refused.value) == said


def test_words_with_such_signs_and_many_short_lists_are_read() -> None:
    assert read_document('a: "R&D * 2"\n', "f.yaml").value == {"a": "R&D * 2"}
    assert read_document(f"a: [{', '.join(['[1]'] * 1200)}]\n", "f.yaml").value == {"a": [[1]] * 1200}
