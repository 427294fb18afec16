"""Editions and criteria are read by anyone."""

import pytest

from tests.builders.client import Caller, a_caller
from tests.builders.instance import Instance, a_file
from web.api.v1.criteria import EditionUnknown, get_edition


@pytest.fixture
def caller(instance: Instance) -> Caller:
    return a_caller(instance)


def test_the_edition_in_force_is_listed_with_its_state(caller: Caller) -> None:
    lines = {line["id"]: line for line in caller.get("editions").json["items"]}
    assert lines["2026.0"]["state"] == "in_force"
    assert lines["2026.0"]["digest"].startswith("sha256:")


def test_an_edition_pins_its_criteria_and_each_can_be_read(caller: Caller) -> None:
    edition = caller.get("editions/2026.0").json
    assert len(edition["criteria"]) >= 15
    for pinned in edition["criteria"]:
        criterion = caller.get(f"criteria/2026.0/{pinned['id']}").json
        assert (criterion["ref"], criterion["digest"]) == (pinned["ref"], pinned["digest"])
        assert criterion["requirement"]["fr"]
        assert criterion["requirement"]["en"]
        assert all("draft" in basis for basis in criterion["legal_basis"])


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("editions/1999.1", "edition-unknown"),
        ("editions/..", "edition-unknown"),
        ("criteria/1999.1/TRK-01", "edition-unknown"),
        ("criteria/2026.0/XXX-99", "criterion-unknown"),
    ],
)
def test_what_does_not_exist_is_absent(caller: Caller, path: str, code: str) -> None:
    assert caller.get(path).get_json(force=True)["code"] == code


def test_a_name_never_reaches_the_disk_unless_it_is_listed() -> None:
    with pytest.raises(EditionUnknown):
        get_edition("../book/TRK-01/v1")


def test_questionnaire_of_an_edition_is_a_schema(instance: Instance) -> None:
    answer = a_caller(instance).get("editions/2026.1/answers.schema.json")
    assert answer.content_type == "application/schema+json"
    schema = answer.get_json(force=True)
    assert len(schema["properties"]) == 65
    assert a_caller(instance).get("editions/1999.1/answers.schema.json").status_code == 404


def test_criterion_says_its_rule_in_words_its_history_and_how_many_listed_apps_meet_it(instance: Instance) -> None:
    a_file(instance).listed()
    document = a_caller(instance).get("criteria/2026.0/TRK-01").json
    assert document["rule"][0]["fr"].startswith("Aucun constat")
    assert document["history"][0] == {"edition": "2026.0", "state": "in_force", "version": 1, "changed": []}
    assert sum(document["listed"].values()) == 1
    assert document["guidance"]["en"]


def test_criterion_shows_its_levels_and_an_example_of_each_outcome_as_data_and_in_words(instance: Instance) -> None:
    document = a_caller(instance).get("criteria/2026.1/HEB-01").json
    assert {one["outcome"] for one in document["examples"]} == {"nonconforming", "not_applicable", "undetermined"}
    for example in document["examples"]:
        assert example["says"]["fr"] != example["says"]["en"]
    answers = [one["answers"].get("hds_certificate") for one in document["examples"]]
    assert {"value": True, "documents": 1} in answers
    assert [one["level"] for one in document["levels"]] == ["gate"]
    assert "hébergées hors du téléphone" in document["applies_when"]["fr"]
    assert document["binds_existing_on"] >= "2027-01-01"
    assert {one["confidence"] for one in document["legal_basis"]} <= {"H", "M", "L"}
    seen = a_caller(instance).get("criteria/2026.1/TRK-01").json["examples"]
    assert any(row["kind"] == "sdk.embedded" for one in seen for row in one["findings"])
    assert any(row["extent"] == "complete" for one in seen for row in one["coverage"])
