"""Orders on demand note when a rider did not answer, not only who: that rider may be asked again after a while."""

from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables; who did not answer before is asked again."""
    op.execute("update on_demand_orders set refused = '{}'")


def downgrade() -> None:
    """Take the change back."""
    op.execute("update on_demand_orders set refused = '[]'")
