"""Lay the files that publishers lodge."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables."""
    _create_apps()
    _create_app_versions()
    _create_submissions()
    _create_artifacts()
    _create_declarations()


def downgrade() -> None:
    """Drop the tables, newest first."""
    for table in (
        "declarations",
        "artifacts",
        "submissions",
        "app_versions",
        "apps",
    ):
        op.drop_table(table)


def _create_apps() -> None:
    op.create_table(
        "apps",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("publisher_id", sa.String(length=40), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("purpose_fr", sa.String(length=500), nullable=False),
        sa.Column("purpose_en", sa.String(length=500), nullable=False),
        sa.Column("contact", sa.String(length=254), nullable=False),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["publisher_id"], ["publishers.id"], name=op.f("fk_apps_publisher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apps")),
        sa.UniqueConstraint("slug", name=op.f("uq_apps_slug")),
    )
    op.create_index(op.f("ix_apps_publisher_id"), "apps", ["publisher_id"], unique=False)


def _create_app_versions() -> None:
    op.create_table(
        "app_versions",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("app_id", sa.String(length=40), nullable=False),
        sa.Column("package", sa.String(length=255), nullable=False),
        sa.Column("version_name", sa.String(length=255), nullable=True),
        sa.Column("version_code", sa.String(length=20), nullable=True),
        sa.Column("apk_digest", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_app_versions_app_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_versions")),
        sa.UniqueConstraint("app_id", "apk_digest", name=op.f("uq_app_versions_app_id_apk_digest")),
    )
    op.create_index(op.f("ix_app_versions_app_id"), "app_versions", ["app_id"], unique=False)


def _create_submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("app_id", sa.String(length=40), nullable=False),
        sa.Column("publisher_id", sa.String(length=40), nullable=False),
        sa.Column("edition_id", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lodged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('draft', 'lodged', 'incomplete', 'inadmissible', 'admissible', 'under_evaluation', "
            "'awaiting_publisher', 'contradictory', 'in_commission', 'decided', 'withdrawn', 'lapsed')",
            name=op.f("ck_submissions_state"),
        ),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_submissions_app_id")),
        sa.ForeignKeyConstraint(["publisher_id"], ["publishers.id"], name=op.f("fk_submissions_publisher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
    )
    op.create_index(op.f("ix_submissions_app_id"), "submissions", ["app_id"], unique=False)
    op.create_index(op.f("ix_submissions_publisher_id"), "submissions", ["publisher_id"], unique=False)
    op.create_index(op.f("ix_submissions_state"), "submissions", ["state"], unique=False)


def _create_artifacts() -> None:
    op.create_table(
        "artifacts",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("submission_id", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("is_attested", sa.Boolean(), nullable=False),
        sa.Column("lodged_by", sa.String(length=40), nullable=False),
        sa.Column("lodged_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('apk', 'capture', 'document')", name=op.f("ck_artifacts_kind")),
        sa.CheckConstraint("source in ('bench', 'publisher', 'declared')", name=op.f("ck_artifacts_source")),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_artifacts_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artifacts")),
        sa.UniqueConstraint("submission_id", "digest", "kind", name=op.f("uq_artifacts_submission_id_digest_kind")),
    )
    op.create_index(op.f("ix_artifacts_digest"), "artifacts", ["digest"], unique=False)
    op.create_index(op.f("ix_artifacts_submission_id"), "artifacts", ["submission_id"], unique=False)


def _create_declarations() -> None:
    op.create_table(
        "declarations",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("declared_by", sa.String(length=40), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_declarations_submission_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_declarations")),
    )
    op.create_index(op.f("ix_declarations_submission_id"), "declarations", ["submission_id"], unique=False)
