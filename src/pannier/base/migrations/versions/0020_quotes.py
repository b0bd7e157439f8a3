"""Quotes are kept for a while, and orders placed by one keep what it promised."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import pannier.base.database
from pannier.base.row_security import RULES_BY_NAME, policy_statements

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

COLUMNS: dict[str, Any] = {
    'quote_id': sa.Uuid(),
    'quoted_price_cents': sa.BigInteger(),
    'quoted_currency': sa.Text(),
    'quoted_co2e_g': sa.BigInteger(),
}


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        'quotes',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('org_id', sa.Uuid(), nullable=False),
        sa.Column('merchant_org_id', sa.Uuid(), nullable=True),
        sa.Column('hub_id', sa.Uuid(), nullable=False),
        sa.Column('service_date', sa.Date(), nullable=False),
        sa.Column('address_index', sa.LargeBinary(), nullable=False),
        sa.Column('point_index', sa.LargeBinary(), nullable=True),
        sa.Column('weight_g', sa.BigInteger(), nullable=False),
        sa.Column('volume_ml', sa.BigInteger(), nullable=False),
        sa.Column('parcels', sa.BigInteger(), nullable=False),
        sa.Column('windows', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('currency', sa.Text(), nullable=False),
        sa.Column('expires_at', pannier.base.database.Moment(timezone=True), nullable=False),
        sa.Column('created_at', pannier.base.database.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_quotes')),
    )
    op.create_index(op.f('ix_quotes_org_id'), 'quotes', ['org_id'])
    op.create_index(op.f('ix_quotes_merchant_org_id'), 'quotes', ['merchant_org_id'])
    op.create_index('ix_quotes_expiry', 'quotes', ['org_id', 'expires_at'])
    for statement in policy_statements('quotes', RULES_BY_NAME['MerchantShared']):
        op.execute(statement)
    for name, kind in COLUMNS.items():
        op.add_column('orders', sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    """Take the change back."""
    for name in COLUMNS:
        op.drop_column('orders', name)
    op.drop_table('quotes')
