"""Orders on demand that nobody served on their day go to the next one and note where they were left over."""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.add_column('on_demand_orders', sa.Column('left_over_from', sa.Date(), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column('on_demand_orders', 'left_over_from')
