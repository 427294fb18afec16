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


def test_a_card_says_what_its_publisher_says_and_nothing_more(instance: Instance) -> None:
    caller = a_caller(instance)
    said = {"needs": ["breathing"], "price": "free", "languages": ["fr", "en"], "store_link": "https://store.example/a"}
    created = caller.post("apps", "publisher", json={**CARD, **said}).json
    assert {name: created[name] for name in said} == said
    silent = caller.post("apps", "publisher", json={**CARD, "name": "Silence"}).json
    assert all(silent[name] is None for name in said)
    refused = caller.post("apps", "publisher", json={**CARD, "price": "a gift"})
    assert refused.status_code == 422
