"""What dispatchers have fixed of stops."""

import sqlalchemy as sa
from alembic import op

import pannier.base.database
from pannier.base.row_security import RULES_BY_NAME, policy_statements

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        'stop_locks',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('org_id', sa.Uuid(), nullable=False),
        sa.Column('hub_id', sa.Uuid(), nullable=False),
        sa.Column('service_date', sa.Date(), nullable=False),
        sa.Column('order_id', sa.Uuid(), nullable=False),
        sa.Column('shift_id', sa.Uuid(), nullable=True),
        sa.Column('starts_at', pannier.base.database.Moment(timezone=True), nullable=True),
        sa.Column('tolerance_s', sa.BigInteger(), nullable=False),
        sa.Column('in_order', sa.Boolean(), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('created_at', pannier.base.database.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_stop_locks')),
    )
    op.create_index(op.f('ix_stop_locks_org_id'), 'stop_locks', ['org_id'])
    op.create_index('ix_stop_locks_day', 'stop_locks', ['org_id', 'hub_id', 'service_date'])
    op.create_index('uq_stop_locks_order', 'stop_locks', ['org_id', 'order_id'], unique=True)
    for statement in policy_statements('stop_locks', RULES_BY_NAME['Tenant']):
        op.execute(statement)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('stop_locks')
