"""Write many rows of one table in one short statement: columns as arrays, taken apart by the database.

Several times cheaper than one VALUES list for the hot paths. The caller names every column, `org_id` among them, and
row-level security checks each row.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Table, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from pannier.base.database import Base

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


def insert_columns(
    db: Session,
    entity: type[Base],
    columns: Mapping[str, Sequence[Any]],
    *,
    returning: Sequence[str],
) -> Sequence[Row[Any]]:
    """Insert rows given by columns and return what was inserted; rows that are there already are left out."""
    table = _table(entity)
    statement = f"{_insert(table, columns)} on conflict do nothing returning {', '.join(returning)}"
    return db.execute(text(statement), dict(columns)).all()


def upsert_columns(
    db: Session,
    entity: type[Base],
    columns: Mapping[str, Sequence[Any]],
    *,
    key: Sequence[str],
    newer_by: str,
) -> None:
    """Insert rows given by columns, or replace the row with the same key where `newer_by` is greater."""
    table = _table(entity)
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in {*key, "id"})
    statement = (
        f"{_insert(table, columns)} on conflict ({', '.join(key)}) do update set {changes}"
        f" where excluded.{newer_by} > {table.name}.{newer_by}"
    )
    db.execute(text(statement), dict(columns))


def _insert(table: Table, columns: Mapping[str, Sequence[Any]]) -> str:
    # Only names and types of our own tables stand in the text; all values are bound.
    names = ", ".join(columns)
    arrays = ", ".join(f"cast(:{name} as {_type(table, name)}[])" for name in columns)
    return f"insert into {table.name} ({names}) select * from unnest({arrays}) as given({names})"  # noqa: S608


def _type(table: Table, name: str) -> str:
    return str(table.c[name].type.compile(_DIALECT))


def _table(entity: type[Base]) -> Table:
    table = entity.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{entity.__name__} is no table.")
    return table
