"""Who may be in a zone at which hours."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    rules = sa.Column('rules', postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default='[]')
    op.add_column('zones', rules)
    op.alter_column('zones', 'rules', server_default=None)


def downgrade() -> None:
    """Take the change back."""
    op.drop_column('zones', 'rules')
