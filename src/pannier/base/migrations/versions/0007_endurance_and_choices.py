"""How plans hold on days that are not as planned, and several plans of one run to choose from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.add_column('plans', sa.Column('endurance', postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.add_column('plans', sa.Column('choice', postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.add_column('plans', sa.Column('choice_of', sa.Uuid(), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    for name in ('choice_of', 'choice', 'endurance'):
        op.drop_column('plans', name)
