"""What an organisation says its kinds of vehicles cost, from which service day on."""

import sqlalchemy as sa
from alembic import op

import pannier.base.database
from pannier.base.row_security import RULES_BY_NAME, policy_statements

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        'kind_costs',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('org_id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('since', sa.Date(), nullable=False),
        sa.Column('fixed_cents', sa.BigInteger(), nullable=True),
        sa.Column('per_hour_cents', sa.BigInteger(), nullable=True),
        sa.Column('per_km_cents', sa.Float(precision=53), nullable=True),
        sa.Column('per_kwh_cents', sa.Float(precision=53), nullable=True),
        sa.Column('created_at', pannier.base.database.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_kind_costs')),
    )
    op.create_index(op.f('ix_kind_costs_org_id'), 'kind_costs', ['org_id'])
    op.create_index('uq_kind_costs_kind_since', 'kind_costs', ['org_id', 'kind', 'since'], unique=True)
    for statement in policy_statements('kind_costs', RULES_BY_NAME['Tenant']):
        op.execute(statement)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('kind_costs')
