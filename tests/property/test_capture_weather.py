"""The same app on another day: order and timing change nothing; failures are said, and never turn into good news."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analyzers.contract import Evidence
from analyzers.knowledge.places import AddressFacts
from analyzers.synthesis.consent import compare_phases, cover_phases
from analyzers.traffic_hosts.detect import detect
from criteria.findings import Coverage, Extent, Finding
from tests.builders.evidence import CAPTURE_SHA256, a_connection, a_request, traffic_evidence
from tests.builders.knowledge import knowledge_with

OWN, TRACKERS = "api.carnet.example", ("graph.facebook.com", "app.adjust.com", "api.mixpanel.com")
PEER = "90.12.10.10"
KNOWN = knowledge_with(_90_12_10_10=AddressFacts(table_country="FR", announced=True))
CHOICES = ("none", "refused", "accepted")
Call = tuple[str, int]  # host, phase

calls = st.lists(st.tuples(st.sampled_from((OWN, *TRACKERS)), st.integers(0, 2)), min_size=1, max_size=30)


def captured(played: list[Call], failed: set[int]) -> Evidence:
    requests = [a_request(host, PEER, phase=phase) for at, (host, phase) in enumerate(played) if at not in failed]
    broken = [(host, phase) for at, (host, phase) in enumerate(played) if at in failed]
    rows = [a_connection(host, PEER, phase=phase, intercepted=False, failure="timeout") for host, phase in broken]
    evidence = traffic_evidence(*requests, connections=tuple(rows))
    evidence["traffic"]["capture"]["phases"] = [
        {"id": choice, "consent": choice, "start": None, "end": None, "journeys": 1} for choice in CHOICES
    ]
    return evidence


def seen(evidence: Evidence) -> tuple[list[Any], dict[str, Coverage]]:
    """What is stated, without where it stands in the file, and how completely it was looked for."""
    found = detect(CAPTURE_SHA256, evidence, KNOWN)
    compared = compare_phases([evidence], found.findings)
    covered = {row.kind: row for row in cover_phases(compared, found.coverage) if row.scope == "traffic"}
    return sorted((_plain(row) for row in compared), key=repr), covered


def _plain(row: Finding) -> tuple[str, tuple[tuple[str, Any], ...]]:
    return row.kind, tuple(sorted(row.attributes.items()))


@given(calls, st.randoms(use_true_random=False))
def test_another_order_is_the_same_capture(played: list[Call], dice: Any) -> None:
    other = list(played)
    dice.shuffle(other)
    assert seen(captured(played, set())) == seen(captured(other, set()))


@given(calls, st.data())
def test_a_call_that_fails_is_a_contact_and_leaves_nothing_complete(played: list[Call], data: st.DataObject) -> None:
    foreign = [at for at, (host, _) in enumerate(played) if host != OWN]
    failed = set(data.draw(st.lists(st.sampled_from(foreign), unique=True))) if foreign else set()
    calm, whole = seen(captured(played, set()))
    assert {row.extent for row in whole.values()} == {Extent.COMPLETE}
    stormy, covered = seen(captured(played, failed))
    assert stormy == calm
    if failed:
        assert all(row.extent is not Extent.COMPLETE for row in covered.values())


@given(calls, st.data())
def test_calls_that_failures_kept_from_being_made_clear_nobody(played: list[Call], data: st.DataObject) -> None:
    """What a failure kept an app from doing next is not seen at all: only coverage can tell, and it does."""
    at = data.draw(st.integers(0, len(played) - 1))
    evidence = captured(played[: at + 1], {at})
    _, covered = seen(evidence)
    assert covered
    assert all(row.extent is not Extent.COMPLETE for row in covered.values())
