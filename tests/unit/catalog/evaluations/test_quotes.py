"""What a document says becomes a proposal with its quote; a document that says two things proposes neither."""

import hashlib
from typing import Any

import pytest

from analyzers.extract.document import extract_document
from analyzers.extract.sayings import load_sayings
from catalog.evaluations.quotes import follow_quotes
from catalog.submissions.questionnaire import check_answers
from criteria.load import load_edition, load_questions
from criteria.model import QuestionKind
from tests.builders.papers import a_docx, a_pdf

NEWEST = "2026.2"


def _propose(text: str, name: str = "piece.txt") -> dict[str, dict[str, Any]]:
    evidence = extract_document(text.encode()).evidence
    assert evidence is not None
    return {one["question"]: one for one in follow_quotes(evidence, name)}


def test_a_proposal_quotes_the_page_and_points_at_its_bytes() -> None:
    data = a_pdf("Rien.\fVos données sont hébergées en France.")
    evidence = extract_document(data).evidence
    assert evidence is not None
    (one,) = follow_quotes(evidence, "a.pdf")

    assert (one["question"], one["value"], one["kind"]) == ("health_data_place", "eea", "passage")
    assert one["fr"] == "« a.pdf », page 2 : « Vos données sont hébergées en France. »"
    assert one["en"] == "“a.pdf”, page 2: “Vos données sont hébergées en France.”"
    digest = hashlib.sha256(data).hexdigest()
    assert (one["ref"], one["at"]["artifact"], one["at"]["path"]) == (digest, digest, [])
    assert data[one["at"]["offset"] :].startswith(b"7 0 obj")


def test_bytes_of_a_member_are_counted_in_the_member() -> None:
    evidence = extract_document(a_docx("Vos données sont hébergées en France.")).evidence
    assert evidence is not None

    assert follow_quotes(evidence, "a.docx")[0]["at"]["path"] == ["word/document.xml"]


CASES = {
    "Vos données sont hébergées en France.\nElles restent uniquement sur votre téléphone.": (
        "health_data_place",
        None,
    ),
    "Notes de version\n\nVersion 1.2 — publiée le 1er mai 2026\n\nVersion 1.1 — publiée le 3 mars 2026": (
        "last_release_on",
        "2026-05-01",
    ),
    "Dossier de preuves\n\nÉtude NCT05000001. Étude NCT05000002.": (
        "study_registration",
        "NCT05000001, NCT05000002",
    ),
    "Droits d'accès : a@b.example. Notre DPO : c@d.example.": ("privacy_contact", "a@b.example"),
    "Un résumé est transmis à votre mutuelle.\nUn autre est transmis à votre employeur.": (
        "sensitive_recipients",
        ["employer", "insurer"],
    ),
}


@pytest.mark.parametrize("text", CASES)
def test_several_sentences_come_to_one_answer_or_none(text: str) -> None:
    question, value = CASES[text]

    assert _propose(text).get(question, {}).get("value") == value


def test_a_document_is_proposed_for_its_question_with_its_last_day_and_what_follows() -> None:
    text = "Certificat\nHébergeur de données de santé (HDS)\nValable jusqu'au 14 janvier 2028."
    found = _propose(text, "c.txt")
    digest = hashlib.sha256(text.encode()).hexdigest()

    assert found["hds_certificate"]["value"] is True
    assert (found["hds_certificate"]["documents"], found["hds_certificate"]["expires"]) == (
        [digest],
        {digest: "2028-01-14"},
    )
    assert "Valable jusqu'au 14 janvier 2028" in found["hds_certificate"]["fr"]
    assert (found["health_data_hosted"]["value"], found["health_data_hosted"]["documents"]) == ("for_care", [])


def test_nothing_is_made_up_from_evidence_that_says_odd_things() -> None:
    quotes = [
        {"saying": "no-such-saying", "taken": []},
        {"saying": "rights-contact", "taken": ["not an address"]},
        {"saying": "pentest-day", "taken": ["31 fevrier 2026"]},
        {"saying": "has-level", "taken": ["a", "b"]},
    ]
    evidence = {"subject": {"sha256": "0" * 64}, "document": {"text": {"nature": "nothing", "quotes": quotes}}}

    assert follow_quotes(evidence, "a") == []
    assert follow_quotes({}, "a") == []


def test_every_saying_and_every_title_answers_a_question_as_it_may_be_answered() -> None:
    questions = {one.id: one for one in load_questions(load_edition(NEWEST))}
    table = load_sayings()
    given: list[tuple[str, Any]] = [(one.question, one.value) for one in table.sayings if one.take is None]
    for nature in table.natures:
        given += [*nature.duties.items()]
        if nature.question is not None:
            assert questions[nature.question].document is not None, nature.id
            given += [(nature.question, nature.value)] if nature.value is not None else []
    for question, value in given:
        answer = {"value": list(value) if isinstance(value, tuple) else value, "documents": []}
        assert check_answers(NEWEST, {question: answer}, set())
    for one in table.sayings:
        if one.take is not None:
            kind = (
                QuestionKind.DATE
                if one.take == "date"
                else QuestionKind.CHOICE
                if one.take == "level"
                else QuestionKind.TEXT
            )
            assert questions[one.question].kind is kind, one.id
