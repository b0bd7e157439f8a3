"""Charging stations on the way, and stops that charge there."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import pannier.base.database
from pannier.base.row_security import RULES_BY_NAME, policy_statements

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        'charging_stations',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('org_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('lon', sa.Float(precision=53), nullable=False),
        sa.Column('lat', sa.Float(precision=53), nullable=False),
        sa.Column('power_w', sa.BigInteger(), nullable=False),
        sa.Column('kinds', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('active', sa.Boolean(), nullable=False),
        sa.Column('created_at', pannier.base.database.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_charging_stations')),
    )
    op.create_index(op.f('ix_charging_stations_org_id'), 'charging_stations', ['org_id'])
    op.create_index('uq_charging_stations_name', 'charging_stations', ['org_id', 'name'], unique=True)
    for statement in policy_statements('charging_stations', RULES_BY_NAME['Tenant']):
        op.execute(statement)
    op.add_column('stops', sa.Column('station_id', sa.Uuid(), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column('stops', 'station_id')
    op.drop_table('charging_stations')
