"""Pieces of drafts read ahead, and the answers that they let us propose."""

import sqlalchemy as sa
from alembic import op

from catalog.plumbing.database import Instant

revision = "0012"
down_revision = "0011"
TABLE = "preliminary_readings"


def upgrade() -> None:
    """Create the table; it is append-only."""
    op.create_table(
        TABLE,
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("submission_id", sa.String(40), sa.ForeignKey("submissions.id"), nullable=False, index=True),
        sa.Column("artifact_id", sa.String(40), sa.ForeignKey("artifacts.id"), nullable=False, unique=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.Column("evidence_digest", sa.String(64), nullable=True, index=True),
        sa.Column("proposals", sa.JSON(), nullable=False),
        sa.Column("read_at", Instant(), nullable=False),
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
