"""Code and traffic are held against each other, both ways; a comparison is as complete as its weaker side."""

from analyzers.synthesis.comparison import KINDS, compare, cover
from criteria.findings import Attribute, Coverage, Extent, Finding, Pointer, Text
from tests.builders.knowledge import shipped_knowledge

KNOWLEDGE = shipped_knowledge()
SAID = Text("Vu.", "Seen.")
ADJUST = next(sdk for sdk in KNOWLEDGE.sdks if "app.adjust.com" in sdk.hosts or "adjust.com" in sdk.hosts)


def component(**changes: Attribute) -> Finding:
    stated: dict[str, Attribute] = {"sdk": ADJUST.id, "name": "Adjust", "owner": "Adjust", "purposes": ADJUST.purposes}
    return Finding("sdk.embedded", stated | {"tier": "wired", "state": "active"} | changes, SAID, Pointer("a" * 64))


def contact(host: str, **changes: Attribute) -> Finding:
    stated: dict[str, Attribute] = {"host": host, "owner": None, "party": "unknown", "purposes": ()}
    return Finding("host.contacted", stated | changes, SAID, Pointer("b" * 64))


def kinds(code: list[Finding], traffic: list[Finding]) -> list[tuple[str, object]]:
    return [
        (row.kind, row.attributes.get("sdk") or row.attributes.get("host")) for row in compare(code, traffic, KNOWLEDGE)
    ]


def test_a_wired_component_whose_servers_were_not_contacted_was_silent() -> None:
    (silent,) = compare([component()], [contact("api.example", party="first")], KNOWLEDGE)
    assert (silent.kind, silent.attributes["sdk"]) == ("sdk.silent", ADJUST.id)
    assert "ne prouve pas" in silent.reasoning.fr


def test_a_component_that_was_heard_or_is_not_wired_is_not_silent() -> None:
    heard = contact("app.adjust.com", owner="Adjust", party="third")
    assert kinds([component()], [heard]) == []
    for changes in ({"tier": "defined"}, {"state": "switched_off"}, {"sdk": "unknown-to-us"}):
        assert kinds([component(**changes)], [contact("api.example", party="first")]) == []  # type: ignore[arg-type] - words


def test_a_recipient_that_no_component_explains_is_said_once() -> None:
    strange = contact("x7.example")
    assert kinds([], [strange, strange]) == [("recipient.unexplained", "x7.example")]


def test_first_and_platform_parties_and_owners_of_components_are_explained() -> None:
    code = [component(sdk="unknown-to-us")]
    rows = [
        contact("a.example", party="first"),
        contact("b.example", party="platform"),
        contact("c.example", owner="Adjust"),
    ]
    assert kinds(code, rows) == []


def test_where_nothing_was_seen_nothing_is_called_silent() -> None:
    assert kinds([component()], []) == []


def test_a_comparison_is_as_complete_as_its_weaker_side() -> None:
    needed = (("host.contacted", "traffic"), ("sdk.embedded", "apk"))
    code = Coverage("sdk.embedded", "apk", Extent.COMPLETE, SAID)
    traffic = Coverage("host.contacted", "traffic", Extent.PARTIAL, SAID)
    assert {(row.kind, row.extent) for row in cover(KINDS, [code, traffic], needed)} == {
        (kind, Extent.PARTIAL) for kind in KINDS
    }
    assert {row.extent for row in cover(KINDS, [code], needed)} == {Extent.NONE}
