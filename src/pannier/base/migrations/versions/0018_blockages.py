"""Blocked streets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import pannier.base.database
from pannier.base.row_security import RULES_BY_NAME, policy_statements

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        'blockages',
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('kinds', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('polygon', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('starts_at', pannier.base.database.Moment(timezone=True), nullable=False),
        sa.Column('ends_at', pannier.base.database.Moment(timezone=True), nullable=False),
        sa.Column('blocked_by', sa.Text(), nullable=False),
        sa.Column('removed_at', pannier.base.database.Moment(timezone=True), nullable=True),
        sa.Column('org_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('created_at', pannier.base.database.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_blockages')),
    )
    op.create_index(op.f('ix_blockages_org_id'), 'blockages', ['org_id'])
    for statement in policy_statements('blockages', RULES_BY_NAME['Tenant']):
        op.execute(statement)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('blockages')
