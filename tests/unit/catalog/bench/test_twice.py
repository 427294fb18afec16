"""A double click orders one capture and sets one mark; a second person, a later moment or another wish is another."""

import pytest

from analyzers.bench.access import Access
from analyzers.bench.phases import Phase
from catalog.bench.lifecycle import Route
from catalog.bench.queries import list_marks
from catalog.bench.service import CaptureRunning, list_captures
from tests.builders.instance import Instance, a_file


def test_a_capture_asked_for_twice_is_one(instance: Instance) -> None:
    file = a_file(instance).completed().lodged().admitted().examined()
    first = file.benched()
    assert file.benched() == first
    for act in (
        lambda: file.benched(instance.officer),
        lambda: file.benched(access=Access.WIREGUARD),
        lambda: file.benched(route=Route.SYSTEM_AUTHORITY),
    ):
        with pytest.raises(CaptureRunning):
            act()
    instance.clock.advance(seconds=6)
    with pytest.raises(CaptureRunning):
        file.benched()
    with instance.services.database.read() as session:
        assert [row.id for row in list_captures(session, file.id)] == [first]


def test_a_mark_set_twice_is_one_and_a_journey_can_be_played_again(instance: Instance) -> None:
    file = a_file(instance).completed().lodged().admitted().examined()
    capture, bench, who = file.benched(), instance.services.bench, instance.evaluator
    for _ in range(2):
        bench.mark(who, file.id, capture, Phase.REFUSED)
    for _ in range(2):
        bench.note_journey(who, file.id, capture, "noter une mesure")
    instance.clock.advance(seconds=6)
    bench.note_journey(who, file.id, capture, "noter une mesure")
    bench.mark(who, file.id, capture, Phase.REFUSED)
    for _ in range(2):
        bench.stop(who, file.id, capture)
    with instance.services.database.read() as session:
        marks = [(row.what, row.name) for row in list_marks(session, capture)]
    journey = ("journey", "noter une mesure")
    assert marks == [("phase", "refused"), journey, journey, ("phase", "refused"), ("stop", "stop")]
