"""Proposals to change a running plan."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import pannier.base.database
from pannier.base.row_security import RULES_BY_NAME, policy_statements

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    kept = [
        sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), nullable=False)
        for name in ('change', 'base', 'steps', 'diff', 'known')
    ]
    op.create_table(
        'proposals',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('org_id', sa.Uuid(), nullable=False),
        sa.Column('hub_id', sa.Uuid(), nullable=False),
        sa.Column('service_date', sa.Date(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        *kept,
        sa.Column('took_s', sa.Float(precision=53), nullable=False),
        sa.Column('decided_at', pannier.base.database.Moment(timezone=True), nullable=True),
        sa.Column('by', sa.Text(), nullable=True),
        sa.Column('revision', sa.BigInteger(), nullable=True),
        sa.Column('created_at', pannier.base.database.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_proposals')),
    )
    op.create_index(op.f('ix_proposals_org_id'), 'proposals', ['org_id'])
    op.create_index('ix_proposals_day', 'proposals', ['org_id', 'hub_id', 'service_date'])
    for statement in policy_statements('proposals', RULES_BY_NAME['Tenant']):
        op.execute(statement)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('proposals')
