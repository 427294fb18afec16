"""What need not be asked again."""

from dataclasses import replace
from datetime import date
from typing import Any

from catalog.submissions.papers import Paper
from catalog.submissions.prefill import (
    Earlier,
    Known,
    Proposal,
    ProposalKind,
    carry_over,
    measure_share,
    proposal_of,
    propose,
)
from criteria.findings import Text
from criteria.load import load_edition, load_questions

FULL = load_questions(load_edition("2026.1"))
FIRST = load_questions(load_edition("2026.0"))
DAY = date(2026, 11, 27)
KNOWN = Known("Noter son souffle.", "contact@souffle.example", "free", "https://store.example/souffle", "FR")


def _said(value: Any, *documents: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "documents": list(documents), **more}


def _elsewhere(**answers: Any) -> dict[str, Earlier]:
    return {name: Earlier(answer, "Souffle", "sub_9") for name, answer in answers.items()}


def _from(value: Any, *documents: str, kind: ProposalKind = ProposalKind.FINDING) -> Proposal:
    return Proposal(value, Text("ici", "here"), kind, "f1", documents)


def test_answers_are_carried_where_the_question_is_still_asked() -> None:
    before = {"purpose": _said("Noter."), "gone": _said("yes"), "data_exchange": _said(value=False)}
    carried = carry_over(FULL, before, "sub_1", DAY)
    assert carried == {
        "purpose": {"value": "Noter.", "documents": [], "carried_from": "sub_1"},
        "data_exchange": {"value": False, "documents": [], "carried_from": "sub_1"},
    }


def test_document_that_has_ended_is_not_carried_and_one_that_has_not_keeps_its_day() -> None:
    ends = {"old": "2026-11-26", "new": "2026-11-27"}
    before = {"certificates_held": _said(["ce"], "old", "new", "undated", expires=ends)}
    carried = carry_over(FULL, before, "sub_1", DAY)["certificates_held"]
    assert (carried["documents"], carried["expires"]) == (["new", "undated"], {"new": "2026-11-27"})


def test_question_answered_by_an_ended_document_alone_is_asked_again() -> None:
    before = {"clinical_evidence": _said(None, "old", expires={"old": "2026-01-01"})}
    assert carry_over(FULL, before, "sub_1", DAY) == {}
    assert carry_over(FULL, {"purpose": _said("")}, "sub_1", DAY) == {}


def test_card_and_organisation_propose_what_they_already_say() -> None:
    proposed = {name: one.value for name, one in propose(FULL, KNOWN).items()}
    assert proposed == {
        "purpose": "Noter son souffle.",
        "store_page": "https://store.example/souffle",
        "help_contact": "contact@souffle.example",
        "business_model": ["free"],
        "establishment": "union",
    }


def test_what_is_not_known_is_not_proposed() -> None:
    outside = Known("But.", "c@d.example", None, None, "US")
    assert set(propose(FULL, outside)) == {"purpose", "help_contact"}
    assert "store_page" not in propose(FIRST, KNOWN)


def test_what_the_organisation_said_elsewhere_comes_first_and_what_it_said_of_another_app_does_not() -> None:
    elsewhere = {"establishment": _said("represented"), "public_body": _said(value=False), "uses_ai": _said(value=True)}
    known = Known("But.", "c@d.example", None, None, "FR", elsewhere=_elsewhere(**elsewhere))
    proposed = {name: one.value for name, one in propose(FULL, known).items()}
    assert (proposed["establishment"], proposed["public_body"]) == ("represented", False)
    assert "uses_ai" not in proposed


def test_what_was_seen_comes_before_what_was_said_elsewhere_and_on_the_card() -> None:
    known = replace(
        KNOWN,
        read=[("transfers_outside", _from(value=True)), ("business_model", _from(["in_app"]))],
        elsewhere=_elsewhere(transfers_outside=_said(value=False)),
    )
    proposed = propose(FULL, known)
    assert (proposed["transfers_outside"].value, proposed["business_model"].value) == (True, ["in_app"])
    assert proposed["transfers_outside"].kind is ProposalKind.FINDING


def test_document_and_value_of_two_sources_make_one_proposal_and_both_are_named() -> None:
    proposed = propose(FULL, replace(KNOWN, papers=[Paper("d1", "Extrait Kbis.pdf")]))["establishment"]
    assert (proposed.value, proposed.documents) == ("union", ("d1",))
    assert "Extrait Kbis.pdf" in proposed.origin.fr
    assert "pays" in proposed.origin.fr


def test_sources_that_contradict_each_other_are_not_mixed() -> None:
    elsewhere = _elsewhere(hds_certificate=_said(False, "d9"))  # noqa: FBT003 -- the answer that was given
    known = replace(KNOWN, papers=[Paper("d1", "certificat-hds.pdf")], elsewhere=elsewhere)
    proposed = propose(FULL, known)["hds_certificate"]
    assert (proposed.value, proposed.documents) == (True, ("d1",))


def test_certificates_named_one_by_one_are_one_answer() -> None:
    papers = [Paper("d1", "ISO 27001.pdf"), Paper("d2", "Certificat CE.pdf")]
    proposed = propose(FULL, replace(KNOWN, papers=papers))
    assert proposed["certificates_held"].value == ["ce", "iso27001"]
    assert proposed["certificates_held"].documents == ("d1", "d2")
    assert (proposed["medical_device"].value, proposed["medical_device"].kind) == ("device", ProposalKind.ANSWER)


def test_certificate_of_another_app_is_not_this_ones_but_a_houses_is() -> None:
    for held, expected in ((["iso27001"], ["iso27001"]), (["ce", "iso27001"], None)):
        known = replace(KNOWN, elsewhere=_elsewhere(certificates_held=_said(held, "d1")))
        proposal = propose(FULL, known).get("certificates_held")
        assert (proposal and proposal.value) == expected


def test_document_that_had_ended_is_not_proposed() -> None:
    answer = _said("union", "old", "new", expires={"old": "2026-11-26"})
    known = replace(KNOWN, elsewhere=_elsewhere(establishment=answer), opened_on=DAY)
    assert propose(FULL, known)["establishment"].documents == ("new",)


def test_number_of_a_public_body_says_so_and_no_other_says_anything() -> None:
    for country, number, expected in (
        ("FR", "130 007 669", True),
        ("FR", "552100554", None),
        ("DE", "130007669", None),
    ):
        proposal = propose(FULL, replace(KNOWN, country=country, registration=number)).get("public_body")
        assert (proposal and proposal.value) == expected
    for odd in ("13000", "", "13OOO7669"):
        assert "public_body" not in propose(FULL, replace(KNOWN, registration=odd))


def test_answer_leads_to_a_duty_and_never_out_of_one() -> None:
    for_care = {"health_data_hosted": _said("for_care")}
    assert propose(FULL, KNOWN, for_care)["impact_assessment_required"].value is True
    assert "impact_assessment_required" not in propose(FULL, KNOWN, {"health_data_hosted": _said("nowhere")})


def test_beside_an_answer_only_the_document_that_it_lacks_is_proposed() -> None:
    known = replace(KNOWN, papers=[Paper("d1", "certificat-hds.pdf")])
    assert propose(FULL, known, {"hds_certificate": _said(value=True)})["hds_certificate"].documents == ("d1",)
    for answered in (_said(True, "d0"), _said(value=False)):  # noqa: FBT003 -- the answer that was given
        assert "hds_certificate" not in propose(FULL, known, {"hds_certificate": answered})


def test_proposal_is_kept_as_it_is_and_its_mark_names_what_is_proposed() -> None:
    one = Proposal(["in_app"], Text("ici", "here"), ProposalKind.FINDING, "f1", at={"artifact": "a"})
    assert proposal_of(one.store()) == one
    assert len({one.mark, replace(one, value=["free"]).mark, replace(one, documents=("d",)).mark}) == 3
    assert replace(one, origin=Text("là", "there")).mark == one.mark


def test_nothing_known_proposes_nothing_in_favour() -> None:
    silent = Known("", "", None, None, "US")
    assert propose(FULL, silent) == {}


def test_fields_are_counted_as_asked_and_a_question_set_aside_is_none() -> None:
    asked = [one for one in FIRST if one.id in ("health_data_hosted", "hds_certificate", "purpose")]
    assert measure_share(asked, {}, {"purpose": _from("Noter.")}) == (1, 4)
    answers = {"health_data_hosted": _said("nowhere"), "purpose": _said("Noter.")}
    assert measure_share(asked, answers, {}) == (2, 2)
    held = {"health_data_hosted": _said("for_care"), "hds_certificate": _said("yes", "d")}
    assert measure_share(asked, held, {}) == (3, 4)
    aside = {"health_data_hosted": _from("nowhere")}
    assert measure_share(asked, {}, aside) == (1, 2)  # as it would be once confirmed
    lodged = {"hds_certificate": _from(None, "d", kind=ProposalKind.DOCUMENT)}
    assert measure_share(asked, {}, lodged) == (1, 4)
