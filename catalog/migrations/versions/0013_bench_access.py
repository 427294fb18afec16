"""How a device reaches the bench: by proxy, as all captures before, or by a tunnel known while it is open."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
TABLE = "bench_captures"


def upgrade() -> None:
    """Add the two columns; the check stands beside its own column, where both engines take it."""
    op.execute(
        f"ALTER TABLE {TABLE} ADD COLUMN access VARCHAR(10) DEFAULT 'proxy' NOT NULL "
        f"CONSTRAINT ck_{TABLE}_access CHECK (access in ('proxy', 'wireguard'))"
    )
    op.add_column(TABLE, sa.Column("tunnel", sa.Text(), nullable=True))


def downgrade() -> None:
    """Drop them."""
    op.drop_column(TABLE, "tunnel")
    op.drop_column(TABLE, "access")
