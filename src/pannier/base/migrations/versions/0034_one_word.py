"""What orders on demand knew of moments told to recipients joins what all of planning goes by."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None

# What was noted is until when they come: the moment told, and half an hour. Words of before a day had its own are old.
MOVE = """
    insert into told_moments (id, org_id, hub_id, service_date, order_id, starts_at, created_at)
    select gen_random_uuid(), desk.org_id, desk.hub_id, day.key::date, word.key::uuid,
        (word.value #>> '{}')::timestamptz - interval '30 minutes', now()
    from on_demand_desks desk
        cross join lateral jsonb_each(desk.told) day
        cross join lateral jsonb_each(
            case jsonb_typeof(day.value) when 'object' then day.value else '{}'::jsonb end
        ) word
    on conflict (org_id, order_id, service_date) do nothing
"""


def upgrade() -> None:
    """Move the words; what was told when a route went out counts before them."""
    op.get_bind().exec_driver_sql(MOVE)
    op.drop_column('on_demand_desks', 'told')


def downgrade() -> None:
    """Give desks their column back; they note anew what they meet."""
    told = sa.Column(
        'told', postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default=sa.text("'{}'")
    )
    op.add_column('on_demand_desks', told)
    op.alter_column('on_demand_desks', 'told', server_default=None)
