"""What recipients were told."""

import sqlalchemy as sa
from alembic import op

import pannier.base.database
from pannier.base.row_security import RULES_BY_NAME, policy_statements

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        'told_moments',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('org_id', sa.Uuid(), nullable=False),
        sa.Column('hub_id', sa.Uuid(), nullable=False),
        sa.Column('service_date', sa.Date(), nullable=False),
        sa.Column('order_id', sa.Uuid(), nullable=False),
        sa.Column('starts_at', pannier.base.database.Moment(timezone=True), nullable=False),
        sa.Column('created_at', pannier.base.database.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_told_moments')),
    )
    op.create_index(op.f('ix_told_moments_org_id'), 'told_moments', ['org_id'])
    op.create_index('ix_told_moments_day', 'told_moments', ['org_id', 'hub_id', 'service_date'])
    op.create_index(
        'uq_told_moments_order', 'told_moments', ['org_id', 'order_id', 'service_date'], unique=True
    )
    for statement in policy_statements('told_moments', RULES_BY_NAME['Tenant']):
        op.execute(statement)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('told_moments')
