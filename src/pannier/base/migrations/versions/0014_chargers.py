"""Plugs, hours and prices of chargers, what the grid emits by hour, and what charges on a route cost and emit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import pannier.base.database
from pannier.base.row_security import RULES_BY_NAME, policy_statements

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

FIGURES = ('charge_wh', 'charge_cents', 'charge_co2e_g')


def upgrade() -> None:
    """Change the tables."""
    hub_id = sa.Column('hub_id', sa.Uuid(), nullable=False)
    charger = sa.Column('charger', postgresql.JSONB(astext_type=sa.Text()), nullable=False)
    g_per_kwh = sa.Column('g_per_kwh', postgresql.JSONB(astext_type=sa.Text()), nullable=False)
    for table, columns in (('hub_chargers', (hub_id, charger)), ('grid_hours', (g_per_kwh,))):
        op.create_table(
            table,
            sa.Column('id', sa.Uuid(), nullable=False),
            sa.Column('org_id', sa.Uuid(), nullable=False),
            *columns,
            sa.Column('created_at', pannier.base.database.Moment(timezone=True), nullable=False),
            sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}')),
        )
        op.create_index(op.f(f'ix_{table}_org_id'), table, ['org_id'])
        for statement in policy_statements(table, RULES_BY_NAME['Tenant']):
            op.execute(statement)
    op.create_index('uq_hub_chargers_hub_id', 'hub_chargers', ['hub_id'], unique=True)
    op.create_index('uq_grid_hours_org_id', 'grid_hours', ['org_id'], unique=True)
    op.add_column(
        'charging_stations',
        sa.Column('charger', postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default='{}'),
    )
    op.alter_column('charging_stations', 'charger', server_default=None)
    for name in FIGURES:
        op.add_column('stops', sa.Column(name, sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    for name in reversed(FIGURES):
        op.drop_column('stops', name)
    op.drop_column('charging_stations', 'charger')
    op.drop_table('grid_hours')
    op.drop_table('hub_chargers')
