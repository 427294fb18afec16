"""The card tells what refusing changed as our own captures showed it, else as the publisher's did."""

from catalog.listings.choices import describe_choices
from criteria.findings import Attribute, Finding, Pointer, Source, Text

WORD = Text("Refuser n'a rien changé.", "Refusing changed nothing.")


def found(kind: str, source: Source = Source.BENCH, **attributes: Attribute) -> Finding:
    return Finding(kind, attributes, WORD, Pointer("a"), source)


def rows(source: Source = Source.BENCH, effect: str = "nothing_changed") -> list[Finding]:
    return [
        found("refusal.tested", source, effect=effect),
        found("phase.played", source, consent="refused", seconds=60, journeys=2),
        found("phase.played", source, consent="none", seconds=30, journeys=0),
        found(
            "traffic.differing", source, host="t.example", property=None, owner="T", purposes=("advertising",),
            change="kept", before_choice=True,
        ),
        found("traffic.differing", source, host="t.example", property="advertisingId", owner="T", change="kept"),
    ]  # fmt: skip


def test_recipients_stand_with_what_was_seen_under_each_choice() -> None:
    card = describe_choices(rows())
    assert card is not None
    assert (card["effect"], card["source"]) == ("nothing_changed", "bench")
    assert [row["consent"] for row in card["phases"]] == ["none", "refused"]
    assert card["recipients"] == [
        {
            "host": "t.example", "owner": "T", "purposes": ["advertising"], "before_choice": True, "refused": True,
            "accepted": True,
        }
    ]  # fmt: skip


def test_ours_goes_before_the_publisher_s_and_nothing_is_invented() -> None:
    both = [*rows(Source.PUBLISHER, "all_gone"), *rows(Source.BENCH)]
    ours, theirs = describe_choices(both), describe_choices(rows(Source.PUBLISHER, "all_gone"))
    assert ours is not None
    assert theirs is not None
    assert (ours["effect"], theirs["effect"], theirs["source"]) == ("nothing_changed", "all_gone", "publisher")
    assert describe_choices([]) is None
