"""Sign in and out, enrol, open accounts."""

import pytest

from tests.builders.client import Caller, a_caller
from tests.builders.instance import PASSWORD, Instance

ENROLMENT = {
    "name": "Atelier (FICTIF)",
    "country": "FR",
    "person": "Camille",
    "email": "camille@atelier.example",
    "password": "a long invented one",
}


@pytest.fixture
def caller(instance: Instance) -> Caller:
    return a_caller(instance)


def test_a_token_opens_the_account_it_was_given_for(caller: Caller) -> None:
    signed = caller.post("sessions", json={"email": "Publisher@sceau.example", "password": PASSWORD})
    assert (signed.status_code, signed.json["token_type"]) == (201, "Bearer")
    assert signed.json["expires_in"] == 12 * 3600
    me = caller.get("accounts/me", headers={"Authorization": f"Bearer {signed.json['token']}"}).json
    assert (me["email"], me["role"], me["publisher"]["country"]) == ("publisher@sceau.example", "publisher", "FR")


def test_the_authoritys_people_have_no_organisation(caller: Caller) -> None:
    assert caller.get("accounts/me", "evaluator").json["publisher"] is None


def test_an_organisation_enrols_and_its_first_person_signs_in(caller: Caller) -> None:
    enrolled = caller.post("publishers", json=ENROLMENT).json
    assert enrolled["publisher"].startswith("pub_")
    credentials = {"email": ENROLMENT["email"], "password": ENROLMENT["password"]}
    assert caller.post("sessions", json=credentials).status_code == 201
    again = caller.post("publishers", json=ENROLMENT)
    assert again.get_json(force=True)["code"] == "email-taken"


def test_no_answer_repeats_a_password(caller: Caller) -> None:
    refused = caller.post("publishers", json={**ENROLMENT, "country": "France"})
    assert refused.status_code == 422
    assert ENROLMENT["password"] not in refused.text


def test_the_operator_opens_accounts_for_the_authority_only(caller: Caller) -> None:
    person = {"name": "Sacha", "email": "sacha@sceau.example", "password": PASSWORD, "role": "auditor"}
    assert caller.post("accounts", "operator", json=person).json["id"].startswith("acc_")
    refused = caller.post("accounts", "operator", json={**person, "role": "publisher"})
    assert refused.get_json(force=True)["errors"][0]["pointer"] == "/role"


def test_signing_out_ends_the_session(caller: Caller) -> None:
    assert caller.call("DELETE", "sessions/current", "auditor").status_code == 204
    assert caller.get("accounts/me", "auditor").status_code == 401
