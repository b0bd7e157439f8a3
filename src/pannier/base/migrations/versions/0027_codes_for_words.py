"""Why an order on demand waits is kept as a code with facts, not as a sentence with a rider's name in it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from pannier.base.database import Moment

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables; the next look tells again what it is about."""
    facts = postgresql.JSONB(astext_type=sa.Text())
    op.add_column('on_demand_orders', sa.Column('facts', facts, nullable=False, server_default='{}'))
    op.alter_column('on_demand_orders', 'facts', server_default=None)
    op.drop_column('on_demand_orders', 'reason')
    op.add_column('on_demand_orders', sa.Column('ended_at', Moment(timezone=True), nullable=True))
    # What was over before is not told as over now.
    op.execute(
        "update on_demand_orders set state = 'done', ended_at = now() - interval '1 day' from orders"
        " where orders.id = on_demand_orders.order_id and orders.status in ("
        "'delivered', 'partially_delivered', 'cancelled', 'failed', 'returning', 'returned', 'lost', 'held')"
    )
    op.create_index(
        'ix_on_demand_orders_open',
        'on_demand_orders',
        ['org_id', 'hub_id'],
        postgresql_where=sa.text('ended_at is null'),
    )
    op.add_column('on_demand_desks', sa.Column('error_code', sa.Text(), nullable=True))
    op.drop_column('on_demand_desks', 'error')


def downgrade() -> None:
    """Take the change back."""
    op.add_column('on_demand_desks', sa.Column('error', sa.Text(), nullable=True))
    op.drop_column('on_demand_desks', 'error_code')
    op.add_column('on_demand_orders', sa.Column('reason', sa.Text(), nullable=True))
    op.drop_index('ix_on_demand_orders_open', 'on_demand_orders')
    op.drop_column('on_demand_orders', 'ended_at')
    op.drop_column('on_demand_orders', 'facts')
