"""Runs, evidence, findings, coverage, assessments and verdicts: rows are added, never changed."""

from datetime import datetime
from typing import Any, NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from catalog.plumbing.database import Base
from catalog.submissions.model import ArtifactId, SubmissionId

EvaluationId = NewType("EvaluationId", str)
RunId = NewType("RunId", str)
AssessmentId = NewType("AssessmentId", str)


class Evaluation(Base):
    """One examination of one submission: runs, evidence, findings, assessment."""

    __tablename__ = "evaluations"
    __table_args__ = (sa.UniqueConstraint("submission_id", "number"),)

    id: Mapped[EvaluationId] = mapped_column(sa.String(40), primary_key=True)
    submission_id: Mapped[SubmissionId] = mapped_column(sa.ForeignKey("submissions.id"), index=True)
    number: Mapped[int]
    edition_id: Mapped[str] = mapped_column(sa.String(12))
    opened_at: Mapped[datetime]


class Planned(Base):
    """A piece this evaluation has to read; it has ended when every planned piece has its run."""

    __tablename__ = "planned_runs"

    evaluation_id: Mapped[EvaluationId] = mapped_column(sa.ForeignKey("evaluations.id"), primary_key=True)
    artifact_id: Mapped[ArtifactId] = mapped_column(sa.ForeignKey("artifacts.id"), primary_key=True)


class Run(Base):
    """One use of an instrument on one piece: who observed, with what, under which limits, how it ended."""

    __tablename__ = "runs"
    __table_args__ = (sa.UniqueConstraint("evaluation_id", "artifact_id"),)

    id: Mapped[RunId] = mapped_column(sa.String(40), primary_key=True)
    evaluation_id: Mapped[EvaluationId] = mapped_column(sa.ForeignKey("evaluations.id"), index=True)
    artifact_id: Mapped[ArtifactId] = mapped_column(sa.ForeignKey("artifacts.id"))
    source: Mapped[str] = mapped_column(sa.String(10))
    state: Mapped[str] = mapped_column(sa.String(12))
    code: Mapped[str] = mapped_column(sa.String(60))
    message: Mapped[dict[str, Any]]  # {"fr", "en"}
    tier: Mapped[str] = mapped_column(sa.String(20))
    facts: Mapped[dict[str, Any]]  # limits, seconds, peak memory, versions
    evidence_digest: Mapped[str | None] = mapped_column(sa.String(64))
    ended_at: Mapped[datetime]


class Evidence(Base):
    """One canonical document of what was observed; its bytes are the blob of this digest."""

    __tablename__ = "evidence"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    format: Mapped[str] = mapped_column(sa.String(40))
    artifact_digest: Mapped[str] = mapped_column(sa.String(64), index=True)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    kept_at: Mapped[datetime]


class FindingRow(Base):
    """A fact about the app, with its reasoning and the bytes behind it."""

    __tablename__ = "findings"
    __table_args__ = (sa.UniqueConstraint("evaluation_id", "digest"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[EvaluationId] = mapped_column(sa.ForeignKey("evaluations.id"), index=True)
    run_id: Mapped[RunId] = mapped_column(sa.ForeignKey("runs.id"))
    digest: Mapped[str] = mapped_column(sa.String(64), index=True)
    kind: Mapped[str] = mapped_column(sa.String(40), index=True)
    attributes: Mapped[dict[str, Any]]
    reasoning: Mapped[dict[str, Any]]  # {"fr", "en"}
    pointer: Mapped[dict[str, Any]]
    source: Mapped[str] = mapped_column(sa.String(10))
    detector: Mapped[str] = mapped_column(sa.String(60))
    detector_version: Mapped[str] = mapped_column(sa.String(20))
    knowledge_version: Mapped[str] = mapped_column(sa.String(64))


class CoverageRow(Base):
    """Which kind of finding a run could have produced, where it looked, and how completely."""

    __tablename__ = "coverage"

    number: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[EvaluationId] = mapped_column(sa.ForeignKey("evaluations.id"), index=True)
    run_id: Mapped[RunId] = mapped_column(sa.ForeignKey("runs.id"))
    kind: Mapped[str] = mapped_column(sa.String(40))
    scope: Mapped[str] = mapped_column(sa.String(40))
    extent: Mapped[str] = mapped_column(sa.String(10))
    reason: Mapped[dict[str, Any]]
    source: Mapped[str] = mapped_column(sa.String(10))
    detector: Mapped[str] = mapped_column(sa.String(60))


class AssessmentRow(Base):
    """All verdicts of one evaluation under one edition, as the machine proposes them."""

    __tablename__ = "assessments"
    __table_args__ = (sa.UniqueConstraint("evaluation_id", "edition_id"),)

    id: Mapped[AssessmentId] = mapped_column(sa.String(40), primary_key=True)
    evaluation_id: Mapped[EvaluationId] = mapped_column(sa.ForeignKey("evaluations.id"), index=True)
    edition_id: Mapped[str] = mapped_column(sa.String(12))
    edition_digest: Mapped[str] = mapped_column(sa.String(80))
    knowledge_version: Mapped[str] = mapped_column(sa.String(64))
    answers: Mapped[dict[str, Any]]  # the declarations it was made on
    assessed_at: Mapped[datetime]


class VerdictRow(Base):
    """The outcome of one criterion, with its reasons."""

    __tablename__ = "verdicts"

    assessment_id: Mapped[AssessmentId] = mapped_column(sa.ForeignKey("assessments.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    position: Mapped[int]
    ref: Mapped[str] = mapped_column(sa.String(24))
    outcome: Mapped[str] = mapped_column(sa.String(20))
    level: Mapped[str] = mapped_column(sa.String(10))
    because: Mapped[list[Any]]
    missing: Mapped[list[Any]]  # [{"what", "scope", "fr", "en"}]
    needs_ruling: Mapped[bool]
