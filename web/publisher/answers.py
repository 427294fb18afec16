"""The questionnaire as a form: what is asked in the light of the answers given, and what a form answers. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from catalog.submissions.questionnaire import is_asked
from criteria.load import load_edition, load_questions
from criteria.model import Question, QuestionKind

YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the form shows it."""

    question: Question
    value: Any
    documents: tuple[str, ...]
    applies: bool
    expires: Mapping[str, str] = field(default_factory=dict)
    is_carried: bool = False  # answered in the app's last file
    proposed: Mapping[str, Any] | None = None  # value, and where from: never ticked or typed beforehand
    proposed_from: Mapping[str, Any] | None = None  # what had proposed the answer that was given

    @property
    def is_unanswered(self) -> bool:
        """Whether there is neither an answer nor a proposal."""
        return self.value in (None, "", []) and not self.documents and self.proposed is None

    @property
    def is_missing(self) -> bool:
        """Whether an answer is still owed."""
        return self.question.required and self.applies and self.value in (None, "", []) and not self.documents


def list_asked(
    edition_id: str, answers: Mapping[str, Mapping[str, Any]], proposals: Mapping[str, Mapping[str, Any]]
) -> list[Asked]:
    """Return every question in order, with its answer or what is proposed, and whether it applies."""
    return [
        Asked(
            question,
            (given := answers.get(question.id, {})).get("value"),
            tuple(given.get("documents", ())),
            is_asked(question, answers),
            given.get("expires", {}),
            "carried_from" in given,
            _find_proposed(proposals.get(question.id), given),
            given.get("proposed_from"),
        )
        for question in load_questions(load_edition(edition_id))
    ]


def _find_proposed(proposed: Mapping[str, Any] | None, given: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What is proposed where nothing was answered, or the document that an answer lacks."""
    if proposed is None or not given:
        return proposed
    return proposed if proposed["value"] == given.get("value") and not given.get("documents") else None


def read_answers(questions: Sequence[Question], form: MultiDict[str, str]) -> dict[str, dict[str, Any]]:
    """Return the answers that a form gives; a question left empty is not answered, and not erased."""
    answers = {}
    for question in questions:
        value = _read_value(question, form)
        documents = [digest for digest in form.getlist(f"documents-{question.id}") if digest]
        if value not in (None, "", []) or documents:
            answers[question.id] = {"value": None if value == "" else value, "documents": documents}
            if mark := form.get(f"proposal-{question.id}"):
                answers[question.id]["proposal"] = mark
            dated = {one: form.get(f"expires-{question.id}-{one}", "").strip() for one in documents}
            if question.document is not None and question.document.expires and any(dated.values()):
                answers[question.id]["expires"] = {one: day for one, day in dated.items() if day}
    return answers


def _read_value(question: Question, form: MultiDict[str, str]) -> Any:
    name = f"answer-{question.id}"
    match question.kind:
        case QuestionKind.BOOLEAN:
            return YES_NO.get(form.get(name, ""))
        case QuestionKind.MULTI:
            return form.getlist(name)
        case _:
            return form.get(name, "").strip()
