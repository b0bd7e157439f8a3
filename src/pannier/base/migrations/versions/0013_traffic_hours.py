"""Hours at which ways take longer."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import pannier.base.database
from pannier.base.row_security import RULES_BY_NAME, policy_statements

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        'traffic_hours',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('org_id', sa.Uuid(), nullable=False),
        sa.Column('position', sa.BigInteger(), nullable=False),
        sa.Column('kinds', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('weekdays', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('begins', sa.Text(), nullable=False),
        sa.Column('ends', sa.Text(), nullable=False),
        sa.Column('longer_percent', sa.BigInteger(), nullable=False),
        sa.Column('zone_id', sa.Uuid(), nullable=True),
        sa.Column('created_at', pannier.base.database.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_traffic_hours')),
    )
    op.create_index(op.f('ix_traffic_hours_org_id'), 'traffic_hours', ['org_id'])
    for statement in policy_statements('traffic_hours', RULES_BY_NAME['Tenant']):
        op.execute(statement)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('traffic_hours')
