"""Pieces sent in several goes: begin, send bytes from where the last ones ended, abandon; cut short, they go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from catalog.errors import Conflict, NotFound, Rejected
from catalog.journal.actor import Actor
from catalog.plumbing.partials import PartialStore
from catalog.plumbing.storage import EmptyFile, IncompleteUpload, Readable, TooLarge
from catalog.publishers.service import FieldRefused, require_text
from catalog.submissions.model import SubmissionId, Upload, UploadId
from catalog.submissions.service import FILENAME_MAX, Submissions, check_turn, find_for
from criteria.findings import ArtifactKind

OPEN_MAX = 4  # uploads that one person may have on the way at once
MARK_MAX = 100
STEP = 8 << 20  # bytes that a careful sender gives in one go: what a cut can cost


class UploadUnknown(NotFound):
    """There is no such upload, or not for you, or it was left alone for too long."""

    code = "upload-unknown"


class OffsetDiffers(Conflict):
    """The bytes sent do not start where those received end: `offset` says where that is."""

    code = "offset-differs"


class TooManyUploads(Conflict):
    """This person has as many uploads on the way as one may: `limit`."""

    code = "too-many-uploads"


class Builds(Protocol):
    """Takes an evaluation build that has arrived whole, and says beforehand who may bring one."""

    def check(self, actor: Actor, submission_id: SubmissionId) -> None:
        """Refuse before a gigabyte is sent."""
        ...

    def bring(self, actor: Actor, submission_id: SubmissionId, stream: Readable) -> str:
        """Compare it with the build on file and keep it; return its name."""
        ...


@dataclass(frozen=True, slots=True)
class Uploads:
    """Pieces on their way. Only who began an upload can see it, go on with it, or drop it."""

    submissions: Submissions
    partials: PartialStore
    life: timedelta
    builds: Builds

    def begin(
        self,
        actor: Actor,
        submission_id: SubmissionId,
        kind: ArtifactKind,
        filename: str,
        size: int,
        *,
        digest: str | None = None,
        mark: str = "",
        attested: bool = False,
        is_build: bool = False,
    ) -> Upload:
        """Announce a piece of `size` bytes; the same one announced again is the one begun, with what came of it.

        Two announcements are the same when person, file, kind, name and size are, and `digest` (SHA-256) or `mark`
        (the sender's own word for its file) is given and equal.

        Raises:
            TooLarge: over the ceiling.
            EmptyFile: no byte is announced.
            FieldRefused: a name or a mark that cannot be taken, or a package that its publisher did not bring.
            TooManyUploads: several are on their way already.
        """
        self._check(size, mark)
        name = require_text("filename", filename[:FILENAME_MAX] or kind, FILENAME_MAX)
        if is_build:
            self.builds.check(actor, submission_id)
        self.sweep()
        now = self.submissions.journal.clock.now()
        with self.submissions.journal.database.write() as session:
            submission = find_for(session, actor, submission_id)
            if not is_build:
                check_turn(actor, submission, kind)
            mine = [row for row in _list_open(session, actor) if self._is_whole(row)]
            asked = (submission_id, kind, name, size, digest, mark, is_build)
            for row in mine if digest or mark else ():
                if asked == _announced(row):
                    row.is_attested = attested
                    return row
            if len(mine) >= OPEN_MAX:
                raise TooManyUploads(limit=OPEN_MAX)
            upload = Upload(
                id=UploadId(self.submissions.ids.new("upl")),
                submission_id=submission_id,
                account_id=actor.account_id,
                kind=kind,
                filename=name,
                size=size,
                received=0,
                mark=mark,
                digest=digest,
                is_attested=attested,
                is_build=is_build,
                begun_at=now,
                expires_at=now + self.life,
            )
            session.add(upload)
        return upload

    def _check(self, size: int, mark: str) -> None:
        if size > self.submissions.max_upload:
            raise TooLarge(limit=self.submissions.max_upload)
        if size < 1:
            raise EmptyFile
        if len(mark) > MARK_MAX or not mark.isprintable():
            raise FieldRefused(field="mark", limit=MARK_MAX)

    def send(
        self, actor: Actor, submission_id: SubmissionId, upload_id: UploadId, offset: int, stream: Readable
    ) -> Upload:
        """Take the bytes that follow the first `offset` ones; with the last one, the piece is lodged.

        Told again after a cut, it does again only what was not done: a piece lodged is lodged once.

        Raises:
            UploadUnknown: there is none, or not for this person.
            UploadBusy: its bytes are being written at this instant.
            OffsetDiffers: other bytes are due.
            TooLarge: more bytes than were announced.
            IncompleteUpload: all are here and are not those announced; nothing of them is kept.
        """
        self.find(actor, submission_id, upload_id)
        with self.partials.hold(upload_id):
            upload = self.find(actor, submission_id, upload_id)
            if offset != upload.received:
                raise OffsetDiffers(offset=upload.received)
            if not is_done(upload):
                received = self.partials.append(upload_id, offset, stream, limit=upload.size)
                upload = self._keep(upload_id, received=received)
            if upload.received == upload.size and not is_done(upload):
                upload = self._bring(actor, upload) if upload.is_build else self._lodge(actor, upload)
        return upload

    def _bring(self, actor: Actor, upload: Upload) -> Upload:
        """Hand an evaluation build over; one that cannot be compared is forgotten, it would never be otherwise."""
        try:
            with self.partials.open(upload.id, upload.size) as stream:
                copy_id = self.builds.bring(actor, upload.submission_id, stream)
        except (IncompleteUpload, Rejected):
            self._forget([upload.id])
            raise
        upload = self._keep(upload.id, copy_id=copy_id)
        self.partials.drop(upload.id)
        return upload

    def _lodge(self, actor: Actor, upload: Upload) -> Upload:
        try:
            with self.partials.open(upload.id, upload.size) as stream:
                artifact_id = self.submissions.lodge_artifact(
                    actor,
                    upload.submission_id,
                    ArtifactKind(upload.kind),
                    upload.filename,
                    stream,
                    announced=upload.size,
                    expected=upload.digest,
                    attested=upload.is_attested,
                )
        except IncompleteUpload:
            self._forget([upload.id])
            raise
        upload = self._keep(upload.id, artifact_id=artifact_id)
        self.partials.drop(upload.id)
        return upload

    def _keep(self, upload_id: UploadId, **changes: object) -> Upload:
        """Write down how far an upload came; its time starts again."""
        with self.submissions.journal.database.write() as session:
            upload = session.get(Upload, upload_id)
            if upload is None:
                raise UploadUnknown
            for name, value in changes.items():
                setattr(upload, name, value)
            upload.expires_at = self.submissions.journal.clock.now() + self.life
            return upload

    def find(self, actor: Actor, submission_id: SubmissionId, upload_id: UploadId) -> Upload:
        """Return one upload of this person.

        Raises:
            UploadUnknown: there is none, or not for this person.
        """
        with self.submissions.journal.database.read() as session:
            upload = session.get(Upload, upload_id)
        if upload is None or (upload.account_id, upload.submission_id) != (actor.account_id, submission_id):
            raise UploadUnknown
        if upload.expires_at <= self.submissions.journal.clock.now() or not self._is_whole(upload):
            raise UploadUnknown
        return upload

    def list_cut(self, actor: Actor, submission_id: SubmissionId) -> Sequence[Upload]:
        """Return this person's uploads to a file that did not end, oldest first."""
        now = self.submissions.journal.clock.now()
        with self.submissions.journal.database.read() as session:
            rows = _list_open(session, actor)
        return [
            row for row in rows if row.submission_id == submission_id and row.expires_at > now and self._is_whole(row)
        ]

    def abandon(self, actor: Actor, submission_id: SubmissionId, upload_id: UploadId) -> None:
        """Drop an upload and its bytes.

        Raises:
            UploadUnknown: there is none, or not for this person.
            UploadBusy: its bytes are being written at this instant.
        """
        self.find(actor, submission_id, upload_id)
        with self.partials.hold(upload_id):
            self._forget([upload_id])

    def sweep(self) -> int:
        """Forget the uploads left alone for too long, and bytes that belong to none; return how many were forgotten."""
        now = self.submissions.journal.clock.now()
        here = self.partials.list_names()  # before the rows: bytes never come before their row
        with self.submissions.journal.database.read() as session:
            kept = set(session.scalars(sa.select(Upload.id).where(Upload.expires_at > now)))
            late = list(session.scalars(sa.select(Upload.id).where(Upload.expires_at <= now)))
        if late:
            self._forget(late)
        for name in here:
            if name not in kept:
                self.partials.drop(name)
        self.submissions.blobs.sweep(now - self.life)
        return len(late)

    def _forget(self, uploads: Sequence[UploadId]) -> None:
        with self.submissions.journal.database.write() as session:
            session.execute(sa.delete(Upload).where(Upload.id.in_(uploads)))
        for upload_id in uploads:
            self.partials.drop(upload_id)

    def _is_whole(self, upload: Upload) -> bool:
        """Whether every byte said to be here is: a state folder restored from elsewhere may have lost them."""
        return is_done(upload) or self.partials.has(upload.id, upload.received)


def _announced(row: Upload) -> tuple[object, ...]:
    return row.submission_id, row.kind, row.filename, row.size, row.digest, row.mark, row.is_build


def is_done(upload: Upload) -> bool:
    """Whether it has become what it was to be."""
    return upload.artifact_id is not None or upload.copy_id is not None


def _list_open(session: Session, actor: Actor) -> Sequence[Upload]:
    query = sa.select(Upload).where(Upload.account_id == actor.account_id, Upload.artifact_id.is_(None))
    query = query.where(Upload.copy_id.is_(None))
    return session.scalars(query.order_by(Upload.begun_at, Upload.id)).all()
