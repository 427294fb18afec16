"""Lay what people rule, ask, opine and decide."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the tables."""
    _create_rulings()
    _create_countersignatures()
    _create_information_requests()
    _create_information_replies()
    _create_opinions()
    _create_decisions()


def downgrade() -> None:
    """Drop the tables, newest first."""
    for table in (
        "decisions",
        "opinions",
        "information_replies",
        "information_requests",
        "countersignatures",
        "rulings",
    ):
        op.drop_table(table)


def _create_rulings() -> None:
    op.create_table(
        "rulings",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.String(length=40), nullable=False),
        sa.Column("criterion", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("grounds", sa.String(length=4000), nullable=False),
        sa.Column("is_override", sa.Boolean(), nullable=False),
        sa.Column("ruled_by", sa.String(length=40), nullable=False),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], name=op.f("fk_rulings_evaluation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulings")),
        sa.UniqueConstraint("number", name=op.f("uq_rulings_number")),
    )
    op.create_index(op.f("ix_rulings_evaluation_id"), "rulings", ["evaluation_id"], unique=False)


def _create_countersignatures() -> None:
    op.create_table(
        "countersignatures",
        sa.Column("ruling_id", sa.String(length=40), nullable=False),
        sa.Column("signed_by", sa.String(length=40), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ruling_id"], ["rulings.id"], name=op.f("fk_countersignatures_ruling_id")),
        sa.PrimaryKeyConstraint("ruling_id", name=op.f("pk_countersignatures")),
    )


def _create_information_requests() -> None:
    op.create_table(
        "information_requests",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("submission_id", sa.String(length=40), nullable=False),
        sa.Column("criterion", sa.String(length=20), nullable=True),
        sa.Column("question", sa.String(length=4000), nullable=False),
        sa.Column("asked_by", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_information_requests_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_requests")),
    )
    op.create_index(
        op.f("ix_information_requests_submission_id"), "information_requests", ["submission_id"], unique=False
    )


def _create_information_replies() -> None:
    op.create_table(
        "information_replies",
        sa.Column("request_id", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=4000), nullable=False),
        sa.Column("replied_by", sa.String(length=40), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["information_requests.id"], name=op.f("fk_information_replies_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_information_replies")),
    )


def _create_opinions() -> None:
    op.create_table(
        "opinions",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("evaluation_id", sa.String(length=40), nullable=False),
        sa.Column("opinion", sa.String(length=40), nullable=False),
        sa.Column("grounds", sa.String(length=4000), nullable=False),
        sa.Column("reservations", sa.JSON(), nullable=False),
        sa.Column("opined_by", sa.String(length=40), nullable=False),
        sa.Column("opined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], name=op.f("fk_opinions_evaluation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinions")),
    )
    op.create_index(op.f("ix_opinions_evaluation_id"), "opinions", ["evaluation_id"], unique=False)


def _create_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("submission_id", sa.String(length=40), nullable=False),
        sa.Column("evaluation_id", sa.String(length=40), nullable=True),
        sa.Column("about", sa.String(length=40), nullable=True),
        sa.Column("grounds", sa.String(length=4000), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind in ('grant', 'refuse', 'suspend', 'restore', 'withdraw')", name=op.f("ck_decisions_kind")
        ),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], name=op.f("fk_decisions_evaluation_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_decisions_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_submission_id"), "decisions", ["submission_id"], unique=False)
    op.create_index(
        "uq_decisions_one_outcome",
        "decisions",
        ["submission_id"],
        unique=True,
        sqlite_where=sa.text("kind in ('grant', 'refuse')"),
        postgresql_where=sa.text("kind in ('grant', 'refuse')"),
    )
