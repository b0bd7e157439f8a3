"""Orders on demand: what orders, shifts and hubs say, and how each stands."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import pannier.base.database
from pannier.base.row_security import RULES_BY_NAME, policy_statements

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, pannier.base.database.Moment(timezone=True), nullable=nullable)


def _table(name: str, *columns: sa.Column[Any], rule: str = 'Tenant') -> None:
    op.create_table(
        name,
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('org_id', sa.Uuid(), nullable=False),
        *columns,
        _moment('created_at', nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{name}')),
    )
    op.create_index(op.f(f'ix_{name}_org_id'), name, ['org_id'])
    for statement in policy_statements(name, RULES_BY_NAME[rule]):
        op.execute(statement)


def upgrade() -> None:
    """Change the tables."""
    op.add_column('orders', sa.Column('on_demand', sa.Boolean(), nullable=False, server_default='false'))
    op.alter_column('orders', 'on_demand', server_default=None)
    op.add_column('orders', sa.Column('leave_within_s', sa.BigInteger(), nullable=True))
    op.add_column('orders', sa.Column('deliver_within_s', sa.BigInteger(), nullable=True))
    op.add_column('shifts', sa.Column('serves', sa.Text(), nullable=True))
    times = ('leave_within_s', 'deliver_within_s', 'hold_s', 'answer_s', 'escalate_s')
    _table(
        'on_demand_hubs',
        sa.Column('hub_id', sa.Uuid(), nullable=False),
        sa.Column('active', sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in times),
        sa.Column('serve_late', sa.Boolean(), nullable=False),
        sa.Column('serves', sa.Text(), nullable=False),
        # A merchant's order has to know what its hub takes.
        rule='MerchantReadable',
    )
    op.create_index('uq_on_demand_hubs_hub_id', 'on_demand_hubs', ['hub_id'], unique=True)
    _table(
        'on_demand_desks',
        sa.Column('hub_id', sa.Uuid(), nullable=False),
        _moment('changed_at', nullable=False),
        _moment('decided_at'),
        _moment('next_at'),
        sa.Column('took_ms', sa.BigInteger(), nullable=True),
        sa.Column('error', sa.Text(), nullable=True),
        sa.Column('told', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    )
    op.create_index('uq_on_demand_desks_hub_id', 'on_demand_desks', ['hub_id'], unique=True)
    _orders()


def _orders() -> None:
    _table(
        'on_demand_orders',
        sa.Column('order_id', sa.Uuid(), nullable=False),
        sa.Column('hub_id', sa.Uuid(), nullable=False),
        sa.Column('service_date', sa.Date(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        *(_moment(name, nullable=False) for name in ('known_at', 'ready_at', 'leave_by', 'deliver_by')),
        sa.Column('shift_id', sa.Uuid(), nullable=True),
        *(_moment(name) for name in ('given_at', 'leaves_at', 'arrives_at', 'held_until')),
        sa.Column('code', sa.Text(), nullable=True),
        sa.Column('reason', sa.Text(), nullable=True),
        sa.Column('refused', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        _moment('escalated_at'),
    )
    op.create_index('uq_on_demand_orders_order_id', 'on_demand_orders', ['order_id'], unique=True)
    op.create_index('ix_on_demand_orders_day', 'on_demand_orders', ['org_id', 'hub_id', 'service_date'])


def downgrade() -> None:
    """Take the change back."""
    for name in ('on_demand_orders', 'on_demand_desks', 'on_demand_hubs'):
        op.drop_table(name)
    op.drop_column('shifts', 'serves')
    for name in ('deliver_within_s', 'leave_within_s', 'on_demand'):
        op.drop_column('orders', name)
