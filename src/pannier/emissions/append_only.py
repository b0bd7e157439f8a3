"""The ledger can only grow: the database itself refuses to change, delete or empty it."""

from sqlalchemy import DDL, Table, event

from pannier.emissions.models import LedgerRow

# Run by the migration after the table is made, and by create_all through the listener below.
STATEMENTS = (
    """
    create or replace function emission_ledger_refuses() returns trigger language plpgsql as $$
    begin
        raise exception 'The emission ledger is append-only; enter a correction instead.'
            using errcode = 'integrity_constraint_violation';
    end $$
    """,
    """
    create or replace trigger emission_ledger_keeps_rows before update or delete on emission_ledger
        for each row execute function emission_ledger_refuses()
    """,
    """
    create or replace trigger emission_ledger_keeps_all before truncate on emission_ledger
        for each statement execute function emission_ledger_refuses()
    """,
)


def _guard(table: Table) -> None:
    for statement in STATEMENTS:
        event.listen(table, "after_create", DDL(statement))  # type: ignore[no-untyped-call]


assert isinstance(LedgerRow.__table__, Table)  # noqa: S101 (narrows the type; it is always one)
_guard(LedgerRow.__table__)
