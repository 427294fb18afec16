"""Copies of a build that trust the bench, each with how it compares with the build."""

import sqlalchemy as sa
from alembic import op

from catalog.plumbing.database import Instant

revision = "0011"
down_revision = "0010"
TABLE = "bench_copies"


def upgrade() -> None:
    """Create the table; it is append-only."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("submission_id", sa.String(40), sa.ForeignKey("submissions.id"), nullable=False, index=True),
        sa.Column("apk_digest", sa.String(64), nullable=False),
        sa.Column("copy_digest", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("route", sa.String(20), nullable=False),
        sa.Column("stands_for", sa.Boolean(), nullable=False),
        sa.Column("trusts_bench", sa.Boolean(), nullable=False),
        sa.Column("differences", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(40), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.CheckConstraint("route in ('evaluation_build', 'resigned_copy')", name="route"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb.upper()} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Drop the table, with its triggers."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {TABLE}_no_{verb}")
    op.drop_table(TABLE)
