"""What orders say of their goods and whom they go with, when they are due; boxes that are stacks; prices of lateness."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

# Table, column, type, and what rows that are there already hold; None where the column may be null.
COLUMNS = (
    ('orders', 'max_aboard_s', sa.BigInteger(), None),
    ('orders', 'goods', sa.Text(), None),
    ('orders', 'together', sa.Text(), None),
    ('orders', 'apart', sa.Text(), None),
    ('orders', 'due_at', sa.DateTime(timezone=True), None),
    ('orders', 'more_windows', postgresql.JSONB(astext_type=sa.Text()), '[]'),
    ('vehicles', 'last_in_first_out', sa.Boolean(), 'false'),
    ('organisations', 'late_once_cents', sa.BigInteger(), '300'),
    ('organisations', 'late_hour_cents', sa.BigInteger(), '600'),
    ('organisations', 'goods_classes', postgresql.JSONB(astext_type=sa.Text()), None),
)


def upgrade() -> None:
    """Change the tables."""
    for table, name, kind, usual in COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=usual is None, server_default=usual))
        if usual is not None:
            op.alter_column(table, name, server_default=None)


def downgrade() -> None:
    """Take the change back."""
    for table, name, _, _ in reversed(COLUMNS):
        op.drop_column(table, name)
