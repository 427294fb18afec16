"""`/submissions/{id}/captures`: ordered, marked, watched, stopped by API."""

from pathlib import Path

from tests.builders.client import a_caller
from tests.builders.instance import a_file, an_instance


def test_a_capture_from_its_order_to_its_end(tmp_path: Path) -> None:
    caller = a_caller(an_instance(tmp_path))
    file = a_file(caller.instance).completed().lodged().admitted().examined()
    here = f"submissions/{file.id}/captures"
    assert caller.post(here, "evaluator", json={}).status_code == 428
    file.copied()
    made = caller.post(here, "evaluator", version=file.version, json={"route": "resigned_copy"})
    capture = made.get_json()["id"]
    assert made.status_code == 201
    for body in ({"phase": "refused"}, {"journey": "prendre rendez-vous"}, {"stop": True}):
        assert caller.post(f"{here}/{capture}/marks", "evaluator", json=body).status_code == 200
    for wrong in ({}, {"phase": "dancing"}, {"phase": "use", "stop": True}, {"stop": False}):
        assert caller.post(f"{here}/{capture}/marks", "evaluator", json=wrong).status_code == 422
    assert caller.get(f"{here}/{capture}", "auditor").get_json()["is_stopping"]
    file.examined()
    ended = caller.get(f"{here}/{capture}", "evaluator").get_json()

    assert (ended["state"], ended["end"]["code"], ended["phase"]) == ("ended", "stopped", "refused")
    assert [row["host"] for row in ended["sights"]] == ["api.souffle.example"]
    assert [row["id"] for row in caller.get(here, "officer").get_json()["items"]] == [capture]
    assert caller.post(f"{here}/{capture}/marks", "evaluator", json={"stop": True}).status_code == 409
    assert caller.get(f"{here}/cap_none", "evaluator").status_code == 404


def test_the_tunnel_is_read_by_api_while_it_is_open(tmp_path: Path) -> None:
    caller = a_caller(an_instance(tmp_path))
    file = a_file(caller.instance).completed().lodged().admitted().examined()
    here = f"submissions/{file.id}/captures"
    assert caller.post(here, "evaluator", version=file.version, json={"access": "pigeon"}).status_code == 422
    made = caller.post(here, "evaluator", version=file.version, json={"access": "wireguard"}).get_json()
    assert made["access"] == "wireguard"
    told: list[object] = []

    def look() -> None:
        told.append(caller.get(f"{here}/{made['id']}/tunnel", "evaluator").get_json()["configuration"])
        told.append(caller.get(f"{here}/{made['id']}/tunnel", "auditor").status_code)

    caller.instance.recorder.meanwhile = look
    file.examined()
    assert "[Peer]" in str(told[0])
    assert told[1] == 403
    assert caller.get(f"{here}/{made['id']}/tunnel", "evaluator").get_json() == {"configuration": None}
