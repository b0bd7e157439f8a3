"""Jobs are found by their kind and when they were asked for."""

from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index('ix_jobs_kind', 'jobs', ['org_id', 'kind', 'created_at'])


def downgrade() -> None:
    """Take it away."""
    op.drop_index('ix_jobs_kind', table_name='jobs')
