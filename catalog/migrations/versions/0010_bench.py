"""The authority's own captures, what was marked and seen in them, and the keys under which they are kept."""

import sqlalchemy as sa
from alembic import op

from catalog.plumbing.database import Instant

revision = "0010"
down_revision = "0009"
APPEND_ONLY = ("bench_marks", "bench_sights", "sealed_pieces")


def upgrade() -> None:
    """Create the tables; what says what happened is append-only."""
    _create_captures()
    _create_custody()
    for table in APPEND_ONLY:
        if op.get_bind().dialect.name == "sqlite":
            for verb in ("update", "delete"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
            continue
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _create_captures() -> None:
    op.create_table(
        "bench_captures",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("submission_id", sa.String(40), sa.ForeignKey("submissions.id"), nullable=False, index=True),
        sa.Column("apk_digest", sa.String(64), nullable=False),
        sa.Column("route", sa.String(20), nullable=False),
        sa.Column("seed", sa.String(60), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("ports", sa.JSON(), nullable=False),
        sa.Column("end", sa.JSON(), nullable=False),
        sa.Column("artifact_id", sa.String(40), sa.ForeignKey("artifacts.id"), nullable=True),
        sa.Column("ordered_by", sa.String(40), nullable=False),
        sa.Column("ordered_at", Instant(), nullable=False),
        sa.Column("began_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.CheckConstraint("state in ('ordered', 'recording', 'ended', 'failed')", name="state"),
        sa.CheckConstraint("route in ('system_authority', 'evaluation_build', 'resigned_copy', 'none')", name="route"),
    )
    op.create_table(
        "bench_marks",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("capture_id", sa.String(40), sa.ForeignKey("bench_captures.id"), nullable=False, index=True),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("marked_by", sa.String(40), nullable=False),
        sa.Column("marked_at", Instant(), nullable=False),
        sa.CheckConstraint("what in ('phase', 'journey', 'stop')", name="what"),
    )
    op.create_table(
        "bench_sights",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("capture_id", sa.String(40), sa.ForeignKey("bench_captures.id"), nullable=False, index=True),
        sa.Column("phase", sa.String(20), nullable=False),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("address", sa.String(45), nullable=True),
        sa.Column("country", sa.String(2), nullable=True),
        sa.Column("operator", sa.String(200), nullable=True),
        sa.Column("owner", sa.String(200), nullable=True),
        sa.Column("purposes", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(120), nullable=True),
        sa.Column("seen_at", Instant(), nullable=False),
    )


def _create_custody() -> None:
    op.create_table(
        "capture_keys",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("submission_id", sa.String(40), sa.ForeignKey("submissions.id"), nullable=False, index=True),
        sa.Column("wrapped", sa.String(200), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("erase_at", Instant(), nullable=False),
        sa.Column("erased_at", Instant(), nullable=True),
    )
    op.create_table(
        "sealed_pieces",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, index=True),
        sa.Column("sealed_digest", sa.String(64), nullable=False),
        sa.Column("key_id", sa.String(40), sa.ForeignKey("capture_keys.id"), nullable=False, index=True),
        sa.Column("sealed_at", Instant(), nullable=False),
        sa.UniqueConstraint("digest", "key_id"),
    )


def downgrade() -> None:
    """Drop the tables, with their triggers."""
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for verb in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_no_{verb}")
    for table in ("bench_sights", "bench_marks", "bench_captures", "sealed_pieces", "capture_keys"):
        op.drop_table(table)
