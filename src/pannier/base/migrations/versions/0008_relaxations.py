"""What would let an order in that a plan left out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.add_column('left_out', sa.Column('relaxations', postgresql.JSONB(astext_type=sa.Text()), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column('left_out', 'relaxations')
