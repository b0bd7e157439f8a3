"""Allocations keep which partners let an offer run out, apart from those that turned the order down."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    column = sa.Column('unanswered_by', postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default='[]')
    op.add_column('allocations', column)
    op.alter_column('allocations', 'unanswered_by', server_default=None)


def downgrade() -> None:
    """Take the change back."""
    op.drop_column('allocations', 'unanswered_by')
