"""The day partitions of the position history."""

from datetime import date

from sqlalchemy import DDL, Connection, Table, event

from pannier.base import partitions
from pannier.tracking.models import Position

TABLE, COLUMN = "positions", "device_time"
STATEMENTS = (partitions.default_partition(TABLE),)
"""What a migration runs after it has created `positions`."""


def ensure_days(connection: Connection, first: date, days: int) -> list[str]:
    """Make the partitions of so many days; the owner of the tables runs it. Return the names of new ones."""
    return partitions.ensure_days(connection, TABLE, COLUMN, first=first, days=days)


def drop_before(connection: Connection, day: date) -> list[str]:
    """Drop all positions of the days before `day`; return the names of the partitions that went."""
    return partitions.drop_before(connection, TABLE, COLUMN, day)


if isinstance(Position.__table__, Table):
    for _statement in STATEMENTS:
        event.listen(Position.__table__, "after_create", DDL(_statement))  # type: ignore[no-untyped-call]
