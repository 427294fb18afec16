"""What certificates prove: each once, where its criteria say so."""

from criteria.crosswalk import find_held, list_crosswalk
from criteria.load import load_edition, load_questions
from criteria.model import Criterion, Edition

FULL = load_edition("2026.1")
QUESTIONS = load_questions(FULL)


def _criterion(name: str, edition: Edition = FULL) -> Criterion:
    found = edition.find_criterion(name)
    assert found is not None
    return found


def test_each_certificate_that_proves_something_is_listed_once_with_its_criteria() -> None:
    crosswalk = list_crosswalk(FULL)
    names = [one.attestation for one in crosswalk]
    assert len(set(names)) == len(names)
    assert {"hds", "ce", "iso27001", "tr03161", "dtac"} <= set(names)
    for crossing in crosswalk:
        assert all(crossing.attestation in criterion.proofs for criterion in crossing.criteria)


def test_every_proof_named_by_a_criterion_is_asked_for_somewhere() -> None:
    asked = {word for question in QUESTIONS if question.document for word in question.document.attests}
    assert {one.attestation for one in list_crosswalk(FULL)} <= asked


def test_certificate_asked_once_is_found_wherever_it_proves() -> None:
    answers = {"certificates_held": {"value": ["tr03161", "dtac"], "documents": ["d"]}}
    held = {one.id: find_held(one, QUESTIONS, answers) for one in FULL.criteria}
    assert [one.attestation for one in held["SEC-02"]] == ["tr03161"]
    assert [one.attestation for one in held["SEC-07"]] == ["tr03161", "dtac"]
    assert held["SEC-02"][0].documents == ("d",)
    assert held["GOV-03"] == ()


def test_certificate_of_the_host_is_found_by_its_own_question() -> None:
    assert find_held(_criterion("HEB-01"), QUESTIONS, {"hds_certificate": {"value": True, "documents": []}})
    assert not find_held(_criterion("HEB-01"), QUESTIONS, {"hds_certificate": {"value": False, "documents": []}})
    assert not find_held(_criterion("HEB-01"), QUESTIONS, {})
