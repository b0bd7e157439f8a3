"""Limits, other capacities and equipment of vehicles, overtime and own ends of shifts, loads and prizes of orders.

And what a kilogram CO2e counts in an organisation's plans.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

# Table, column, type, and what rows that are there already hold; None where the column may be null.
COLUMNS = (
    ('vehicles', 'service_percent', sa.BigInteger(), None),
    ('vehicles', 'capacities', postgresql.JSONB(astext_type=sa.Text()), '{}'),
    ('vehicles', 'equipment', postgresql.JSONB(astext_type=sa.Text()), '[]'),
    ('vehicles', 'shift_distance_m', sa.BigInteger(), None),
    ('vehicles', 'shift_duration_s', sa.BigInteger(), None),
    ('vehicles', 'shift_stops', sa.BigInteger(), None),
    ('vehicles', 'trip_distance_m', sa.BigInteger(), None),
    ('vehicles', 'trip_duration_s', sa.BigInteger(), None),
    ('vehicles', 'trip_stops', sa.BigInteger(), None),
    ('shifts', 'overtime_s', sa.BigInteger(), '0'),
    ('shifts', 'overtime_per_hour_cents', sa.BigInteger(), '0'),
    ('shifts', 'start_lon', sa.Float(precision=53), None),
    ('shifts', 'start_lat', sa.Float(precision=53), None),
    ('shifts', 'end_lon', sa.Float(precision=53), None),
    ('shifts', 'end_lat', sa.Float(precision=53), None),
    ('orders', 'other_loads', postgresql.JSONB(astext_type=sa.Text()), '{}'),
    ('orders', 'prize_cents', sa.BigInteger(), None),
    ('organisations', 'co2e_cents_per_kg', sa.BigInteger(), '0'),
)


def upgrade() -> None:
    """Change the tables."""
    for table, name, kind, usual in COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=usual is None, server_default=usual))
        if usual is not None:
            op.alter_column(table, name, server_default=None)


def downgrade() -> None:
    """Take the change back."""
    for table, name, _, _ in reversed(COLUMNS):
        op.drop_column(table, name)
