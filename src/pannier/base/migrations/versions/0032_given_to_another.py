"""Routes tell when a person gave them to another shift."""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the moment; of routes given away before nobody noted it."""
    op.add_column('routes', sa.Column('reassigned_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it away."""
    op.drop_column('routes', 'reassigned_at')
