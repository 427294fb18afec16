"""Ordering, marking and stopping a capture; what the bench recorded becomes a sealed piece of the file."""

import base64
import io
import json

import pytest

from analyzers.bench.access import Access
from analyzers.bench.phases import Phase
from analyzers.bench.run import CAPTURE, BenchError
from analyzers.bench.watching import Sight
from catalog.bench.lifecycle import CaptureOver, Route
from catalog.bench.model import BenchCapture, CaptureId
from catalog.bench.queries import list_sights
from catalog.bench.service import CaptureRunning, CaptureUnknown, get_capture
from catalog.journal.queries import list_entries
from catalog.plumbing.storage import ArtifactDigest
from catalog.publishers.service import RoleRefused
from catalog.submissions.custody import find_sealed
from catalog.submissions.lifecycle import IllegalTransition
from catalog.submissions.queries import list_artifacts
from criteria.findings import ArtifactKind
from tests.builders.instance import File, Instance, a_file


def ready(instance: Instance) -> File:
    return a_file(instance).completed().lodged().admitted().examined()


def stands(instance: Instance, file: File, capture: CaptureId) -> BenchCapture:
    with instance.services.database.read() as session:
        return get_capture(session, file.id, capture)


def test_a_capture_becomes_a_sealed_piece_of_ours_and_the_file_is_examined_anew(instance: Instance) -> None:
    file = ready(instance)
    before = file.assessed.evaluation.number
    capture = file.copied().benched(route=Route.RESIGNED_COPY)
    file.examined()
    row = stands(instance, file, capture)
    with instance.services.database.read() as session:
        piece = list_artifacts(session, file.id)[-1]
        sealed = find_sealed(session, piece.digest)
        sights = list_sights(session, capture)

    assert (row.state, row.end["code"], row.artifact_id) == ("ended", "stopped", piece.id)
    assert (piece.kind, piece.source, piece.is_attested) == ("capture", "bench", True)
    assert sealed is not None
    assert not instance.services.blobs.path(ArtifactDigest(piece.digest)).exists()
    assert b"what the bench saw" not in instance.services.blobs.get(ArtifactDigest(sealed[0].sealed_digest))
    assert instance.services.evaluations.read_bytes(piece.digest, "", 5, 8) == b"xxx"  # shown by its structure only
    assert file.assessed.evaluation.number == before + 1
    assert [(sight.host, sight.phase) for sight in sights] == [("api.souffle.example", "cold_start")]
    assert not (instance.folder / "bench" / capture).exists()


def test_the_capture_states_its_build_its_route_and_its_person(instance: Instance) -> None:
    file = ready(instance)
    file.copied().benched(route=Route.RESIGNED_COPY)
    file.examined()
    stated = instance.recorder.stated

    assert (stated["route"], stated["apps"][0]["id"]) == ("resigned_copy", "tld.example.souffle")
    assert len(stated["apps"][0]["sha256"]) == len(stated["copy"]) == 64
    assert stated["apps"][0]["sha256"] != stated["copy"]
    assert "advertisingId" in {row["category"] for row in stated["seeded"]}
    assert json.dumps(stated)


def test_marks_reach_the_recorder_and_a_phase_marks_what_is_seen_in_it(instance: Instance) -> None:
    file = ready(instance)
    capture = file.benched()
    bench, who = instance.services.bench, instance.evaluator

    def play() -> None:
        bench.mark(who, file.id, capture, Phase.REFUSED)
        bench.note_journey(who, file.id, capture, "prendre rendez-vous")
        bench.stop(who, file.id, capture)

    instance.recorder.meanwhile = play
    instance.recorder.sights = (Sight(phase=Phase.REFUSED), Sight(host="b.example", reason="pinning suspected"))
    file.examined()
    with instance.services.database.read() as session:
        (sight,) = list_sights(session, capture)

    assert instance.recorder.heard == [("phase", "refused"), ("journey", "prendre rendez-vous"), ("stop", "stop")]
    assert (sight.phase, sight.reason) == ("refused", "pinning suspected")


def test_only_one_at_a_time_only_by_those_who_examine_only_while_they_do(instance: Instance) -> None:
    file = ready(instance)
    for actor in (instance.authority, instance.auditor, instance.publisher):
        with pytest.raises(RoleRefused):
            file.benched(actor)
    capture = file.benched()
    with pytest.raises(CaptureRunning):
        file.benched(instance.officer)
    file.examined()
    for act in (
        lambda: instance.services.bench.stop(instance.evaluator, file.id, capture),
        lambda: instance.services.bench.mark(instance.evaluator, file.id, capture, Phase.USE),
    ):
        with pytest.raises(CaptureOver):
            act()
    other = ready(instance)
    with pytest.raises(CaptureUnknown):
        instance.services.bench.stop(instance.evaluator, other.id, capture)
    with pytest.raises(IllegalTransition):
        a_file(instance).completed().lodged().benched()


def test_a_bench_that_could_not_begin_says_why_and_adds_nothing(instance: Instance) -> None:
    file = ready(instance)
    instance.recorder.refusal = BenchError("no-capture-tool", "missing")
    capture = file.benched()
    file.examined()

    assert (stands(instance, file, capture).state, stands(instance, file, capture).end["code"]) == (
        "failed",
        "no-capture-tool",
    )
    assert "capture.failed" in {entry.event for entry in list_entries(instance.services.database, file.id)}
    file.benched()  # another may be ordered


def test_what_a_killed_worker_had_recorded_is_kept(instance: Instance) -> None:
    file = ready(instance)
    capture = file.benched()
    instance.recorder.meanwhile = _killed
    assert instance.worker.work_one()  # the job failed and waits
    assert stands(instance, file, capture).state == "recording"
    assert b"bench saw" not in (instance.folder / "bench" / capture / CAPTURE).read_bytes()
    instance.recorder.meanwhile = None
    instance.clock.advance(seconds=60)
    file.examined()
    row = stands(instance, file, capture)

    assert (row.state, row.end["code"]) == ("ended", "interrupted")
    assert instance.recorder.heard == []  # nobody played it again


def _killed() -> None:
    raise MemoryError


def test_a_capture_tried_too_often_keeps_what_there_is(instance: Instance) -> None:
    file = ready(instance)
    capture = file.benched()
    instance.services.bench.abandon(capture)
    assert stands(instance, file, capture).state == "failed"
    instance.services.bench.abandon(capture)  # once is enough
    instance.services.bench.record(capture)


def test_a_tunnel_is_told_to_who_records_while_it_is_open_and_kept_sealed(instance: Instance) -> None:
    file, bench = ready(instance), instance.services.bench
    capture = file.benched(access=Access.WIREGUARD)
    seen: list[str | None] = []

    def look() -> None:
        seen.append(bench.reveal_tunnel(instance.evaluator, file.id, capture))
        kept = stands(instance, file, capture).tunnel or ""
        seen.append(kept)
        for actor in (instance.authority, instance.auditor, instance.publisher):
            with pytest.raises(RoleRefused):
                bench.reveal_tunnel(actor, file.id, capture)

    instance.recorder.meanwhile = look
    file.examined()
    told, kept = seen
    assert told is not None
    assert "PrivateKey" in told
    assert kept
    assert "PrivateKey" not in base64.b64decode(kept).decode("latin-1")
    assert stands(instance, file, capture).tunnel is None
    assert bench.reveal_tunnel(instance.evaluator, file.id, capture) is None
    assert stands(instance, file, capture).ports == {"wireguard": 40003}
    other = ready(instance)
    with pytest.raises(CaptureUnknown):
        bench.reveal_tunnel(instance.evaluator, other.id, capture)


def test_the_authority_is_shown_to_who_records(instance: Instance) -> None:
    bench = instance.services.bench
    assert bench.show_authority(instance.officer).pem.startswith(b"-----BEGIN CERTIFICATE")
    for actor in (instance.authority, instance.auditor, instance.publisher):
        with pytest.raises(RoleRefused):
            bench.show_authority(actor)


def test_a_recording_of_which_no_frame_opens_is_none(instance: Instance) -> None:
    file = ready(instance)
    capture = file.benched()

    def spoil() -> None:
        (instance.folder / "bench" / capture / CAPTURE).write_bytes(bytes(500))

    instance.recorder.meanwhile = spoil
    file.examined()
    assert stands(instance, file, capture).state == "failed"


def test_a_rehearsal_is_for_demonstrations(instance: Instance) -> None:
    file = ready(instance)
    instance.recorder.is_rehearsal = True
    capture = file.benched()
    file.examined()
    assert stands(instance, file, capture).state == "ended"  # this instance is one
    with instance.services.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE authorities SET instance = 'real'")
    capture = file.benched()
    instance.services.bench.record(capture)
    assert stands(instance, file, capture).end["code"] == "rehearsal-refused"


def test_a_capture_of_a_person_lies_as_it_always_did(instance: Instance) -> None:
    file = ready(instance)
    piece = io.BytesIO(b"by other tools")
    services = instance.services
    services.submissions.lodge_artifact(instance.officer, file.id, ArtifactKind.CAPTURE, "a.har", piece)
    file.examined()
    assert file.assessed.evaluation.number == 2
