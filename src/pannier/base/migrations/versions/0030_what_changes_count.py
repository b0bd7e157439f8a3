"""What changes of a running day count."""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None

COLUMNS = (('rider_changed_cents', '200'), ('promise_moved_cents', '300'))


def upgrade() -> None:
    """Change the tables."""
    for name, usual in COLUMNS:
        op.add_column('fleet_rules', sa.Column(name, sa.BigInteger(), nullable=False, server_default=usual))
        op.alter_column('fleet_rules', name, server_default=None)


def downgrade() -> None:
    """Take the change back."""
    for name, _ in COLUMNS:
        op.drop_column('fleet_rules', name)
