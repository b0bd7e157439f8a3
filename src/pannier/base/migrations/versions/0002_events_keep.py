"""Events can only be added: the database itself refuses to change, delete or empty them, as for the ledger."""

from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

GUARDS = (
    """
    create or replace function events_refuse() returns trigger language plpgsql as $$
    begin
        raise exception 'The event log is append-only; record another event instead.'
            using errcode = 'integrity_constraint_violation';
    end $$
    """,
    """
    create or replace trigger events_keep_rows before update or delete on events
        for each row execute function events_refuse()
    """,
    """
    create or replace trigger events_keep_all before truncate on events
        for each statement execute function events_refuse()
    """,
)


def upgrade() -> None:
    """Guard the events."""
    for statement in GUARDS:
        op.execute(statement)


def downgrade() -> None:
    """Take the guards away."""
    op.execute("drop trigger events_keep_rows on events")
    op.execute("drop trigger events_keep_all on events")
    op.execute("drop function events_refuse()")
