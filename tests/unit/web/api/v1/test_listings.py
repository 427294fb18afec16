"""The catalogue: pages by cursor, search in memory, cards under a strong tag whatever their state."""

import pytest

from tests.builders.client import Caller, a_caller
from tests.builders.instance import Instance, a_file, an_app
from web.api.v1.listings import plain

GROUNDS = "Signalement confirmé par deux personnes."


@pytest.fixture
def caller(instance: Instance) -> Caller:
    for name in ("Souffle (FICTIF)", "Carnet d'été (FICTIF)", "Pas à pas (FICTIF)"):
        a_file(instance, an_app(instance, name)).listed()
    return a_caller(instance)


def test_pages_follow_one_another_without_gap_or_repeat(caller: Caller) -> None:
    seen, path = [], "listings?size=1"
    while path:
        page = caller.get(path).json
        seen += [item["slug"] for item in page["items"]]
        path = f"listings?size=1&cursor={page['next']}" if page["next"] else ""
    assert seen == ["souffle-fictif", "carnet-d-ete-fictif", "pas-a-pas-fictif"]


@pytest.mark.parametrize(
    ("words", "found"), [("ete", 1), ("CARNET été", 1), ("souffle", 3), ("publisher", 3), ("a pas", 1), ("glycémie", 0)]
)
def test_words_are_matched_without_accents_or_case(caller: Caller, words: str, found: int) -> None:
    assert len(caller.client.get("/api/v1/listings", query_string={"q": words}).json["items"]) == found


def test_a_card_is_found_by_id_and_by_slug_under_its_own_digest(caller: Caller) -> None:
    item = caller.get("listings").json["items"][0]
    by_id, by_slug = caller.get(f"listings/{item['id']}"), caller.get(f"listings/{item['slug']}")
    assert by_id.data == by_slug.data
    assert by_id.headers["ETag"] == f'"{item["digest"]}"'
    assert caller.get(f"listings/{item['id']}", headers={"If-None-Match": by_id.headers["ETag"]}).status_code == 304


def test_every_answer_says_which_catalogue_and_editions_it_was_made_from(caller: Caller) -> None:
    for path in ("listings", "listings/souffle-fictif"):
        headers = caller.get(path).headers
        assert (headers["Sceau-Change"], headers["Sceau-Editions"]) == ("3", "2026.0")
    assert caller.get("listings").json["change"] == 3


def test_a_grade_is_never_given_alone(caller: Caller) -> None:
    for item in caller.get("listings").json["items"]:
        assert {"score", "platform", "build", "examined_on", "edition", "state"} <= item["grade"].keys()
        assert "coverage" in item["grade"]["score"]
        assert "score" not in item
        assert item["app"]["fictional"] is True


def test_a_suspended_listing_leaves_the_search_and_keeps_its_address(caller: Caller) -> None:
    document = {"kind": "suspend", "grounds": GROUNDS}
    assert caller.post("certificates/SC-2026-000001/decisions", "authority", json=document).status_code == 201
    caller.instance.worker.drain()
    assert len(caller.get("listings").json["items"]) == 2
    assert [item["slug"] for item in caller.get("listings?state=suspended").json["items"]] == ["souffle-fictif"]
    card = caller.get("listings/souffle-fictif")
    assert (card.status_code, card.json["state"]["state"], card.json["state"]["reason"]) == (200, "suspended", GROUNDS)
    assert card.headers["Sceau-Change"] == "4"


def test_an_unknown_listing_is_absent(caller: Caller) -> None:
    assert caller.get("listings/nothing").get_json(force=True)["code"] == "listing-unknown"


def test_plain_text_has_neither_accents_nor_case() -> None:
    assert plain("Été À L'ŒUVRE") == "ete a l'œuvre"
