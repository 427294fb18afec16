"""The edition's questions: which edition is in force, which answers a question takes, which are missing."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from catalog.errors import Conflict, Rejected
from catalog.publishers.service import UNREADABLE
from criteria.conditions import match
from criteria.load import list_editions, load_edition, load_questions
from criteria.model import Edition, EditionState, Question, QuestionKind

TEXT_MAX = 2000
KEYS = frozenset({"value", "documents", "expires", "proposal"})  # the last one names the proposal that was shown
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class NoEditionInForce(Conflict):
    """No edition of the criteria is in force today."""

    code = "no-edition-in-force"


class AnswerRefused(Rejected):
    """An answer is not one its question accepts: `question` names it."""

    code = "answer-refused"


def get_edition_in_force(day: date) -> Edition:
    """Return the newest edition in force on `day`.

    Raises:
        NoEditionInForce: there is none.
    """
    editions = [load_edition(name) for name in list_editions()]
    current = [edition for edition in editions if edition.state_on(day) is EditionState.IN_FORCE]
    if not current:
        raise NoEditionInForce(day=day.isoformat())
    return max(current, key=lambda edition: edition.in_force_on)


def check_answers(edition_id: str, answers: Mapping[str, Any], lodged: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return the answers as they are stored: value and documents.

    Each answer is a value, or an object with `value`, `documents` (digests that are among those `lodged`) and, where
    the document asked for ends one day, `expires`: the day by digest.

    Raises:
        AnswerRefused: no such question, a value that it does not accept, or a document that is not in the file.
    """
    questions = {question.id: question for question in load_questions(load_edition(edition_id))}
    stored: dict[str, dict[str, Any]] = {}
    for name, given in answers.items():
        question = questions.get(name)
        if question is None:
            raise AnswerRefused(question=name)
        entry = given if isinstance(given, dict) else {"value": given}
        documents, expires = entry.get("documents", []), entry.get("expires", {})
        if set(entry) - KEYS or not _are_among(documents, lodged) or not _are_ends(question, expires, documents):
            raise AnswerRefused(question=name)
        value = entry.get("value")
        if isinstance(value, str):
            value = value.replace("\r\n", "\n")  # forms send lines the old way
        if not _accepts(question, value) and not (question.kind is QuestionKind.DOCUMENT and value is None):
            raise AnswerRefused(question=name)
        dated = {"expires": dict(expires)} if expires else {}
        stored[name] = {"value": value, "documents": list(documents), **dated}
    return stored


def _are_among(documents: object, lodged: Collection[str]) -> bool:
    return isinstance(documents, list) and all(isinstance(one, str) and one in lodged for one in documents)


def _are_ends(question: Question, expires: object, documents: Collection[str]) -> bool:
    if not isinstance(expires, dict):
        return False
    may_end = question.document is not None and question.document.expires
    return all(one in documents and isinstance(day, str) and _is_date(day) for one, day in expires.items()) and (
        may_end or not expires
    )


def _accepts(question: Question, value: object) -> bool:
    choices = {choice.value for choice in question.choices}
    match question.kind:
        case QuestionKind.BOOLEAN:
            return isinstance(value, bool)
        case QuestionKind.CHOICE:
            return isinstance(value, str) and value in choices
        case QuestionKind.MULTI:
            return isinstance(value, list) and all(isinstance(item, str) and item in choices for item in value)
        case QuestionKind.DATE:
            return isinstance(value, str) and _is_date(value)
        case QuestionKind.TEXT | QuestionKind.DOCUMENT:
            return isinstance(value, str) and 0 < len(value.strip()) <= TEXT_MAX and not UNREADABLE.search(value)


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return DAY.fullmatch(value) is not None  # one way to write a day, not every way of ISO 8601


def list_missing(edition_id: str, answers: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the required questions that apply and have no answer, in the order of the questionnaire."""
    questions = load_questions(load_edition(edition_id))
    return [one.id for one in questions if one.required and is_asked(one, answers) and not is_given(one.id, answers)]


def is_asked(question: Question, answers: Mapping[str, Mapping[str, Any]]) -> bool:
    """Say whether a question is put in the light of the answers given: only a known answer sets it aside."""
    return match(question.ask_when, lambda name: answers.get(name, {}).get("value")) is not False


def is_given(name: str, answers: Mapping[str, Mapping[str, Any]]) -> bool:
    """Say whether a question has an answer or a document."""
    given = answers.get(name, {})
    return given.get("value") not in (None, "", []) or bool(given.get("documents"))
