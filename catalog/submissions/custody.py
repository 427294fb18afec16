"""Custody of captures: kept sealed under one key per file, opened for who examines, erased when their time is over."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from catalog.errors import NotFound
from catalog.journal.actor import SERVICE
from catalog.journal.service import Journal
from catalog.plumbing.ids import Ids
from catalog.plumbing.storage import ArtifactDigest, Blob, BlobCorrupted, BlobStore
from catalog.plumbing.vault import Plain, Vault, VaultClosed
from catalog.submissions.model import CaptureKey, SealedPiece, SubmissionId

log = structlog.get_logger()
LARGEST = 4 << 30  # of a sealed capture; what is recorded has a lower limit of its own


class PieceErased(NotFound):
    """The time for which this capture was kept is over: its key was destroyed. What was found in it stays."""

    code = "piece-erased"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A piece that is kept sealed: the plain bytes' name and size, the sealed bytes', and the key."""

    plain: Blob
    sealed: Blob
    key_id: str


@dataclass(frozen=True, slots=True)
class Custody:
    """Keeps captures under keys that can be destroyed. Other pieces are opened as they lie in the store."""

    journal: Journal
    ids: Ids
    blobs: BlobStore
    vault: Vault
    life: timedelta

    def make_run_key(self, submission_id: SubmissionId, name: str) -> bytes:
        """Return the key under which a recording is sealed while it goes on; it lives and ends with the file's key."""
        return self.vault.derive(self._open_key(submission_id).wrapped or "", name)

    def seal_text(self, submission_id: SubmissionId, text: str) -> str:
        """Seal what may be read only while a recording goes on."""
        return self.vault.seal_text(self._open_key(submission_id).wrapped or "", text)

    def open_text(self, submission_id: SubmissionId, sealed: str) -> str:
        """Open it."""
        return self.vault.open_text(self._open_key(submission_id).wrapped or "", sealed)

    def seal(self, submission_id: SubmissionId, source: Plain) -> Sealed:
        """Keep what a stream gives sealed under the file's key; each capture prolongs the life of that key."""
        key, passed = self._open_key(submission_id), _Counted(source)
        sealed = self.blobs.receive(self.vault.seal(key.wrapped or "", passed), limit=LARGEST)
        return Sealed(Blob(ArtifactDigest(passed.digest.hexdigest()), passed.size), sealed, key.id)

    def _open_key(self, submission_id: SubmissionId) -> CaptureKey:
        with self.journal.act(SERVICE) as act:
            query = sa.select(CaptureKey).where(
                CaptureKey.submission_id == submission_id, CaptureKey.erased_at.is_(None)
            )
            key = act.session.scalar(query)
            if key is None:
                key = CaptureKey(id=self.ids.new("key"), submission_id=submission_id, made_at=act.now)
                key.wrapped = self.vault.make_key()
                act.session.add(key)
            key.erase_at = act.now + self.life
            return key

    @contextmanager
    def open(self, digest: ArtifactDigest) -> Iterator[Path]:
        """Give a path at which the plain bytes of a piece can be read while the block lasts.

        A sealed piece is opened in memory, never on the disk: it ends with the block, whatever happens.

        Raises:
            PieceErased: its key was destroyed.
            BlobMissing: there is none of this digest.
            BlobCorrupted: the bytes no longer have this digest.
        """
        with self.journal.database.read() as session:
            found = find_sealed(session, digest)
        if found is None:
            yield self.blobs.check(digest)
            return
        piece, wrapped = found
        if wrapped is None:
            raise PieceErased(digest=digest)
        memory = os.fdopen(os.memfd_create("piece"), "w+b")
        with memory as plain, self.blobs.open(ArtifactDigest(piece.sealed_digest)) as sealed:
            try:
                self.vault.open(wrapped, sealed, plain)
            except VaultClosed as error:
                raise BlobCorrupted(digest=digest) from error
            plain.flush()
            plain.seek(0)
            if hashlib.file_digest(plain, "sha256").hexdigest() != digest:
                raise BlobCorrupted(digest=digest)
            yield Path(f"/proc/{os.getpid()}/fd/{plain.fileno()}")

    def erase_due(self) -> Sequence[SubmissionId]:
        """Destroy the keys whose time is over, then the sealed bytes; findings and evidence stay. Returns whose."""
        with self.journal.act(SERVICE) as act:
            due = act.session.scalars(
                sa.select(CaptureKey).where(CaptureKey.erased_at.is_(None), CaptureKey.erase_at <= act.now)
            ).all()
            gone: list[str] = []
            for key in due:
                pieces = act.session.scalars(sa.select(SealedPiece).where(SealedPiece.key_id == key.id)).all()
                gone += [piece.sealed_digest for piece in pieces]
                key.wrapped, key.erased_at = None, act.now
                facts = {"key": key.id, "pieces": sorted(piece.digest for piece in pieces)}
                act.record("captures.erased", key.submission_id, facts=facts)
        for digest in gone:  # without the key they are noise; the room is given back
            with suppress(FileNotFoundError):
                self.blobs.path(ArtifactDigest(digest)).unlink()
        if due and not self.journal.database.forget(CaptureKey.__tablename__):
            log.warning("custody.traces-left", keys=[key.id for key in due])
        return [key.submission_id for key in due]


class _Counted:
    """A stream, with the digest and the size of what passed."""

    def __init__(self, source: Plain) -> None:
        self.source, self.digest, self.size = source, hashlib.sha256(), 0

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""
        piece = self.source.read(size)
        self.digest.update(piece)
        self.size += len(piece)
        return piece


def find_sealed(session: Session, digest: str) -> tuple[SealedPiece, str | None] | None:
    """Return how a piece is sealed and its wrapped key (None once destroyed), or None for a piece that is not."""
    query = (
        sa.select(SealedPiece, CaptureKey.wrapped)
        .join(CaptureKey, CaptureKey.id == SealedPiece.key_id)
        .where(SealedPiece.digest == digest)
        .order_by(CaptureKey.erased_at.is_not(None), SealedPiece.number)
        .limit(1)
    )
    row = session.execute(query).first()
    return (row[0], row[1]) if row else None


def find_erasure(session: Session, submission_id: SubmissionId) -> datetime | None:
    """Return when the captures of a file will be erased, or were; None where it has none."""
    query = sa.select(sa.func.max(CaptureKey.erase_at)).where(CaptureKey.submission_id == submission_id)
    return session.scalar(query)
