"""How riders are planned: rules of working time, even work, areas they know; and what they worked."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import pannier.base.database
from pannier.base.row_security import RULES_BY_NAME, policy_statements

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

JSON = postgresql.JSONB(astext_type=sa.Text())
# Table, column, type, and what rows that are there already hold; None where the column may be null.
COLUMNS = (
    ('vehicles', 'eu_driving_times', sa.Boolean(), 'false'),
    ('riders', 'work_time_rules', sa.Text(), None),
    ('riders', 'area_zone_ids', JSON, '[]'),
    ('tasks', 'unkept', JSON, '[]'),
)


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        'fleet_rules',
        *_owned(),
        sa.Column('work_time_rules', sa.Text(), nullable=True),
        sa.Column('split_breaks', sa.Boolean(), nullable=False),
        sa.Column('fair_hours_cents', sa.BigInteger(), nullable=False),
        sa.Column('fair_stops_cents', sa.BigInteger(), nullable=False),
        sa.Column('familiar_area_cents', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_fleet_rules')),
    )
    op.create_index('uq_fleet_rules_org_id', 'fleet_rules', ['org_id'], unique=True)
    op.create_table(
        'work_records',
        *_owned(),
        sa.Column('rider_id', sa.Uuid(), nullable=False),
        sa.Column('shift_id', sa.Uuid(), nullable=True),
        sa.Column('started_at', _moment(), nullable=False),
        sa.Column('ended_at', _moment(), nullable=True),
        sa.Column('break_s', sa.BigInteger(), nullable=False),
        sa.Column('rested_until', _moment(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_work_records')),
    )
    op.create_index('ix_work_records_rider', 'work_records', ['org_id', 'rider_id', 'started_at'])
    for table in ('fleet_rules', 'work_records'):
        op.create_index(op.f(f'ix_{table}_org_id'), table, ['org_id'])
        for statement in policy_statements(table, RULES_BY_NAME['Tenant']):
            op.execute(statement)
    for table, name, kind, usual in COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=usual is None, server_default=usual))
        if usual is not None:
            op.alter_column(table, name, server_default=None)


def _moment() -> pannier.base.database.Moment:
    return pannier.base.database.Moment(timezone=True)


def _owned() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('org_id', sa.Uuid(), nullable=False),
        sa.Column('created_at', _moment(), nullable=False),
    )


def downgrade() -> None:
    """Take the change back."""
    for table, name, _, _ in reversed(COLUMNS):
        op.drop_column(table, name)
    op.drop_table('work_records')
    op.drop_table('fleet_rules')
