"""Proposals keep shifts where they kept riders' names; those from before are thrown away with the names in them."""

from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.execute('DELETE FROM proposals')


def downgrade() -> None:
    """Take the change back."""
    op.execute('DELETE FROM proposals')
