"""An answer that observation contradicts is said; silence and weak signs contradict nothing."""

from typing import Any

import pytest

from analyzers.synthesis.statements import contradict
from criteria.findings import Attribute, Finding, Pointer, Source, Text

SAID = Text("Vu.", "Seen.")


def sent(**stated: Attribute) -> Finding:
    known: dict[str, Attribute] = {"category": "bloodGlucose", "host": "x.example", "health": True, "match": "known"}
    return Finding("data.transmitted", known | {"region": "eea"} | stated, SAID, Pointer("c" * 64), Source.PUBLISHER)


def run(finding: Finding, **answers: Any) -> list[str]:
    found = contradict({question: {"value": value} for question, value in answers.items()}, [finding])
    return [str(row.attributes["statement"]) for row in found]


@pytest.mark.parametrize(
    ("question", "value", "stated"),
    [
        ("health_data_hosted", "nowhere", {}),
        ("health_data_place", "phone_only", {}),
        ("health_data_place", "eea", {"region": "third"}),
        ("health_data_place", "eea", {"region": "adequate"}),
        ("transfers_outside", False, {"region": "third"}),
        ("transfers_outside", False, {"region": "third", "health": False, "identifying": True}),
    ],
)
def test_an_answer_is_contradicted(question: str, value: object, stated: dict[str, Attribute]) -> None:
    assert run(sent(**stated), **{question: value}) == [question]


@pytest.mark.parametrize(
    ("question", "value", "stated"),
    [
        ("health_data_hosted", "for_care", {}),
        ("health_data_place", "eea", {}),
        ("health_data_place", "eea", {"region": "unknown"}),
        ("health_data_place", "elsewhere", {"region": "third"}),
        ("health_data_place", "phone_only", {"health": False}),
        ("health_data_place", "phone_only", {"match": "vocabulary"}),
        ("health_data_place", "phone_only", {"match": "pattern"}),
        ("transfers_outside", True, {"region": "third"}),
        ("transfers_outside", None, {"region": "third"}),
        ("transfers_outside", False, {"region": "third", "health": False, "identifying": False}),
    ],
)
def test_an_answer_stands(question: str, value: object, stated: dict[str, Attribute]) -> None:
    assert run(sent(**stated), **{question: value}) == []


@pytest.mark.parametrize(
    ("kinds", "admitted", "is_contradicted"),
    [
        (("insurer",), ["none"], True),
        (("databroker", "tracker"), ["insurer"], True),
        (("insurer",), ["insurer", "bank"], False),
        (("cloud",), ["none"], False),
        (None, ["none"], False),
        (("insurer",), None, False),
    ],
)
def test_an_insurer_or_a_broker_that_was_not_declared(kinds: Any, admitted: Any, is_contradicted: bool) -> None:  # noqa: FBT001 - a column
    stated: dict[str, Attribute] = {"host": "api.axa.fr", "owner": "AXA", "recipient_kinds": kinds}
    finding = Finding("host.contacted", stated, SAID, Pointer("c" * 64))
    assert run(finding, sensitive_recipients=admitted) == ["sensitive_recipients"] * is_contradicted


def test_the_contradiction_keeps_its_source_and_its_bytes_and_is_said_once() -> None:
    found = contradict({"health_data_place": {"value": "phone_only"}}, [sent(), sent(match="adapter")])
    assert [(row.source, row.pointer.artifact) for row in found] == [(Source.PUBLISHER, "c" * 64)]
