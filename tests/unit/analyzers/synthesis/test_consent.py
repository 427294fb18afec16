"""Phases compared: who and what, before a choice, after refusing, after accepting; signals against clicks."""

from collections.abc import Mapping, Sequence
from typing import Any

from analyzers.synthesis.consent import compare_phases, cover_phases
from criteria.findings import Coverage, Extent, Finding, Pointer, Text

WORD = Text("fr", "en")
NONE, REFUSED, ACCEPTED = 0, 1, 2
TRACKER, API, UNKNOWN = "t.ads.example", "api.app.example", "x.example"


def capture(
    requests: Sequence[tuple[str, int]],
    told: Sequence[tuple[int, str]] = (),
    consents: Sequence[tuple[int, str]] = (),
    failed: Sequence[tuple[str, int]] = (),
    phases: Sequence[str] = ("none", "refused", "accepted"),
) -> dict[str, Any]:
    names = {"none": "cold_start", "refused": "refused", "accepted": "accepted"}
    marks = [
        {
            "id": names[choice],
            "consent": choice,
            "start": f"2026-11-27T06:0{number}:00Z",
            "end": f"2026-11-27T06:0{number}:50Z",
            "journeys": number,
        }
        for number, choice in enumerate(phases)
    ]
    traffic = {
        "capture": {"phases": marks},
        "requests": [{"host": host, "phase": phase, "offset": 1, "length": 2} for host, phase in requests],
        "connections": [{"host": host, "phase": phase, "failure": "pinning"} for host, phase in failed],
        "transmissions": [{"request": number, "property": kind} for number, kind in told],
        "consents": [{"request": number, "framework": "tcf", "said": said} for number, said in consents],
    }
    return {"subject": {"sha256": "a" * 64}, "traffic": traffic}


def known(**purposes: str) -> list[Finding]:
    rows = {TRACKER: ("third", ("advertising",)), API: ("first", ()), UNKNOWN: ("unknown", ())}
    hosts = [
        Finding("host.contacted", {"host": host, "party": party, "purposes": why, "owner": None}, WORD, Pointer("a"))
        for host, (party, why) in rows.items()
    ]
    sent = {"category": "advertisingId", "identifying": True, "health": False, "article9": False}
    return [*hosts, Finding("data.transmitted", sent, WORD, Pointer("a"))]


def of(found: Sequence[Finding], kind: str) -> list[Mapping[str, Any]]:
    return [row.attributes for row in found if row.kind == kind]


def test_refusing_that_changes_nothing_is_a_finding() -> None:
    seen = [(API, NONE), (TRACKER, NONE), (TRACKER, REFUSED), (API, REFUSED), (TRACKER, ACCEPTED), (API, ACCEPTED)]
    found = compare_phases([capture(seen)], known())
    (tested,) = of(found, "refusal.tested")

    assert (tested["effect"], tested["kept"]) == ("nothing_changed", (TRACKER,))
    assert [(row["host"], row["when"]) for row in of(found, "contact.unconsented")] == [
        (TRACKER, "before_choice"),
        (TRACKER, "after_refusal"),
    ]
    assert {(row["host"], row["change"]) for row in of(found, "traffic.differing")} == {
        (API, "kept"),
        (TRACKER, "kept"),
    }


def test_refusing_that_works_leaves_no_tracker_and_says_how_much_was_played() -> None:
    found = compare_phases([capture([(API, REFUSED), (TRACKER, ACCEPTED)])], known())

    assert of(found, "refusal.tested")[0]["effect"] == "all_gone"
    assert of(found, "contact.unconsented") == []
    assert {(row["host"], row["change"]) for row in of(found, "traffic.differing")} == {
        (API, "appeared"),
        (TRACKER, "vanished"),
    }
    assert [(row["consent"], row["seconds"], row["journeys"]) for row in of(found, "phase.played")] == [
        ("none", 50, 0),
        ("refused", 50, 1),
        ("accepted", 50, 2),
    ]


def test_a_refused_handshake_is_a_contact_and_part_of_the_trackers_may_stay() -> None:
    other = Finding("host.contacted", {"host": "m.example", "purposes": ("analytics",)}, WORD, Pointer("a"))
    seen = capture([(TRACKER, ACCEPTED), ("m.example", ACCEPTED)], failed=[(TRACKER, REFUSED)])
    found = compare_phases([seen], [*known(), other])
    (tested,) = of(found, "refusal.tested")

    assert (tested["effect"], tested["kept"]) == ("some_kept", (TRACKER,))
    assert (tested["recipients_refused"], tested["recipients_accepted"]) == (1, 2)


def test_data_is_compared_like_recipients_and_counts_where_it_tells_of_somebody() -> None:
    seen = [(UNKNOWN, NONE), (UNKNOWN, ACCEPTED), (API, NONE), (UNKNOWN, REFUSED)]
    told = [(0, "advertisingId"), (1, "advertisingId"), (2, "advertisingId"), (3, "language")]
    found = compare_phases([capture(seen, told)], known())

    assert [(row["host"], row["property"], row["when"]) for row in of(found, "contact.unconsented")] == [
        (UNKNOWN, "advertisingId", "before_choice")
    ]
    changes = {(row["host"], row["property"]): row["change"] for row in of(found, "traffic.differing")}
    assert changes[UNKNOWN, "advertisingId"] == "vanished"
    assert changes[UNKNOWN, "language"] == "appeared"
    assert changes[UNKNOWN, None] == "kept"


def test_what_was_told_of_the_choice_is_held_against_it() -> None:
    seen = [(TRACKER, NONE), (TRACKER, REFUSED), (TRACKER, ACCEPTED)]
    said = [(0, "refused"), (1, "granted"), (2, "granted")]
    found = compare_phases([capture(seen, consents=said)], known())

    assert {(row["clicked"], row["said"], row["agrees"]) for row in of(found, "consent.signalled")} == {
        ("none", "refused", True),
        ("refused", "granted", False),
        ("accepted", "granted", True),
    }


def test_what_cannot_be_read_or_was_not_set_agrees_with_no_click() -> None:
    seen = [(host, choice) for host in (TRACKER, API) for choice in (NONE, REFUSED, ACCEPTED)]
    said = [(index, "unknown" if index < 3 else "unset") for index in range(6)]
    found = compare_phases([capture(seen, consents=said)], known())
    assert {row["agrees"] for row in of(found, "consent.signalled")} == {None}


def test_a_part_granted_before_any_choice_contradicts() -> None:
    found = compare_phases([capture([(TRACKER, NONE)], consents=[(0, "mixed")])], known())
    assert [row["agrees"] for row in of(found, "consent.signalled")] == [False]


def test_three_captures_of_one_phase_each_compare_like_one_of_three() -> None:
    one = [
        capture([(TRACKER, 0)], phases=("none",)),
        capture([(TRACKER, 0)], phases=("refused",)),
        capture([(TRACKER, 0)], phases=("accepted",)),
    ]
    whole = capture([(TRACKER, NONE), (TRACKER, REFUSED), (TRACKER, ACCEPTED)])
    kinds = ("refusal.tested", "contact.unconsented", "traffic.differing")

    apart, together = compare_phases(one, known()), compare_phases([whole], known())
    assert [of(apart, kind) for kind in kinds] == [of(together, kind) for kind in kinds]


def test_without_phases_there_is_nothing_to_compare() -> None:
    assert compare_phases([capture([(TRACKER, 0)], phases=())], known()) == []
    assert compare_phases([], known()) == []


def test_strange_evidence_never_raises() -> None:
    strange = capture([(TRACKER, 9)], told=[(99, "x")], consents=[(-1, "granted")])
    strange["traffic"]["capture"]["phases"][0] |= {"start": 7, "end": "tomorrow"}
    strange["traffic"]["requests"].append({"host": None, "phase": "zero"})
    assert compare_phases([strange, {}, {"traffic": []}], []) != []


def test_each_phase_is_covered_as_its_captures_were_read_and_a_missing_one_by_nobody() -> None:
    base = [Coverage("host.contacted", "traffic", extent, WORD) for extent in (Extent.COMPLETE, Extent.PARTIAL)]
    found = compare_phases([capture([(API, 0)], phases=("none", "refused"))], known())
    rows = {(row.kind, row.scope): row for row in cover_phases(found, base)}

    assert rows["host.contacted", "traffic:cold_start"].extent is Extent.PARTIAL
    assert "50 s" in rows["host.contacted", "traffic:refused"].reason.fr
    assert ("host.contacted", "traffic:accepted") not in rows
    assert rows["refusal.tested", "traffic"].extent is Extent.NONE
    whole = compare_phases([capture([(API, 0)])], known())
    assert all(row.extent is Extent.COMPLETE for row in cover_phases(whole, base[:1]))
