"""What the page of a criterion shows."""

from datetime import date

import pytest

from criteria.load import list_editions, load_edition
from criteria.model import EditionState
from tests.builders.client import a_caller
from tests.builders.instance import Instance, a_file
from web.portal.rulebook import count_outcomes, list_history, open_page

FULL = load_edition("2026.1")
EDITIONS = [load_edition(name) for name in list_editions()]


def _card(edition: str, criterion: str, outcome: str) -> dict[str, object]:
    return {"grade": {"edition": edition}, "verdicts": [{"criterion": criterion, "outcome": outcome}]}


def test_history_says_which_edition_pinned_which_version_and_what_changed() -> None:
    history = list_history("GOV-04", EDITIONS[:2], date(2026, 12, 1))
    assert [(one.edition.id, one.version, one.is_new) for one in history] == [("2026.0", 1, True), ("2026.1", 2, False)]
    assert [one.state for one in history] == [EditionState.IN_FORCE, EditionState.ADOPTED]
    assert "règle" in {part.fr for part in history[1].changed}
    assert list_history("PRI-14", EDITIONS, date(2026, 12, 1))[0].edition.id == "2026.1"
    assert list_history("ZZZ-99", EDITIONS, date(2026, 12, 1)) == ()


def test_only_apps_judged_on_this_version_are_counted() -> None:
    criterion = FULL.find_criterion("GOV-04")
    assert criterion is not None
    cards = [_card("2026.0", "GOV-04", "conforming"), *[_card("2026.1", "GOV-04", "nonconforming")] * 2]
    assert count_outcomes(criterion, cards) == {"nonconforming": 2}
    page = open_page(FULL, criterion, [], date(2026, 12, 1))
    assert page.judged == 0
    assert len(page.rule) == len(criterion.rule)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_page_counts_listed_apps_and_says_the_rule(instance: Instance, lang: str) -> None:
    a_file(instance).listed()
    page = a_caller(instance).page("GET", f"/editions/2026.0/TRK-01?lang={lang}").text
    assert {"fr": "La règle, mot à mot", "en": "The rule, word for word"}[lang] in page
    assert {"fr": "Jugées sur cette version", "en": "Judged on this version"}[lang] in page
    assert {"fr": "première apparition", "en": "first appearance"}[lang] in page
