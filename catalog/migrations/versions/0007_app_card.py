"""What a publisher says of its app for people who choose: needs, price, languages, store page; all may be unsaid."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the columns; apps opened before say nothing."""
    op.add_column("apps", sa.Column("needs", sa.JSON(), nullable=True))
    op.add_column("apps", sa.Column("price", sa.String(length=30), nullable=True))
    op.add_column("apps", sa.Column("languages", sa.JSON(), nullable=True))
    op.add_column("apps", sa.Column("store_link", sa.String(length=500), nullable=True))


def downgrade() -> None:
    """Drop the columns."""
    for column in ("store_link", "languages", "price", "needs"):
        op.drop_column("apps", column)
