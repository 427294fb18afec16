"""Reading the questionnaire."""

from typing import Any

import pytest

from criteria.model import DocumentAsked, QuestionKind
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


def test_document_asked_says_what_it_is_and_what_it_may_attest() -> None:
    asked = {"what": SENTENCE, "expires": True, "attests": ["hds", "ce"]}
    questions = parse_questions(
        [_write("first", document=asked), _write("second", document={**asked, "attests": None})]
    )
    document = questions["first"].document
    assert document is not None
    assert (document.what.fr, document.expires, document.attests) == ("Une phrase.", True, ("hds", "ce"))
    assert questions["second"].document == DocumentAsked(document.what, expires=True, attests=())
    assert parse_questions([_write("third")])["third"].document is None


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({"what": SENTENCE}, "document lacks the key 'expires'"),
        ({"expires": True}, "document lacks the key 'what'"),
        ({"what": SENTENCE, "expires": "soon"}, "document.expires must be true or false"),
        ({"what": SENTENCE, "expires": True, "attests": ["luck"]}, r"document.attests\[0\] must be one of: hds"),
    ],
)
def test_document_that_is_not_well_asked_is_refused(document: dict[str, Any], sentence: str) -> None:
    with pytest.raises(EditionError, match=sentence):
        parse_questions([_write("q", document=document)])


def test_digest_binds_all_but_the_help_and_the_translations() -> None:
    def digest(**changes: Any) -> str:
        return parse_questions([_write("q", **changes)])["q"].digest

    assert digest(help={"fr": "Mieux.", "en": "Better."}) == digest(title={**SENTENCE, "en": "Better."}) == digest()
    assert digest().startswith("sha256:")
    for changes in ({"title": {**SENTENCE, "fr": "Autre."}}, {"required": False}, {"profile": True}, {"kind": "date"}):
        assert digest(**changes) != digest()
