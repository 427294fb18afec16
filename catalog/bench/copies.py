"""Copies of a build that trust the bench: ours, signed anew, or the publisher's evaluation build; each compared first.

By these routes a capture is ordered only where a copy stands for the certified build, byte for byte but for trust.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyzers.sandbox.copies import CopyRefused
from analyzers.synthesis.copies import MAX_SHOWN, Comparison
from catalog.bench.copier import Copier
from catalog.bench.lifecycle import Route
from catalog.bench.model import BenchCopy, CopyId
from catalog.errors import Conflict, NotFound, Rejected
from catalog.journal.actor import Actor, Role
from catalog.journal.service import Journal
from catalog.plumbing.ids import Ids
from catalog.plumbing.storage import ArtifactDigest, Blob, BlobStore, Readable
from catalog.publishers.service import require
from catalog.submissions.lifecycle import OPEN, IllegalTransition
from catalog.submissions.model import Artifact, SubmissionId
from catalog.submissions.service import find_apk, find_for

COPIERS = (Role.OFFICER, Role.EVALUATOR)
BRINGERS = (*COPIERS, Role.PUBLISHER)
COPIED = frozenset({Route.RESIGNED_COPY, Route.EVALUATION_BUILD})


class CopyMissing(Conflict):
    """By this route a capture needs a copy that stands for the build: make or bring one first."""

    code = "copy-missing"


class CopyImpossible(Rejected):
    """This package cannot be copied or compared."""

    code = "copy-impossible"


class CopyUnknown(NotFound):
    """There is no such copy in this file."""

    code = "copy-unknown"


@dataclass(frozen=True, slots=True)
class Copies:
    """Makes, takes and compares copies. Packages are read in the jail, outside any transaction."""

    journal: Journal
    ids: Ids
    blobs: BlobStore
    copier: Copier
    max_upload: int

    def make(self, actor: Actor, submission_id: SubmissionId) -> CopyId:
        """Copy the build on file so that it trusts the bench, and compare the two. Once made it is made.

        Raises:
            CopyImpossible: the build has no single reading, or cannot be edited.
        """
        require(actor, *COPIERS)
        apk = self._find_build(actor, submission_id)
        with self.journal.database.read() as session:
            known = find_copy(session, submission_id, apk.digest, Route.RESIGNED_COPY)
            if known is not None:
                return known.id
        certified = self.blobs.path(ArtifactDigest(apk.digest))
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "copy.apk"
            try:
                self.copier.make(certified, target)
            except CopyRefused as refusal:
                raise CopyImpossible(reason=refusal.code) from refusal
            with target.open("rb") as source:
                blob = self.blobs.receive(source, limit=2 * self.max_upload)
        return self._keep(actor, submission_id, apk, blob, Route.RESIGNED_COPY)

    def check(self, actor: Actor, submission_id: SubmissionId) -> None:
        """Say beforehand whether an evaluation build would be taken.

        Raises:
            IllegalTransition: the file is closed.
            CopyImpossible: it has no build to compare with.
        """
        require(actor, *BRINGERS)
        with self.journal.database.read() as session:
            submission = find_for(session, actor, submission_id)
            if submission.state not in OPEN:
                raise IllegalTransition(state=submission.state, verb="bring_build")
        self._find_build(actor, submission_id)

    def bring(self, actor: Actor, submission_id: SubmissionId, stream: Readable) -> CopyId:
        """Take an evaluation build and compare it with the build on file. One that differs in more does not stand.

        Raises:
            CopyImpossible: one of the two has no single reading.
            IllegalTransition: the file is closed.
        """
        self.check(actor, submission_id)
        apk = self._find_build(actor, submission_id)
        blob = self.blobs.receive(stream, limit=self.max_upload)
        return self._keep(actor, submission_id, apk, blob, Route.EVALUATION_BUILD)

    def locate(self, actor: Actor, submission_id: SubmissionId, copy_id: CopyId) -> Path:
        """Return where the bytes of a copy lie, for who installs it.

        Raises:
            CopyUnknown: this file has no such copy.
        """
        require(actor, *COPIERS)
        with self.journal.database.read() as session:
            find_for(session, actor, submission_id)
            copy = session.get(BenchCopy, copy_id)
            if copy is None or copy.submission_id != submission_id:
                raise CopyUnknown
            return self.blobs.path(ArtifactDigest(copy.copy_digest))

    def _find_build(self, actor: Actor, submission_id: SubmissionId) -> Artifact:
        with self.journal.database.read() as session:
            find_for(session, actor, submission_id)
            apk = find_apk(session, submission_id)
        if apk is None:
            raise CopyImpossible(reason="no-apk")
        return apk

    def _keep(self, actor: Actor, submission_id: SubmissionId, apk: Artifact, blob: Blob, route: Route) -> CopyId:
        certified, other = (self.blobs.path(ArtifactDigest(digest)) for digest in (apk.digest, blob.digest))
        try:
            comparison = self.copier.compare(certified, other)
        except CopyRefused as refusal:
            raise CopyImpossible(reason=refusal.code) from refusal
        with self.journal.act(actor) as act:
            find_for(act.session, actor, submission_id)
            copy = BenchCopy(
                id=CopyId(self.ids.new("cop")),
                submission_id=submission_id,
                apk_digest=apk.digest,
                copy_digest=blob.digest,
                size=blob.size,
                route=route,
                stands_for=comparison.stands_for,
                trusts_bench=comparison.trusts_user,
                differences=_write(comparison),
                made_by=actor.account_id,
                made_at=act.now,
            )
            act.session.add(copy)
            facts = {"copy": blob.digest, "apk": apk.digest, "route": route, "stands_for": comparison.stands_for}
            act.record("copy.compared", submission_id, facts=facts)
            return copy.id


def _write(comparison: Comparison) -> list[dict[str, Any]]:
    rows = comparison.differences[:MAX_SHOWN]
    return [{"member": row.member, "how": row.how, "allowed": row.allowed} for row in rows]


def find_copy(session: Session, submission_id: SubmissionId, apk_digest: str, route: Route) -> BenchCopy | None:
    """Return the newest copy that stands for this build by this route, if there is one."""
    query = sa.select(BenchCopy).where(
        BenchCopy.submission_id == submission_id,
        BenchCopy.apk_digest == apk_digest,
        BenchCopy.route == route,
        BenchCopy.stands_for,
    )
    return session.scalar(query.order_by(BenchCopy.made_at.desc(), BenchCopy.id.desc()).limit(1))


def list_copies(session: Session, submission_id: SubmissionId) -> Sequence[BenchCopy]:
    """Return the copies made or brought for a file, oldest first."""
    query = sa.select(BenchCopy).where(BenchCopy.submission_id == submission_id)
    return session.scalars(query.order_by(BenchCopy.made_at, BenchCopy.id)).all()
