"""Health, counts and reports."""

from tests.builders.client import a_caller
from tests.builders.instance import Instance, a_file


def test_health_says_demonstration_schema_queue_and_sandbox(instance: Instance) -> None:
    a_file(instance).listed()
    health = a_caller(instance).get("health").json
    assert health["instance"] == "demo"
    assert health["schema"]["at"] == health["schema"]["needed"]
    assert health["sandbox"] == ["fake"]
    assert set(health["queue"]) == {"done"}
    assert health["datasets"] == []


def test_statistics_count_and_name_nobody(instance: Instance) -> None:
    a_file(instance).listed()
    a_file(instance)  # a draft is nobody's business yet
    counted = a_caller(instance).get("statistics")
    assert counted.json == {"submissions": {"decided": 1}, "listings": {"active": 1}, "change": 1}


def test_a_report_needs_a_listing_and_no_account(instance: Instance) -> None:
    a_file(instance).listed()
    caller = a_caller(instance)
    told = {"listing": "souffle-fictif", "text": "L'application demande ma position."}
    assert caller.post("reports", json=told).json["id"].startswith("rep_")
    nowhere = caller.post("reports", json={**told, "listing": "nothing"})
    assert nowhere.get_json(force=True)["code"] == "listing-unknown"
