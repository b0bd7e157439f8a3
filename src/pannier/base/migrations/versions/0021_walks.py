"""Kinds of vehicles that park once for several doors, and stops that are walked to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

USUAL = (
    ('fleet_rules', 'walks', postgresql.JSONB(astext_type=sa.Text()), '[]'),
    ('stops', 'walk_s', sa.BigInteger(), '0'),
)
POINT = ('park_lon', 'park_lat')


def upgrade() -> None:
    """Change the tables."""
    for table, name, kind, usual in USUAL:
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=usual))
        op.alter_column(table, name, server_default=None)
    for name in POINT:
        op.add_column('stops', sa.Column(name, sa.Float(precision=53), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    for name in POINT:
        op.drop_column('stops', name)
    for table, name, _, _ in reversed(USUAL):
        op.drop_column(table, name)
