"""Several hubs planned at once: where goods lie, the runs and their parts."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import pannier.base.database
from pannier.base.row_security import RULES_BY_NAME, policy_statements

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.add_column('orders', sa.Column('goods_hub_id', sa.Uuid(), nullable=True))
    op.execute(
        "update orders set goods_hub_id = custody.hub_id from custody "
        "where custody.order_id = orders.id and custody.state in ('received', 'sorted', 'back')"
    )
    _table(
        'several_runs',
        sa.Column('job_id', sa.Uuid(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('snapshot', sa.LargeBinary(), nullable=True),
        sa.Column('begun', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('result', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    )
    _table(
        'several_parts',
        sa.Column('run_id', sa.Uuid(), nullable=False),
        sa.Column('number', sa.BigInteger(), nullable=False),
        sa.Column('part', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('found', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column('taken_at', pannier.base.database.Moment(timezone=True), nullable=True),
        sa.Column('tries', sa.BigInteger(), nullable=False),
    )
    op.create_index('uq_several_runs_job_id', 'several_runs', ['job_id'], unique=True)
    op.create_index('uq_several_parts', 'several_parts', ['run_id', 'number'], unique=True)


def _table(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('org_id', sa.Uuid(), nullable=False),
        *columns,
        sa.Column('created_at', pannier.base.database.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{name}')),
    )
    op.create_index(op.f(f'ix_{name}_org_id'), name, ['org_id'])
    for statement in policy_statements(name, RULES_BY_NAME['Tenant']):
        op.execute(statement)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('several_parts')
    op.drop_table('several_runs')
    op.drop_column('orders', 'goods_hub_id')
