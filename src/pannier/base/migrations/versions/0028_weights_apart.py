"""Routes tell what is paid apart from what only weighs in the search."""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what counts besides; routes made before have it in their cost, and say that they do not know."""
    op.add_column('routes', sa.Column('weights_cents', sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Take it away."""
    op.drop_column('routes', 'weights_cents')
