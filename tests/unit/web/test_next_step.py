"""Every state says who acts next and how."""

import pytest

from catalog.submissions.lifecycle import OPEN, SubmissionState
from web.next_step import find_next_step, write_next_step


@pytest.mark.parametrize("state", SubmissionState)
def test_every_state_has_a_sentence_in_both_languages(state: SubmissionState) -> None:
    step = find_next_step(state, [])
    assert step.text.fr.endswith(".")
    assert step.text.en.endswith(".")
    assert (step.who is not None) == (state in OPEN)


@pytest.mark.parametrize("state", ["draft", "incomplete"])
def test_a_draft_asks_for_the_package_then_the_answers_then_to_be_handed_in(state: str) -> None:
    assert find_next_step(state, ["apk", "purpose"]).acts == ("artifacts",)
    assert find_next_step(state, ["purpose"]).acts == ("declarations",)
    assert find_next_step(state, []).acts == ("lodge",)


def test_a_step_is_written_as_the_api_has_it() -> None:
    assert write_next_step(find_next_step("in_commission", [])) == {
        "who": "authority",
        "acts": ["decision", "adjournment"],
        "fr": "Une personne qui n'a pas évalué décide.",
        "en": "A person who did not evaluate decides.",
    }
