"""Orders on demand tell since when a rider is sought for them."""

import sqlalchemy as sa
from alembic import op

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the moment; those known already were sought since it was noted that they are."""
    op.add_column('orders', sa.Column('sought_at', sa.DateTime(timezone=True), nullable=True))
    op.execute(
        'update orders set sought_at = seen.known_at from on_demand_orders seen where seen.order_id = orders.id'
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_column('orders', 'sought_at')
