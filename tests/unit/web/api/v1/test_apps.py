"""The cards of a publisher's apps."""

from tests.builders.client import a_caller
from tests.builders.instance import Instance

CARD = {"name": "Souffle", "purpose_fr": "Noter.", "purpose_en": "Write.", "contact": "a@b.example"}


def test_an_app_is_opened_listed_and_read_by_its_own_and_by_the_authority(instance: Instance) -> None:
    caller = a_caller(instance)
    created = caller.post("apps", "publisher", json=CARD)
    assert created.status_code == 201
    assert created.json["fictional"] is True
    path = f"apps/{created.json['id']}"
    assert caller.get(path, "publisher").json == caller.get(path, "officer").json == created.json
    assert caller.get("apps", "publisher").json["items"] == [created.json]
    assert caller.get("apps", "rival").json["items"] == []
    assert caller.get(path, "rival").status_code == 404
