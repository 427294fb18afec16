"""The traffic part of a card says each fact once, sorted, with who saw it."""

from catalog.listings.traffic import describe_traffic
from criteria.findings import Finding, Pointer, Source, Text

SAID = Text("Vu.", "Seen.")


def a_finding(kind: str, source: Source = Source.BENCH, **stated: object) -> Finding:
    return Finding(kind, stated, SAID, Pointer("c" * 64), source)  # type: ignore[arg-type] - each test names its own


def test_nothing_stated_is_an_empty_part() -> None:
    nothing: dict[str, object] = {"sent": [], "compared": [], "contradicted": [], "understood": []}
    assert describe_traffic([]) == nothing | {"secured": [], "classes": {}}


def test_each_fact_is_there_once_with_its_source() -> None:
    told = a_finding("data.transmitted", Source.PUBLISHER, host="b.example", category="emailAddress", health=False)
    first = a_finding("data.transmitted", host="a.example", category="bloodGlucose", health=True)
    found = describe_traffic(
        [
            told,
            told,
            first,
            a_finding("recipient.compared", Source.DECLARED, recipient="Sentry", category=None, state="unseen"),
            a_finding("declaration.contradicted", statement="health_data_place", about="x", health=True),
            a_finding("capture.measured", bytes=10, bytes_understood=4, blind=("pinned.example",)),
            a_finding("sovereignty.classed", subject="flow", host="a.example", grade="B"),
            a_finding("sovereignty.classed", subject="flow", host="a.example", grade="D"),
            a_finding("sovereignty.classed", subject="app", host=None, grade="E"),
        ]
    )
    assert [(row["host"], row["source"]) for row in found["sent"]] == [
        ("a.example", "bench"),
        ("b.example", "publisher"),
    ]
    assert [(row["recipient"], row["source"]) for row in found["compared"]] == [("Sentry", "declared")]
    assert found["contradicted"][0]["reasoning"] == {"fr": "Vu.", "en": "Seen."}
    assert found["understood"][0]["blind"] == ["pinned.example"]
    assert found["classes"] == {"a.example": "D"}  # the worst of the same server


def test_connections_at_fault_come_first_then_what_is_not_known() -> None:
    good = {"current": True, "forward_secrecy": True, "certificate_valid": True}
    found = describe_traffic(
        [
            a_finding("tls.negotiated", host="a.example", **good),
            a_finding("tls.negotiated", host="b.example", **good | {"forward_secrecy": None}),
            a_finding("tls.negotiated", Source.PUBLISHER, host="c.example", **good | {"current": False}),
        ]
    )
    assert [(row["host"], row["source"]) for row in found["secured"]] == [
        ("c.example", "publisher"), ("b.example", "bench"), ("a.example", "bench"),
    ]  # fmt: skip
