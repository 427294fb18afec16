"""What a page shows of a capture: state, ports, person, marks, servers in sight, and when it will be erased."""

import pytest

from analyzers.bench.phases import Phase
from catalog.bench.model import CaptureId
from catalog.bench.queries import describe_capture, describe_captures
from catalog.bench.service import CaptureUnknown
from catalog.submissions.service import SubmissionUnknown
from tests.builders.instance import Instance, a_file


def test_a_capture_is_described_from_its_order_to_its_erasure(instance: Instance) -> None:
    file = a_file(instance).completed().lodged().admitted().examined()
    capture, database = file.benched(), instance.services.database
    bench = instance.services.bench
    bench.mark(instance.evaluator, file.id, capture, Phase.ACCEPTED)
    bench.stop(instance.evaluator, file.id, capture)
    ordered = describe_capture(database, instance.auditor, file.id, capture)
    file.examined()
    ended = describe_capture(database, instance.publisher, file.id, capture)

    assert (ordered["state"], ordered["phase"], ordered["is_stopping"], ordered["erased_on"]) == (
        "ordered", "accepted", True, None,
    )  # fmt: skip
    assert (ended["state"], ended["is_stopping"], ended["ports"]) == (
        "ended", False, {"regular": 40001, "socks5": 40002},
    )  # fmt: skip
    assert ended["erased_on"] is not None
    assert [row["host"] for row in ended["sights"]] == ["api.souffle.example"]
    assert {row["category"] for row in ended["person"]} > {"personName", "advertisingId"}
    assert [row["id"] for row in describe_captures(database, instance.evaluator, file.id)] == [capture]


def test_nobody_sees_anothers(instance: Instance) -> None:
    file = a_file(instance).completed().lodged().admitted().examined()
    database = instance.services.database
    with pytest.raises(SubmissionUnknown):
        describe_captures(database, instance.rival, file.id)
    with pytest.raises(CaptureUnknown):
        describe_capture(database, instance.evaluator, file.id, CaptureId("cap_none"))
