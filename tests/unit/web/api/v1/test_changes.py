"""Changes are numbered without gap, and a reader who follows them misses none."""

from tests.builders.client import a_caller
from tests.builders.instance import Instance, a_file, an_app


def test_changes_are_read_in_order_page_by_page(instance: Instance) -> None:
    for name in ("A", "B", "C"):
        a_file(instance, an_app(instance, f"{name} (FICTIF)")).listed()
    caller = a_caller(instance)
    first = caller.get("changes?size=2").json
    rest = caller.get(f"changes?after={first['next']}").json
    assert [row["number"] for row in first["items"] + rest["items"]] == [1, 2, 3]
    assert (rest["next"], rest["last"]) == (None, 3)
    assert caller.get("changes").headers["Sceau-Change"] == "3"
    assert not any(row["tombstone"] for row in rest["items"])


def test_a_change_names_the_digest_of_the_card_it_led_to(instance: Instance) -> None:
    a_file(instance).listed()
    caller = a_caller(instance)
    row = caller.get("changes").json["items"][0]
    assert caller.get(f"listings/{row['id']}").headers["ETag"] == f'"{row["digest"]}"'


def test_without_change_there_is_nothing_to_follow(instance: Instance) -> None:
    assert a_caller(instance).get("changes").json == {"items": [], "next": None, "last": 0}
