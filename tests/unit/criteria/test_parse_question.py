"""Reading the questionnaire."""

from typing import Any

import pytest

from criteria.model import QuestionKind
from criteria.parse_question import parse_questions
from criteria.strict import EditionError, Entry
from tests.builders.rulebook import is_true
from tests.builders.written import SENTENCE


def _write(name: str, **changes: Any) -> Entry:
    written = {
        "id": name,
        "title": SENTENCE,
        "help": SENTENCE,
        "kind": "boolean",
        "required": True,
        "profile": False,
        **changes,
    }
    return Entry(f"criteria/questions/{name}.yaml", "", written)


def test_questions_are_read_with_what_they_depend_on() -> None:
    choices = [{"value": "a", "label": SENTENCE}, {"value": "b", "label": SENTENCE}]
    follow_up = _write("second", kind="choice", choices=choices, ask_when={"first": True})
    questions = parse_questions([_write("first", profile=True), follow_up])
    assert questions["first"].profile
    assert questions["second"].kind is QuestionKind.CHOICE
    assert [one.value for one in questions["second"].choices] == ["a", "b"]
    assert questions["second"].ask_when == (is_true("first"),)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ([_write("q", kind="choice")], "must have choices if, and only if, one chooses among them"),
        ([_write("q", choices=[{"value": "a", "label": SENTENCE}])], "must have choices if, and only if"),
        (
            [_write("q", kind="multi", choices=[{"value": "a", "label": SENTENCE}] * 2)],
            "holds the same value twice",
        ),
        ([_write("q", id="other")], "id must be the name of its file"),
        ([_write("q", title={"fr": "Quoi ?"})], "title lacks its 'en' translation"),
        ([_write("q", ask_when={"nobody": True})], "ask_when.nobody names nothing"),
        ([_write("q", ask_when={"q": True})], "ask_when comes back to q"),
        ([_write("q", ask_when={"r": True}), _write("r", ask_when={"q": True})], "ask_when comes back to q"),
    ],
)
def test_questionnaire_that_is_not_well_written_is_refused(written: list[Entry], sentence: str) -> None:
    with pytest.raises(EditionError, match=sentence):
        parse_questions(written)
