"""Reading a lock file."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from criteria.model import Criterion, Edition, Letter, ListingBar
from criteria.parse_criterion import parse_criterion
from criteria.parse_edition import Head, digest_edition, parse_edition, parse_head
from criteria.parse_rule import Language
from criteria.strict import EditionError, Entry
from tests.builders.rulebook import is_true
from tests.builders.written import CITED, EDITION, LANGUAGE, SENTENCE, a_written_criterion, a_written_edition

PINNED = parse_criterion(a_written_criterion(), LANGUAGE)
LINE = {"criterion": PINNED.ref, "digest": PINNED.digest}


def _parse(written: Entry, language: Language = LANGUAGE, criterion: Criterion = PINNED) -> Edition:
    def find(entry: Entry, ref: str) -> Criterion:
        if ref != PINNED.ref:
            raise entry.refuse(f"pins {ref}, which is not in the book")
        return criterion

    return parse_edition(written, find, language)


def test_edition_is_read_with_what_it_pins() -> None:
    edition = _parse(a_written_edition())
    assert edition.criteria == (PINNED,)
    assert edition.thresholds.letters[0] == (Letter.A, 85)
    assert (edition.thresholds.gate_failed, edition.thresholds.gate_open) == (Letter.E, Letter.D)
    assert (edition.published_on, edition.in_force_on, edition.supersedes) == (date(2030, 1, 1), date(2030, 2, 1), None)
    assert (edition.questions, edition.superseded_on) == (("large", "said"), None)


def test_archiving_an_edition_does_not_make_it_another_one() -> None:
    archived = _parse(a_written_edition(archived_on=date(2035, 1, 1)))
    assert archived.archived_on == date(2035, 1, 1)
    assert archived.digest == _parse(a_written_edition()).digest


def test_edition_may_be_a_draft_that_supersedes_another_and_asks_nothing() -> None:
    edition = _parse(a_written_edition(published_on=None, supersedes="2029.1", questions=None))
    assert (edition.published_on, edition.supersedes, edition.questions) == (None, "2029.1", ())


def _change(key: str, **changes: Any) -> dict[str, Any]:
    return {key: {**EDITION[key], **changes}}


RUBRIC = EDITION["rubrics"][0]
FAMILY = EDITION["families"][0]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"id": "2030-1"}, r"id must look like 2026\.1 and be the name of its file"),
        ({"id": "2031.1"}, r"id must look like 2026\.1 and be the name of its file"),
        ({"color": "red"}, r"color is not a key known here"),
        ({"title": {"en": "T"}}, r"title lacks its 'fr' translation"),
        ({"in_force_on": "soon"}, r"in_force_on must be a date"),
        ({"criteria": [LINE, LINE]}, r"criteria holds AAA-01 twice"),
        ({"criteria": [{**LINE, "criterion": "AAA-01@9"}]}, r"criteria\[0\]\.criterion pins AAA-01@9, which is not in"),
        (
            {"criteria": [{**LINE, "digest": "sha256:0"}]},
            r"digest pins AAA-01@1 to sha256:0 but its normative",
        ),
        ({"rubrics": [RUBRIC, RUBRIC]}, r"rubrics holds AAA twice"),
        ({"families": [FAMILY, FAMILY]}, r"families holds AAA twice"),
        ({"families": []}, r"families must hold each rubric of the edition, and no other"),
        ({"rubrics": [{"id": "BBB", "title": SENTENCE}], "families": [{**FAMILY, "rubrics": ["BBB"]}]}, r"lacks AAA"),
        ({"questions": ["nothing"]}, r"questions\[0\] 'nothing' is not a known question"),
        ({"questions": ["said", "said"]}, r"questions holds said twice"),
        (_change("thresholds", gate_failed="C"), r"gate_failed must not be better than gate_open"),
        (_change("thresholds", letters={"A": 70, "B": 85, "C": 55, "D": 40}), r"letters must fall from A to D"),
        (_change("thresholds", letters={"A": 85, "B": 85, "C": 55, "D": 40}), r"letters must fall from A to D"),
        (_change("thresholds", letters={"A": 101, "B": 85, "C": 55, "D": 40}), r"and not pass 100"),
    ],
)
def test_edition_that_cannot_be_relied_on_is_refused(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(EditionError, match=sentence):
        _parse(a_written_edition(**changes))


def test_wrong_digest_of_the_edition_is_refused_with_the_right_one() -> None:
    right = _parse(a_written_edition()).digest
    with pytest.raises(EditionError, match=f"digest says sha256:1 but the edition now gives {right}"):
        _parse(a_written_edition(digest="sha256:1"))


@pytest.mark.parametrize(
    "changes",
    [
        {"applies_when": (is_true("paper"),)},
        {"levels": (replace(PINNED.levels[0], when=(is_true("paper"),)),)},
    ],
)
def test_question_that_a_criterion_depends_on_must_be_asked(changes: dict[str, Any]) -> None:
    with pytest.raises(EditionError, match="the document does not ask 'paper'"):
        _parse(a_written_edition(), criterion=replace(PINNED, **changes))


def test_declared_question_must_be_asked() -> None:
    written = a_written_criterion(
        rule=[{"declared": "paper"}, {"by_evaluator": SENTENCE}],
        needs=None,
        legal_basis=CITED,
        examples=[{"name": "one", "expect": "undetermined"}],
    )
    criterion = replace(parse_criterion(written, LANGUAGE), digest=PINNED.digest)
    with pytest.raises(EditionError, match="does not ask 'paper', which its criteria or questions depend on"):
        _parse(a_written_edition(), criterion=criterion)


def test_question_that_a_question_depends_on_must_be_asked() -> None:
    follow_up = replace(LANGUAGE.questions["said"], ask_when=(is_true("paper"),))
    language = Language(LANGUAGE.kinds, {**LANGUAGE.questions, "said": follow_up})
    with pytest.raises(EditionError, match="does not ask 'paper'"):
        _parse(a_written_edition(), language)


QUESTIONED = replace(
    LANGUAGE, questions={**LANGUAGE.questions, "said": replace(LANGUAGE.questions["said"], digest="sha256:said")}
)


def test_question_pinned_by_digest_is_read_by_name() -> None:
    pinned = {"question": "said", "digest": "sha256:said"}
    assert _parse(a_written_edition(questions=["large", pinned]), QUESTIONED).questions == ("large", "said")


@pytest.mark.parametrize(
    ("pinned", "sentence"),
    [
        ({"question": "said", "digest": "sha256:old"}, r"\[0\]\.digest pins 'said' to sha256:old but the question now"),
        ({"question": "nobody", "digest": "sha256:said"}, r"\[0\]\.question 'nobody' is not a known question"),
        ({"question": "said"}, r"questions\[0\] lacks the key 'digest'"),
    ],
)
def test_question_that_changed_or_is_not_there_is_refused(pinned: dict[str, str], sentence: str) -> None:
    with pytest.raises(EditionError, match=sentence):
        _parse(a_written_edition(questions=[pinned]), QUESTIONED)


def test_edition_may_have_an_axis_a_bar_and_days_for_older_certificates() -> None:
    edition = _parse(
        a_written_edition(
            families=[{**FAMILY, "axis": True}],
            listing={"coverage": 90, "letter": "C"},
            existing_certificates_on=date(2030, 9, 1),
            criteria=[{**LINE, "existing_on": date(2031, 1, 1)}],
        )
    )
    assert edition.families[0].is_axis
    assert edition.listing == ListingBar(90, Letter.C)
    assert (edition.existing_on, edition.transitions) == (date(2030, 9, 1), {"AAA-01": date(2031, 1, 1)})
    plain = _parse(a_written_edition(families=[{**FAMILY, "axis": False}]))
    assert not plain.families[0].is_axis
    assert (plain.listing, plain.existing_on, plain.transitions) == (None, None, {})
    assert not _parse(a_written_edition()).families[0].is_axis


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"listing": {"coverage": 101, "letter": "C"}}, r"listing\.coverage must not pass 100"),
        ({"listing": {"coverage": 0, "letter": "C"}}, r"listing\.coverage must be a whole number of at least 1"),
        ({"listing": {"coverage": 90, "letter": "Z"}}, r"listing\.letter must be one of: A, B"),
        ({"listing": {"coverage": 90}}, r"listing lacks the key 'letter'"),
        ({"existing_certificates_on": "soon"}, r"existing_certificates_on must be a date"),
        ({"criteria": [{**LINE, "existing_on": "soon"}]}, r"criteria\[0\]\.existing_on must be a date"),
        ({"families": [{**FAMILY, "axis": "maybe"}]}, r"families\[0\]\.axis must be true or false"),
    ],
)
def test_bar_axis_and_days_that_are_not_well_written_are_refused(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(EditionError, match=sentence):
        _parse(a_written_edition(**changes))


def test_listing_bar_may_ask_for_all_to_be_concluded() -> None:
    assert _parse(a_written_edition(listing={"coverage": 100, "letter": "A"})).listing == ListingBar(100, Letter.A)


def test_head_is_read_without_what_the_edition_pins() -> None:
    whole: Any = a_written_edition(supersedes="2029.1").value
    place = {key: whole[key] for key in ("id", "supersedes", "published_on", "in_force_on")}
    file = "criteria/editions/2030.1.yaml"
    expected = Head("2030.1", "2029.1", date(2030, 1, 1), date(2030, 2, 1))
    assert parse_head(Entry(file, "", place)) == expected
    draft = {"id": "2030.1", "in_force_on": date(2030, 2, 1)}
    assert parse_head(Entry(file, "", draft)) == Head("2030.1", None, None, date(2030, 2, 1))
    for key in draft:
        with pytest.raises(EditionError, match=f"2030.1.yaml: the document lacks the key '{key}'"):
            parse_head(Entry(file, "", {name: one for name, one in draft.items() if name != key}))


def test_digest_of_an_edition_leaves_out_itself_and_the_archive() -> None:
    whole = a_written_edition()
    assert digest_edition(whole) == _parse(whole).digest
    assert digest_edition(a_written_edition(archived_on=date(2035, 1, 1), digest="sha256:1")) == digest_edition(whole)
    assert digest_edition(a_written_edition(in_force_on=date(2035, 1, 1))) != digest_edition(whole)
