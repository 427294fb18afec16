"""The file a publisher lodges: app, submission, artifacts, declarations, and the version the APK turns out to be."""

from datetime import datetime
from typing import Any, NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from catalog.journal.actor import AccountId, PublisherId
from catalog.plumbing.database import Base
from catalog.submissions.lifecycle import SubmissionState

AppId = NewType("AppId", str)
SubmissionId = NewType("SubmissionId", str)
ArtifactId = NewType("ArtifactId", str)
UploadId = NewType("UploadId", str)

STATES = ", ".join(f"'{state}'" for state in SubmissionState)


class App(Base):
    """The object of assessment through its versions."""

    __tablename__ = "apps"

    id: Mapped[AppId] = mapped_column(sa.String(40), primary_key=True)
    publisher_id: Mapped[PublisherId] = mapped_column(sa.ForeignKey("publishers.id"), index=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    purpose_fr: Mapped[str] = mapped_column(sa.String(500))
    purpose_en: Mapped[str] = mapped_column(sa.String(500))
    contact: Mapped[str] = mapped_column(sa.String(254))
    needs: Mapped[list[Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    price: Mapped[str | None] = mapped_column(sa.String(30))
    languages: Mapped[list[Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    store_link: Mapped[str | None] = mapped_column(sa.String(500))
    is_fictional: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own idiom


class Submission(Base):
    """One file, lodged for one app against one edition."""

    __tablename__ = "submissions"
    __table_args__ = (sa.CheckConstraint(f"state in ({STATES})", name="state"),)

    id: Mapped[SubmissionId] = mapped_column(sa.String(40), primary_key=True)
    app_id: Mapped[AppId] = mapped_column(sa.ForeignKey("apps.id"), index=True)
    publisher_id: Mapped[PublisherId] = mapped_column(sa.ForeignKey("publishers.id"), index=True)
    edition_id: Mapped[str] = mapped_column(sa.String(12))
    state: Mapped[str] = mapped_column(sa.String(20), index=True)
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime]
    lodged_at: Mapped[datetime | None]
    admitted_at: Mapped[datetime | None]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own idiom


class Artifact(Base):
    """Immutable bytes lodged with a file, named by their SHA-256; who lodged them says what they can prove."""

    __tablename__ = "artifacts"
    __table_args__ = (
        sa.UniqueConstraint("submission_id", "digest", "kind"),
        sa.CheckConstraint("kind in ('apk', 'capture', 'document')", name="kind"),
        sa.CheckConstraint("source in ('bench', 'publisher', 'declared')", name="source"),
    )

    id: Mapped[ArtifactId] = mapped_column(sa.String(40), primary_key=True)
    submission_id: Mapped[SubmissionId] = mapped_column(sa.ForeignKey("submissions.id"), index=True)
    digest: Mapped[str] = mapped_column(sa.String(64), index=True)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    kind: Mapped[str] = mapped_column(sa.String(10))
    filename: Mapped[str] = mapped_column(sa.String(200))  # display text only, never a path
    source: Mapped[str] = mapped_column(sa.String(10))
    is_attested: Mapped[bool] = mapped_column(default=False)  # a named person says it belongs to this build
    lodged_by: Mapped[AccountId] = mapped_column(sa.String(40))
    lodged_at: Mapped[datetime]


class Upload(Base):
    """A piece that is still arriving: how far it came, until when it is kept, and the piece it became."""

    __tablename__ = "uploads"
    __table_args__ = (
        sa.CheckConstraint("kind in ('apk', 'capture', 'document')", name="kind"),
        sa.CheckConstraint("received between 0 and size", name="received"),
    )

    id: Mapped[UploadId] = mapped_column(sa.String(40), primary_key=True)
    submission_id: Mapped[SubmissionId] = mapped_column(sa.ForeignKey("submissions.id"), index=True)
    account_id: Mapped[AccountId] = mapped_column(sa.String(40), index=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    filename: Mapped[str] = mapped_column(sa.String(200))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    received: Mapped[int] = mapped_column(sa.BigInteger)  # bytes on disk, synced, from the first on
    mark: Mapped[str] = mapped_column(sa.String(100))  # how the sender knows its file again; never looked at
    digest: Mapped[str | None] = mapped_column(sa.String(64))  # the SHA-256 that the sender announced
    is_attested: Mapped[bool] = mapped_column(default=False)
    artifact_id: Mapped[ArtifactId | None] = mapped_column(sa.ForeignKey("artifacts.id"))
    is_build: Mapped[bool] = mapped_column(server_default=sa.false(), default=False)  # a copy for the bench, no piece
    copy_id: Mapped[str | None] = mapped_column(sa.String(40))  # the copy it became
    begun_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Declaration(Base):
    """What the publisher asserts: attributable, dated; a newer one stands beside the older, not over it."""

    __tablename__ = "declarations"

    number: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[SubmissionId] = mapped_column(sa.ForeignKey("submissions.id"), index=True)
    question: Mapped[str] = mapped_column(sa.String(60))
    answer: Mapped[dict[str, Any]]  # {"value": …, "documents": [digest, …]}
    declared_by: Mapped[AccountId] = mapped_column(sa.String(40))
    declared_at: Mapped[datetime]


class PreliminaryReading(Base):
    """A piece of a draft read ahead of any examination, only to propose answers: it concludes nothing."""

    __tablename__ = "preliminary_readings"

    number: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[SubmissionId] = mapped_column(sa.ForeignKey("submissions.id"), index=True)
    artifact_id: Mapped[ArtifactId] = mapped_column(sa.ForeignKey("artifacts.id"), unique=True)
    state: Mapped[str] = mapped_column(sa.String(12))
    message: Mapped[dict[str, Any]]  # {"fr", "en"}
    evidence_digest: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    proposals: Mapped[list[Any]]  # [{"question", "value", "kind", "ref", "fr", "en", "at"}]: facts never changed since
    read_at: Mapped[datetime]


class AppVersion(Base):
    """What a lodged APK turned out to be, once read: one build of one app."""

    __tablename__ = "app_versions"
    __table_args__ = (sa.UniqueConstraint("app_id", "apk_digest"),)

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    app_id: Mapped[AppId] = mapped_column(sa.ForeignKey("apps.id"), index=True)
    package: Mapped[str] = mapped_column(sa.String(255))
    version_name: Mapped[str | None] = mapped_column(sa.String(255))
    version_code: Mapped[str | None] = mapped_column(sa.String(20))
    apk_digest: Mapped[str] = mapped_column(sa.String(64))
    seen_at: Mapped[datetime]


class CaptureKey(Base):
    """The key under which the captures of one file are sealed; destroyed when their time is over."""

    __tablename__ = "capture_keys"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    submission_id: Mapped[SubmissionId] = mapped_column(sa.ForeignKey("submissions.id"), index=True)
    wrapped: Mapped[str | None] = mapped_column(sa.String(200))  # by the vault's own key; None once destroyed
    made_at: Mapped[datetime]
    erase_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]


class SealedPiece(Base):
    """A piece whose bytes are kept sealed: the name of the plain bytes, and that of the sealed ones."""

    __tablename__ = "sealed_pieces"
    __table_args__ = (sa.UniqueConstraint("digest", "key_id"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64), index=True)
    sealed_digest: Mapped[str] = mapped_column(sa.String(64))
    key_id: Mapped[str] = mapped_column(sa.ForeignKey("capture_keys.id"), index=True)
    sealed_at: Mapped[datetime]
