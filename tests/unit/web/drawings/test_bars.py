"""The families as bars."""

from tests.builders.card import a_card
from web.drawings.bars import draw_families
from web.words.speech import Speech


def test_each_family_has_its_name_letter_and_coverage() -> None:
    drawn = draw_families(a_card()["grade"]["score"]["families"], Speech("en"))
    assert "Ease of use B (75%)" in drawn


def test_a_family_without_anything_applicable_draws_no_points() -> None:
    family = {"family": "easy", "letter": None, "obtained": 0, "applicable": 0, "coverage": "0"}
    assert "no grade" in draw_families([family], Speech("en"))
