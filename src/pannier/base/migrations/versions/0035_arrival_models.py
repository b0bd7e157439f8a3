"""What is learned of how long things take, by hub."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import pannier.base.database
from pannier.base.row_security import RULES_BY_NAME, policy_statements

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        'arrival_models',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('org_id', sa.Uuid(), nullable=False),
        sa.Column('hub_id', sa.Uuid(), nullable=False),
        sa.Column('since', sa.Date(), nullable=False),
        sa.Column('until', sa.Date(), nullable=False),
        sa.Column('rounds', sa.BigInteger(), nullable=False),
        sa.Column('model', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('measured', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('created_at', pannier.base.database.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_arrival_models')),
    )
    op.create_index(op.f('ix_arrival_models_org_id'), 'arrival_models', ['org_id'])
    op.create_index('uq_arrival_models_hub_until', 'arrival_models', ['org_id', 'hub_id', 'until'], unique=True)
    for statement in policy_statements('arrival_models', RULES_BY_NAME['Tenant']):
        op.execute(statement)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('arrival_models')
