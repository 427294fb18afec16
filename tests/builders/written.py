"""Written rule books in miniature, as YAML would give them: valid by default, for tests that deviate once."""

from copy import deepcopy
from datetime import date
from typing import Any

from criteria.kinds import AttributeType, FindingKind, Shape
from criteria.legal import digest_of
from criteria.model import Choice, Question, QuestionKind
from criteria.parse_criterion import parse_criterion
from criteria.parse_rule import Language
from criteria.strict import Entry
from tests.builders.rulebook import WORDS

SENTENCE = {"fr": "Une phrase.", "en": "A sentence."}
CITED = [{"fr": "Art. 1", "en": "Art. 1", "confidence": "M"}]


def a_question_value(name: str, kind: QuestionKind, *choices: str, profile: bool = False) -> Question:
    """Build a question as the model holds it."""
    return Question(name, WORDS, WORDS, kind, tuple(Choice(one, WORDS) for one in choices), True, profile, ())  # noqa: FBT003 -- fields in their order


STONE = FindingKind(
    "stone.seen",
    WORDS,
    ("apk", "traffic"),
    ("geologist",),
    "2030.1",
    {
        "color": AttributeType(Shape.TEXT, ("red", "blue"), nullable=True),
        "flag": AttributeType(Shape.FLAG),
        "tags": AttributeType(Shape.WORDS),
    },
)
LANGUAGE = Language(
    {"stone.seen": STONE},
    {
        one.id: one
        for one in (
            a_question_value("large", QuestionKind.BOOLEAN, profile=True),
            a_question_value("said", QuestionKind.BOOLEAN),
            a_question_value("places", QuestionKind.MULTI, "here", "there"),
            a_question_value("paper", QuestionKind.DOCUMENT),
        )
    },
)
NORMATIVE: dict[str, Any] = {
    "id": "AAA-01",
    "version": 1,
    "rubric": "AAA",
    "level": [{"is": "gate"}],
    "weight": 2,
    "legal_basis": CITED,
    "requirement": SENTENCE,
    "needs": [{"kind": "stone.seen", "scope": "apk"}],
    "rule": [{"none_of": "stone.seen", "where": {"color": "red"}}],
}
EXAMPLES: list[dict[str, Any]] = [
    {"name": "clean", "coverage": [{"kind": "stone.seen", "scope": "apk"}], "expect": "conforming"},
    {"name": "red", "findings": [{"kind": "stone.seen", "with": {"color": "red"}}], "expect": "nonconforming"},
    {"name": "unseen", "expect": "undetermined"},
]
EDITORIAL = {"title": SENTENCE, "help": SENTENCE, "remediation": SENTENCE}


def a_written_criterion(file: str = "criteria/book/AAA-01/v1.yaml", examples: Any = None, **changes: Any) -> Entry:
    """Write a criterion; `changes` replace keys of its normative half, and None removes one."""
    normative = {key: one for key, one in {**NORMATIVE, **changes}.items() if one is not None}
    written = {"normative": normative, "editorial": EDITORIAL, "examples": EXAMPLES if examples is None else examples}
    return Entry(file, "", deepcopy(written))


EDITION: dict[str, Any] = {
    "id": "2030.1",
    "title": SENTENCE,
    "legal_basis": CITED,
    "published_on": date(2030, 1, 1),
    "in_force_on": date(2030, 2, 1),
    "rubrics": [{"id": "AAA", "title": SENTENCE}],
    "families": [{"id": "all", "title": SENTENCE, "rubrics": ["AAA"]}],
    "thresholds": {"letters": {"A": 85, "B": 70, "C": 55, "D": 40}, "gate_failed": "E", "gate_open": "D"},
    "questions": ["large", "said"],
}


def a_written_edition(file: str = "criteria/editions/2030.1.yaml", digest: str | None = None, **changes: Any) -> Entry:
    """Write an edition that pins `AAA-01@1`; its digest is right unless one is given."""
    pinned = parse_criterion(a_written_criterion(), LANGUAGE)
    written = {**EDITION, "criteria": [{"criterion": pinned.ref, "digest": pinned.digest}], **changes}
    written = {key: one for key, one in written.items() if one is not None}
    bound = {key: one for key, one in written.items() if key != "archived_on"}
    return Entry(file, "", deepcopy({**written, "digest": digest or digest_of(bound)}))
