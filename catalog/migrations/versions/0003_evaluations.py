"""Lay the examinations: runs, evidence, findings, verdicts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables."""
    _create_evaluations()
    _create_planned_runs()
    _create_runs()
    _create_evidence()
    _create_findings()
    _create_coverage()
    _create_assessments()
    _create_verdicts()


def downgrade() -> None:
    """Drop the tables, newest first."""
    for table in (
        "verdicts",
        "assessments",
        "coverage",
        "findings",
        "evidence",
        "runs",
        "planned_runs",
        "evaluations",
    ):
        op.drop_table(table)


def _create_evaluations() -> None:
    op.create_table(
        "evaluations",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("submission_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.String(length=12), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_evaluations_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluations")),
        sa.UniqueConstraint("submission_id", "number", name=op.f("uq_evaluations_submission_id_number")),
    )
    op.create_index(op.f("ix_evaluations_submission_id"), "evaluations", ["submission_id"], unique=False)


def _create_planned_runs() -> None:
    op.create_table(
        "planned_runs",
        sa.Column("evaluation_id", sa.String(length=40), nullable=False),
        sa.Column("artifact_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_planned_runs_artifact_id")),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], name=op.f("fk_planned_runs_evaluation_id")),
        sa.PrimaryKeyConstraint("evaluation_id", "artifact_id", name=op.f("pk_planned_runs")),
    )


def _create_runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("evaluation_id", sa.String(length=40), nullable=False),
        sa.Column("artifact_id", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("evidence_digest", sa.String(length=64), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_runs_artifact_id")),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], name=op.f("fk_runs_evaluation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        sa.UniqueConstraint("evaluation_id", "artifact_id", name=op.f("uq_runs_evaluation_id_artifact_id")),
    )
    op.create_index(op.f("ix_runs_evaluation_id"), "runs", ["evaluation_id"], unique=False)


def _create_evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("artifact_digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_artifact_digest"), "evidence", ["artifact_digest"], unique=False)


def _create_findings() -> None:
    op.create_table(
        "findings",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.String(length=40), nullable=False),
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("reasoning", sa.JSON(), nullable=False),
        sa.Column("pointer", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("detector", sa.String(length=60), nullable=False),
        sa.Column("detector_version", sa.String(length=20), nullable=False),
        sa.Column("knowledge_version", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], name=op.f("fk_findings_evaluation_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_findings_run_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_findings")),
        sa.UniqueConstraint("evaluation_id", "digest", name=op.f("uq_findings_evaluation_id_digest")),
    )
    op.create_index(op.f("ix_findings_digest"), "findings", ["digest"], unique=False)
    op.create_index(op.f("ix_findings_evaluation_id"), "findings", ["evaluation_id"], unique=False)
    op.create_index(op.f("ix_findings_kind"), "findings", ["kind"], unique=False)


def _create_coverage() -> None:
    op.create_table(
        "coverage",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.String(length=40), nullable=False),
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("extent", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("detector", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], name=op.f("fk_coverage_evaluation_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_coverage_run_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_coverage")),
    )
    op.create_index(op.f("ix_coverage_evaluation_id"), "coverage", ["evaluation_id"], unique=False)


def _create_assessments() -> None:
    op.create_table(
        "assessments",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("evaluation_id", sa.String(length=40), nullable=False),
        sa.Column("edition_id", sa.String(length=12), nullable=False),
        sa.Column("edition_digest", sa.String(length=80), nullable=False),
        sa.Column("knowledge_version", sa.String(length=64), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("assessed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], name=op.f("fk_assessments_evaluation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
        sa.UniqueConstraint("evaluation_id", "edition_id", name=op.f("uq_assessments_evaluation_id_edition_id")),
    )
    op.create_index(op.f("ix_assessments_evaluation_id"), "assessments", ["evaluation_id"], unique=False)


def _create_verdicts() -> None:
    op.create_table(
        "verdicts",
        sa.Column("assessment_id", sa.String(length=40), nullable=False),
        sa.Column("criterion", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=24), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("because", sa.JSON(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("needs_ruling", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_verdicts_assessment_id")),
        sa.PrimaryKeyConstraint("assessment_id", "criterion", name=op.f("pk_verdicts")),
    )
