"""What need not be asked again."""

from datetime import date
from typing import Any

from catalog.submissions.prefill import Known, carry_over, measure_share, propose
from criteria.load import load_edition, load_questions

FULL = load_questions(load_edition("2026.1"))
FIRST = load_questions(load_edition("2026.0"))
DAY = date(2026, 11, 27)
KNOWN = Known("Noter son souffle.", "contact@souffle.example", "free", "https://store.example/souffle", "FR", {})


def _said(value: Any, *documents: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "documents": list(documents), **more}


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
    outside = Known("But.", "c@d.example", None, None, "US", {})
    assert set(propose(FULL, outside)) == {"purpose", "help_contact"}
    assert "store_page" not in propose(FIRST, KNOWN)


def test_what_the_organisation_said_elsewhere_comes_first_and_what_it_said_of_another_app_does_not() -> None:
    elsewhere = {"establishment": _said("represented"), "public_body": _said(value=False), "uses_ai": _said(value=True)}
    known = Known("But.", "c@d.example", None, None, "FR", elsewhere)
    proposed = {name: one.value for name, one in propose(FULL, known).items()}
    assert (proposed["establishment"], proposed["public_body"]) == ("represented", False)
    assert "uses_ai" not in proposed


def test_fields_are_counted_as_asked_and_a_question_set_aside_is_none() -> None:
    asked = [one for one in FIRST if one.id in ("health_data_hosted", "hds_certificate", "purpose")]
    assert measure_share(asked, {}, {"purpose"}) == (1, 4)
    answers = {"health_data_hosted": _said("nowhere"), "purpose": _said("Noter.")}
    assert measure_share(asked, answers, set()) == (2, 2)
    held = {"health_data_hosted": _said("for_care"), "hds_certificate": _said("yes", "d")}
    assert measure_share(asked, held, set()) == (3, 4)
