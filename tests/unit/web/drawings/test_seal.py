"""The seal."""

import pytest

from tests.builders.card import a_card
from web.drawings.seal import draw_seal, say_grade
from web.words.speech import Speech

EN = Speech("en")


@pytest.mark.parametrize("part", ["Grade B", "75%", "version 3.2", "Android only", "12 May 2026", "2026.0", "in force"])
def test_a_letter_never_stands_without_what_it_covers(part: str) -> None:
    assert part in say_grade(a_card()["grade"], EN)
    assert part in draw_seal(a_card()["grade"], EN)


def test_no_letter_is_said_as_none() -> None:
    grade = a_card()["grade"]
    grade["score"]["overall"] = None
    assert say_grade(grade, EN).startswith("No grade")
    assert ">?</text>" in draw_seal(grade, EN)
