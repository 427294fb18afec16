"""The words of the rules."""

from datetime import date

import pytest

from criteria.conditions import Condition
from criteria.findings import Text
from criteria.model import Answer, Citation, Confidence, Edition, EditionState, Level, LevelCase
from tests.builders.dossier import a_dossier
from tests.builders.rulebook import a_criterion, an_edition, is_in, is_true


def test_only_a_reference_read_in_the_primary_text_is_not_a_draft() -> None:
    drafts = {one: Citation(Text("Art. 1", "Art. 1"), one).is_draft for one in Confidence}
    assert drafts == {Confidence.HIGH: False, Confidence.MEDIUM: True, Confidence.LOW: True}


@pytest.mark.parametrize("value", [None, "", "  ", ()])
def test_blank_answer_says_nothing(value: str | tuple[str, ...] | None) -> None:
    assert not Answer(value).has_value


@pytest.mark.parametrize("value", ["x", False, True, ("x",)])
def test_plain_no_is_an_answer(value: str | bool | tuple[str, ...]) -> None:  # noqa: FBT001 -- a value
    assert Answer(value).has_value


def test_criterion_applies_unless_a_known_answer_sets_it_aside() -> None:
    criterion = a_criterion(applies_when=(is_true("hosted"),))
    assert criterion.applies_to(a_dossier().build())
    assert criterion.applies_to(a_dossier().oriented("hosted", value=True).build())
    assert not criterion.applies_to(a_dossier().oriented("hosted", value=False).build())
    assert criterion.ref == "AAA-01@1"


WHEN_LARGE: tuple[Condition, ...] = (is_in("large", "yes"),)


@pytest.mark.parametrize(
    ("answer", "expected"), [("yes", Level.GATE), ("no", Level.BONUS), (None, Level.GATE), (3, Level.GATE)]
)
def test_level_left_unanswered_is_the_strictest(answer: str | None, expected: Level) -> None:
    criterion = a_criterion(levels=(LevelCase(WHEN_LARGE, Level.GATE), LevelCase((), Level.BONUS)))
    assert criterion.level_for(a_dossier().oriented("large", answer).build()) is expected


def test_first_level_that_surely_holds_ends_the_reading() -> None:
    criterion = a_criterion(levels=(LevelCase(WHEN_LARGE, Level.BONUS), LevelCase((), Level.GATE)))
    assert criterion.level_for(a_dossier().oriented("large", "yes").build()) is Level.BONUS
    assert criterion.level_for(a_dossier().build()) is Level.GATE


def test_criterion_without_any_level_is_a_gate() -> None:
    assert a_criterion(levels=()).level_for(a_dossier().build()) is Level.GATE


def _an_edition_through_time() -> Edition:
    return an_edition(
        consultation_on=date(2030, 1, 1),
        published_on=date(2030, 2, 1),
        in_force_on=date(2030, 3, 1),
        superseded_on=date(2031, 3, 1),
        archived_on=date(2033, 3, 1),
    )


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2029, 12, 31), EditionState.DRAFT),
        (date(2030, 1, 1), EditionState.CONSULTATION),
        (date(2030, 2, 1), EditionState.ADOPTED),
        (date(2030, 3, 1), EditionState.IN_FORCE),
        (date(2031, 3, 1), EditionState.SUPERSEDED),
        (date(2033, 3, 1), EditionState.ARCHIVED),
    ],
)
def test_state_follows_the_dates(day: date, state: EditionState) -> None:
    assert _an_edition_through_time().state_on(day) is state


def test_unpublished_edition_never_comes_into_force() -> None:
    assert an_edition(published_on=None).state_on(date(2040, 1, 1)) is EditionState.DRAFT


def test_criterion_is_found_by_its_id() -> None:
    criterion = a_criterion("AAA-02")
    assert an_edition(criterion).find_criterion("AAA-02") is criterion
    assert an_edition(criterion).find_criterion("AAA-03") is None


def test_older_certificates_have_the_day_of_the_criterion_or_of_the_edition() -> None:
    edition = an_edition(transitions={"AAA-01": date(2031, 1, 1)}, existing_on=date(2030, 9, 1))
    assert edition.binds_existing_on("AAA-01") == date(2031, 1, 1)
    assert edition.binds_existing_on("AAA-02") == date(2030, 9, 1)
    assert an_edition().binds_existing_on("AAA-02") == date(2030, 3, 1)
