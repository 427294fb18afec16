"""What a publisher still has to do, by API."""

from tests.builders.client import a_caller
from tests.builders.instance import Instance, a_file


def test_each_app_says_what_later_editions_ask_and_by_when(instance: Instance) -> None:
    a_file(instance).listed()
    a_file(instance)
    instance.clock.advance(days=280)
    listed, draft = a_caller(instance).get("todo", "publisher").json["items"]
    (later,) = listed["later"]
    assert (later["edition"], later["state"], later["in_force_on"]) == ("2026.1", "adopted", "2027-01-01")
    assert {"certificates_held", "medical_device"} <= set(later["questions"])
    by_criterion = {task["criterion"]: task for task in later["tasks"]}
    assert by_criterion["MON-01"] | {"missing": [], "title": {}, "remediation": {}} == {
        "criterion": "MON-01",
        "ref": "MON-01@1",
        "title": {},
        "level": "gate",
        "outcome": "undetermined",
        "binds_on": "2027-07-01",
        "new": True,
        "yours": True,
        "remediation": {},
        "missing": [],
    }
    assert draft["file"]["state"] == "draft"
    assert draft["later"] == []


def test_nobody_else_reads_it(instance: Instance) -> None:
    caller = a_caller(instance)
    assert caller.get("todo").status_code == 401
    assert caller.get("todo", "evaluator").status_code == 403
    assert caller.get("todo", "rival").json == {"items": []}
