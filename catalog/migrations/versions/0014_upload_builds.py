"""Evaluation builds in several goes: an upload that becomes a copy for the bench, and no piece of the file."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the two columns."""
    op.add_column("uploads", sa.Column("is_build", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("uploads", sa.Column("copy_id", sa.String(40), nullable=True))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("uploads", "copy_id")
    op.drop_column("uploads", "is_build")
