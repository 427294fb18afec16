"""Consultations on draft editions: comments, moderations, answers, opinions of panels; all append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

TABLES = ("comments", "comment_moderations", "comment_answers", "panel_opinions")


def upgrade() -> None:
    """Make the tables and forbid changing what they hold."""
    op.create_table(
        "comments",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("edition_id", sa.String(length=12), nullable=False),
        sa.Column("criterion", sa.String(length=20), nullable=True),
        sa.Column("author", sa.String(length=120), nullable=True),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    op.create_index(op.f("ix_comments_edition_id"), "comments", ["edition_id"], unique=False)
    _make_remark("comment_moderations", "moderated", sa.Column("is_shown", sa.Boolean(), nullable=False), "grounds")
    _make_remark("comment_answers", "answered", None, "text")
    op.create_table(
        "panel_opinions",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("edition_id", sa.String(length=12), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("opinion", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("recorded_by", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "opinion in ('favourable', 'reserved', 'unfavourable')", name=op.f("ck_panel_opinions_opinion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_opinions")),
    )
    op.create_index(op.f("ix_panel_opinions_edition_id"), "panel_opinions", ["edition_id"], unique=False)
    for table in TABLES:
        _freeze(table)


def _make_remark(table: str, act: str, column: sa.Column[bool] | None, words: str) -> None:
    """Make a table of what people of the authority said of a comment."""
    op.create_table(
        table,
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.String(length=40), nullable=False),
        *(() if column is None else (column,)),
        sa.Column(words, sa.String(length=4000), nullable=False),
        sa.Column(f"{act}_by", sa.String(length=40), nullable=False),
        sa.Column(f"{act}_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f(f"fk_{table}_comment_id")),
        sa.PrimaryKeyConstraint("number", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_comment_id"), table, ["comment_id"], unique=False)


def _freeze(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in reversed(TABLES):
        op.drop_table(table)
