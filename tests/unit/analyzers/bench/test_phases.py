"""Phases: what had been chosen while traffic passed; using the app goes on under the last choice."""

from analyzers.bench.phases import SCOPES, Consent, order_phases


def test_use_and_background_stand_under_the_last_choice() -> None:
    marks = [("cold_start", "t0"), ("refused", "t1"), ("use", "t2"), ("accepted", "t3"), ("background", "t4")]
    found = order_phases(marks, "t5")

    assert [row["consent"] for row in found] == ["none", "refused", "refused", "accepted", "accepted"]
    assert [(row["start"], row["end"]) for row in found] == [
        ("t0", "t1"), ("t1", "t2"), ("t2", "t3"), ("t3", "t4"), ("t4", "t5"),
    ]  # fmt: skip


def test_a_mark_that_names_no_phase_is_left_out() -> None:
    assert [row["id"] for row in order_phases([("cold_start", "a"), ("dancing", "b")], None)] == ["cold_start"]
    assert order_phases([], "z") == []


def test_every_choice_has_its_scope() -> None:
    assert set(SCOPES) == set(Consent)
