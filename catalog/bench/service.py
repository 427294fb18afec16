"""The verbs of the bench: order a capture, mark it, stop it; record it; keep it sealed as a piece of the file."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyzers.bench.access import Access
from analyzers.bench.authority import Shown
from analyzers.bench.frames import FrameReader, has_frames
from analyzers.bench.person import invent_person
from analyzers.bench.phases import Phase
from analyzers.bench.run import CAPTURE, BenchError, RunEnd
from analyzers.bench.watching import Sight
from analyzers.knowledge.book import Knowledge
from catalog.bench.copies import COPIED, CopyMissing, find_copy
from catalog.bench.lifecycle import UNDER_WAY, CaptureOver, CaptureState, Route, advance
from catalog.bench.model import BenchCapture, BenchMark, BenchSight, CaptureId
from catalog.bench.recorder import Commission, Recorder, Watchers
from catalog.bench.twice import is_marked, is_twice
from catalog.errors import Conflict, NotFound, Unavailable
from catalog.journal.actor import SERVICE, Actor, Role
from catalog.journal.service import Act, Journal
from catalog.plumbing.ids import Ids
from catalog.publishers.service import get_authority, require, require_text
from catalog.submissions.custody import Custody, Sealed
from catalog.submissions.lifecycle import IllegalTransition, SubmissionState
from catalog.submissions.model import AppVersion, Artifact, ArtifactId, SealedPiece, SubmissionId
from catalog.submissions.service import find_apk, find_for
from criteria.findings import ArtifactKind, Source

RECORDERS = (Role.OFFICER, Role.EVALUATOR)
RECORDABLE = frozenset({SubmissionState.ADMISSIBLE, SubmissionState.UNDER_EVALUATION, SubmissionState.CONTRADICTORY})
JOURNEY_MAX = 60
INTERRUPTED = "interrupted"


class CaptureUnknown(NotFound):
    """There is no such capture in this file."""

    code = "capture-unknown"


class CaptureRunning(Conflict):
    """A capture of this file is under way: end it first."""

    code = "capture-running"


@dataclass(frozen=True, slots=True)
class Bench:
    """The authority's captures. The recorder works outside any transaction; what it gave is added in one."""

    journal: Journal
    ids: Ids
    custody: Custody
    recorder: Recorder
    knowledge: Callable[[], Knowledge]
    folder: Path

    def order(
        self,
        actor: Actor,
        submission_id: SubmissionId,
        route: Route,
        version: int,
        access: Access = Access.PROXY,
    ) -> CaptureId:
        """Order a capture of the build on file; the bench begins as soon as it is free.

        Raises:
            CaptureRunning: one is under way.
            CopyMissing: by this route, no copy stands for the build.
        """
        require(actor, *RECORDERS)
        with self.journal.act(actor) as act:
            submission = find_for(act.session, actor, submission_id, version)
            apk = find_apk(act.session, submission_id)
            if submission.state not in RECORDABLE or apk is None:
                raise IllegalTransition(state=submission.state, verb="capture")
            for row in list_captures(act.session, submission_id):
                if row.state in UNDER_WAY:
                    if is_twice(row, actor, (route, access), act.now):
                        return row.id
                    raise CaptureRunning
            if route in COPIED and find_copy(act.session, submission_id, apk.digest, route) is None:
                raise CopyMissing(route=route)
            capture = BenchCapture(
                id=CaptureId(self.ids.new("cap")),
                submission_id=submission_id,
                apk_digest=apk.digest,
                route=route,
                access=access,
                seed=submission_id,  # one person for all captures of a file: accounts last longer than a recording
                state=CaptureState.ORDERED,
                ports={},
                end={},
                ordered_by=actor.account_id,
                ordered_at=act.now,
            )
            act.session.add(capture)
            ids = {"capture_id": capture.id}
            act.record(
                "capture.ordered", submission_id, ids=ids, facts={"route": route, "access": access, "apk": apk.digest}
            )
            return capture.id

    def mark(self, actor: Actor, submission_id: SubmissionId, capture_id: CaptureId, phase: Phase) -> None:
        """Say that a phase begins now.

        Raises:
            CaptureOver: it has ended.
        """
        self._mark(actor, submission_id, capture_id, "phase", phase.value)

    def note_journey(self, actor: Actor, submission_id: SubmissionId, capture_id: CaptureId, name: str) -> None:
        """Say that a journey of the app is being played."""
        self._mark(actor, submission_id, capture_id, "journey", require_text("journey", name, JOURNEY_MAX))

    def stop(self, actor: Actor, submission_id: SubmissionId, capture_id: CaptureId) -> None:
        """Ask for the end."""
        self._mark(actor, submission_id, capture_id, "stop", "stop")

    def _mark(self, actor: Actor, submission_id: SubmissionId, capture_id: CaptureId, what: str, name: str) -> None:
        require(actor, *RECORDERS)
        with self.journal.act(actor) as act:
            find_for(act.session, actor, submission_id)
            capture = get_capture(act.session, submission_id, capture_id)
            if capture.state not in UNDER_WAY:
                raise CaptureOver(state=capture.state)
            if is_marked(act.session, capture_id, (what, name), act.now):
                return
            row = BenchMark(capture_id=capture_id, what=what, name=name, marked_by=actor.account_id, marked_at=act.now)
            act.session.add(row)
            act.record("capture.marked", submission_id, facts={"capture": capture_id, "what": what, "name": name})

    def reveal_tunnel(self, actor: Actor, submission_id: SubmissionId, capture_id: CaptureId) -> str | None:
        """Return what the device is to be told of the tunnel while it is open; nothing otherwise.

        Raises:
            CaptureUnknown: there is no such capture.
        """
        require(actor, *RECORDERS)
        with self.journal.database.read() as session:
            find_for(session, actor, submission_id)
            sealed = get_capture(session, submission_id, capture_id).tunnel
        return self.custody.open_text(submission_id, sealed) if sealed else None

    def show_authority(self, actor: Actor) -> Shown:
        """Return the certificate that a device of the bench is to trust."""
        require(actor, *RECORDERS)
        return self.recorder.show_authority()

    # --- the bench's own verbs

    def record(self, capture_id: CaptureId) -> None:
        """Record until somebody stops it or a limit does, then keep what there is.

        Called again after its worker was killed, it keeps what that one had recorded: nobody can play a phase again.
        """
        with self.journal.database.read() as session:
            capture = session.get_one(BenchCapture, capture_id)
            statement = _state(session, capture)
            is_demo = get_authority(session).instance == "demo"
        place = self.folder / capture.id
        if capture.state not in UNDER_WAY:
            return
        if capture.state == CaptureState.RECORDING:
            self._keep(capture, _left_behind(place))
            return
        if self.recorder.is_rehearsal and not is_demo:
            self._keep(capture, RunEnd("rehearsal-refused", None, 0.0, 0.0, 0))
            return
        told = _Teller(self, capture.id, capture.submission_id)
        try:
            key = self.custody.make_run_key(capture.submission_id, capture.id)
            commission = Commission(place, statement, key, Access(capture.access))
            end = self.recorder.record(commission, Watchers(told.began, told.saw, told.asked))
        except BenchError as error:
            end = RunEnd(error.code, None, 0.0, 0.0, 0)
        self._keep(capture, end)

    def abandon(self, capture_id: CaptureId) -> None:
        """End a capture that was tried too often: what there is is kept, and it says so."""
        with self.journal.database.read() as session:
            capture = session.get_one(BenchCapture, capture_id)
        self._keep(capture, _left_behind(self.folder / capture.id))

    def _keep(self, capture: BenchCapture, end: RunEnd) -> None:
        sealed = self._seal(capture, end.capture) if end.capture else None
        with self.journal.act(SERVICE) as act:
            row = act.session.get_one(BenchCapture, capture.id)
            if row.state not in UNDER_WAY:
                return
            row.end = {"code": end.code, "seconds": round(end.seconds, 1), "cpu_seconds": round(end.cpu_seconds, 1)}
            row.end = row.end | {"peak_mib": end.peak_mib}
            row.ended_at, row.tunnel = act.now, None
            row.state = advance(CaptureState(row.state), "end" if sealed else "fail")
            facts = {"capture": row.id, "code": end.code}
            if sealed is None:
                act.record("capture.failed", row.submission_id, facts=facts)
            else:
                row.artifact_id = self._add_piece(act, row, sealed)
        shutil.rmtree(self.folder / capture.id, ignore_errors=True)  # the frames: they are kept as a piece now

    def _seal(self, capture: BenchCapture, path: Path) -> Sealed | None:
        key = self.custody.make_run_key(capture.submission_id, capture.id)
        with path.open("rb") as source:
            sealed = self.custody.seal(capture.submission_id, FrameReader(key, source))
        return sealed if sealed.plain.size else None

    def _add_piece(self, act: Act, capture: BenchCapture, sealed: Sealed) -> ArtifactId:
        piece = Artifact(
            id=ArtifactId(self.ids.new("art")),
            submission_id=capture.submission_id,
            digest=sealed.plain.digest,
            size=sealed.plain.size,
            kind=ArtifactKind.CAPTURE,
            filename=f"{capture.id}.jsonl",
            source=Source.BENCH,
            is_attested=True,  # the bench watched this build: the authority says so itself
            lodged_by=capture.ordered_by,
            lodged_at=act.now,
        )
        act.session.add(piece)
        act.session.add(
            SealedPiece(
                digest=sealed.plain.digest,
                sealed_digest=sealed.sealed.digest,
                key_id=sealed.key_id,
                sealed_at=act.now,
            )
        )
        act.session.flush()
        act.record(
            "artifact.added",
            capture.submission_id,
            ids={"submission_id": capture.submission_id},
            facts={
                "artifact": piece.id,
                "digest": piece.digest,
                "kind": piece.kind,
                "source": piece.source,
                "capture": capture.id,
                "ended": capture.end["code"],
            },
        )
        return piece.id


class _Teller:
    """Passes between a recorder and the rows. A database that is busy costs a look, never the recording."""

    def __init__(self, bench: Bench, capture_id: CaptureId, submission_id: SubmissionId) -> None:
        self.bench, self.capture_id, self.submission_id = bench, capture_id, submission_id
        self.phase = Phase.COLD_START.value
        self.heard = 0

    def began(self, ports: Mapping[str, int], tunnel: str | None) -> None:
        """It records now."""
        sealed = self.bench.custody.seal_text(self.submission_id, tunnel) if tunnel else None
        with self.bench.journal.act(SERVICE) as act:
            row = act.session.get_one(BenchCapture, self.capture_id)
            row.state, row.began_at, row.ports = advance(CaptureState(row.state), "begin"), act.now, dict(ports)
            row.tunnel = sealed
            act.record("capture.began", row.submission_id, facts={"capture": row.id})

    def asked(self) -> Sequence[tuple[str, str]]:
        """What was marked since the last look."""
        query = sa.select(BenchMark).where(BenchMark.capture_id == self.capture_id, BenchMark.number > self.heard)
        with suppress(Unavailable), self.bench.journal.database.read() as session:
            rows = session.scalars(query.order_by(BenchMark.number)).all()
            self.heard = rows[-1].number if rows else self.heard
            return [(row.what, row.name) for row in rows]
        return ()

    def saw(self, sights: Sequence[Sight]) -> None:
        """Something came in sight."""
        with suppress(Unavailable), self.bench.journal.act(SERVICE) as act:
            for sight in sights:
                self.phase = sight.phase.value if sight.phase else self.phase
                if sight.host is not None:
                    act.session.add(self._row(act, sight, sight.host))

    def _row(self, act: Act, sight: Sight, host: str) -> BenchSight:
        knowledge = self.bench.knowledge()
        place = knowledge.locate(sight.address) if sight.address else None
        named = knowledge.owner_of(host)
        return BenchSight(
            capture_id=self.capture_id,
            phase=self.phase,
            host=host,
            address=sight.address,
            country=place.country if place else None,
            operator=place.operator if place else None,
            owner=named.owner.name if named else None,
            purposes=list(named.purposes) if named else [],
            reason=sight.reason,
            seen_at=act.now,
        )


def _state(session: Session, capture: BenchCapture) -> dict[str, Any]:
    """What the capture says of itself: which build, by which route, and the values that its person has."""
    build = session.scalar(
        sa.select(AppVersion).where(AppVersion.apk_digest == capture.apk_digest).order_by(AppVersion.seen_at).limit(1)
    )
    app = {"sha256": capture.apk_digest, "platform": "android"}
    if build is not None:
        app |= {"id": build.package}
        app |= {"version": build.version_name} if build.version_name else {}
        app |= {"versionCode": build.version_code} if build.version_code else {}
    person = [asdict(value) for value in invent_person(capture.seed)]
    copy = find_copy(session, capture.submission_id, capture.apk_digest, Route(capture.route))
    stated = {"apps": [app], "route": capture.route, "seeded": person, "capture": capture.id}
    return stated | ({"copy": copy.copy_digest} if copy else {})


def _left_behind(place: Path) -> RunEnd:
    path = place / CAPTURE
    return RunEnd(INTERRUPTED, path if has_frames(path) else None, 0.0, 0.0, 0)


def list_captures(session: Session, submission_id: SubmissionId) -> Sequence[BenchCapture]:
    """Return the captures ordered for a file, oldest first."""
    query = sa.select(BenchCapture).where(BenchCapture.submission_id == submission_id)
    return session.scalars(query.order_by(BenchCapture.ordered_at, BenchCapture.id)).all()


def get_capture(session: Session, submission_id: SubmissionId, capture_id: CaptureId) -> BenchCapture:
    """Return one capture of one file.

    Raises:
        CaptureUnknown: there is none.
    """
    capture = session.get(BenchCapture, capture_id)
    if capture is None or capture.submission_id != submission_id:
        raise CaptureUnknown
    return capture
