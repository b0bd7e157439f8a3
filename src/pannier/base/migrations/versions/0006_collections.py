"""Where an order is collected instead of coming by the hub, which orders go together, and at which end an attempt was."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

SEALED = ('line', 'house_number', 'name', 'phone', 'notes')
TEXTS = ('postcode', 'city', 'country', 'located_how', 'match_precision', 'review_code')
COLUMNS: tuple[tuple[str, Any], ...] = (
    *((f'collect_{name}_sealed', sa.LargeBinary()) for name in SEALED),
    *((f'collect_{name}', sa.Text()) for name in TEXTS),
    ('collect_lon', sa.Float(precision=53)),
    ('collect_lat', sa.Float(precision=53)),
    ('collect_match_quality', sa.BigInteger()),
    ('collect_start', sa.DateTime(timezone=True)),
    ('collect_end', sa.DateTime(timezone=True)),
    ('collect_service_s', sa.BigInteger()),
    ('collected_at', sa.DateTime(timezone=True)),
    ('bundle', sa.Text()),
)
REVIEW = 'review_code is not null'


def upgrade() -> None:
    """Change the tables."""
    for name, kind in COLUMNS:
        op.add_column('orders', sa.Column(name, kind, nullable=True))
    op.drop_index('ix_orders_review', table_name='orders')
    either = f'{REVIEW} or collect_{REVIEW}'
    op.create_index('ix_orders_review', 'orders', ['org_id', 'id'], postgresql_where=sa.text(either))
    op.create_index('ix_orders_bundle', 'orders', ['org_id', 'bundle'], postgresql_where=sa.text('bundle is not null'))
    op.add_column('attempts', sa.Column('stage', sa.Text(), nullable=False, server_default='delivery'))
    op.alter_column('attempts', 'stage', server_default=None)


def downgrade() -> None:
    """Take the change back."""
    op.drop_column('attempts', 'stage')
    op.drop_index('ix_orders_bundle', table_name='orders')
    op.drop_index('ix_orders_review', table_name='orders')
    op.create_index('ix_orders_review', 'orders', ['org_id', 'id'], postgresql_where=sa.text(REVIEW))
    for name, _ in reversed(COLUMNS):
        op.drop_column('orders', name)
