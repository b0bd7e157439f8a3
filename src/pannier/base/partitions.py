"""Day partitions of a table: one part a day (UTC), dropped as a whole when its time is over.

The DEFAULT partition takes what has no day of its own, so that no row is ever refused for its time.
"""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, text


def default_partition(table: str) -> str:
    """Return the statement that makes the DEFAULT partition; run after the table is created."""
    return f"create table if not exists {table}_default partition of {table} default"


def ensure_days(connection: Connection, table: str, column: str, *, first: date, days: int) -> list[str]:
    """Make the partitions of so many days; the owner of the table runs it. Return the names of new ones.

    A day whose rows lie in the DEFAULT partition already stays there: it was too late to make it.
    """
    made = []
    for day in (first + timedelta(days=n) for n in range(days)):
        name, (start, end) = _name(table, day), _bounds(day)
        if _exists(connection, name) or _in_default(connection, table, column, start, end):
            continue
        connection.exec_driver_sql(
            f"create table {name} partition of {table}"
            f" for values from ('{start.isoformat()}') to ('{end.isoformat()}')"
        )
        made.append(name)
    return made


def drop_before(connection: Connection, table: str, column: str, day: date) -> list[str]:
    """Drop all that is older than `day`; return the names of the partitions that went."""
    names = [name for name in partition_names(connection, table) if name < _name(table, day)]
    for name in names:
        connection.exec_driver_sql(f"drop table {name}")
    start, _ = _bounds(day)
    connection.execute(text(f"delete from {table}_default where {column} < :start"), {"start": start})  # noqa: S608
    return names


def partition_names(connection: Connection, table: str) -> list[str]:
    """List the day partitions, oldest first."""
    query = text(
        "select child.relname from pg_inherits join pg_class child on child.oid = inhrelid"
        " join pg_class parent on parent.oid = inhparent where parent.relname = :table order by 1"
    )
    names = connection.scalars(query, {"table": table})
    return [name for name in names if name != f"{table}_default"]


def _exists(connection: Connection, name: str) -> bool:
    return connection.scalar(text("select to_regclass(:name)"), {"name": name}) is not None


def _in_default(connection: Connection, table: str, column: str, start: datetime, end: datetime) -> bool:
    query = f"select 1 from {table}_default where {column} >= :start and {column} < :end limit 1"  # noqa: S608
    return connection.scalar(text(query), {"start": start, "end": end}) is not None


def _name(table: str, day: date) -> str:
    return f"{table}_{day:%Y_%m_%d}"


def _bounds(day: date) -> tuple[datetime, datetime]:
    start = datetime.combine(day, time(), UTC)
    return start, start + timedelta(days=1)
