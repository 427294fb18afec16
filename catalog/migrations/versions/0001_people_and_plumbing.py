"""Lay the authority, its people, the journal and the queue of record."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    _create_authorities()
    _create_publishers()
    _create_accounts()
    _create_access_tokens()
    _create_journal_entries()
    _create_jobs()


def downgrade() -> None:
    """Drop the tables, newest first."""
    for table in (
        "jobs",
        "journal_entries",
        "access_tokens",
        "accounts",
        "publishers",
        "authorities",
    ):
        op.drop_table(table)


def _create_authorities() -> None:
    op.create_table(
        "authorities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("instance", sa.String(length=4), nullable=False),
        sa.Column("admission", sa.String(length=10), nullable=False),
        sa.Column("founded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("admission in ('person', 'automatic')", name=op.f("ck_authorities_admission")),
        sa.CheckConstraint("instance in ('demo', 'real')", name=op.f("ck_authorities_instance")),
        sa.CheckConstraint("id = 1", name=op.f("ck_authorities_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorities")),
    )


def _create_publishers() -> None:
    op.create_table(
        "publishers",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("registration", sa.String(length=60), nullable=True),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publishers")),
    )


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("publisher_id", sa.String(length=40), nullable=True),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(role = 'publisher') = (publisher_id is not null)", name=op.f("ck_accounts_belonging")),
        sa.CheckConstraint(
            "role in ('publisher', 'officer', 'evaluator', 'authority', 'operator', 'auditor')",
            name=op.f("ck_accounts_role"),
        ),
        sa.ForeignKeyConstraint(["publisher_id"], ["publishers.id"], name=op.f("fk_accounts_publisher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
    )


def _create_access_tokens() -> None:
    op.create_table(
        "access_tokens",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=40), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_access_tokens_account_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_access_tokens")),
    )
    op.create_index(op.f("ix_access_tokens_account_id"), "access_tokens", ["account_id"], unique=False)


def _create_journal_entries() -> None:
    op.create_table(
        "journal_entries",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.String(length=80), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_journal_entries")),
        sa.UniqueConstraint("digest", name=op.f("uq_journal_entries_digest")),
    )
    op.create_index(op.f("ix_journal_entries_event"), "journal_entries", ["event"], unique=False)
    op.create_index(op.f("ix_journal_entries_subject_id"), "journal_entries", ["subject_id"], unique=False)


def _create_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=80), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("queue", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=500), nullable=True),
        sa.CheckConstraint("state in ('queued', 'running', 'done', 'exhausted')", name=op.f("ck_jobs_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_jobs_open", "jobs", ["state", "queue", "id"], unique=False)
