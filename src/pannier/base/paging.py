"""Cursor paging: stable under inserts, no counting."""

import base64
import json
from collections.abc import Callable, Sequence
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from pannier.base.problems import Invalid

MAX_LIMIT = 500


class Page[T](BaseModel):
    """One page of a list; pass `next_cursor` as `cursor` to read on, null means the end."""

    items: list[T]
    next_cursor: str | None = None


def page[R, T](
    db: Session,
    query: Select[R],
    keys: Sequence[InstrumentedAttribute[Any]],
    show: Callable[[R], T],
    *,
    cursor: str | None,
    limit: int,
    descending: bool = False,
) -> Page[T]:
    """Return up to `limit` rows of `query` after `cursor`, ordered by `keys` (the last one unique).

    Raises Invalid for a cursor that did not come from this list.
    """
    if cursor is not None:
        here, last = tuple_(*keys), tuple_(*_read(cursor, keys))
        query = query.where(here < last if descending else here > last)
    order = [key.desc() for key in keys] if descending else list(keys)
    rows: list[R] = list(db.scalars(query.order_by(*order).limit(limit + 1)))
    more = len(rows) > limit
    rows = rows[:limit]
    return Page[T](items=[show(row) for row in rows], next_cursor=_write(rows[-1], keys) if more else None)


def _write(row: object, keys: Sequence[InstrumentedAttribute[Any]]) -> str:
    values = [str(getattr(row, key.key)) for key in keys]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


def _read(cursor: str, keys: Sequence[InstrumentedAttribute[Any]]) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        if not isinstance(values, list) or len(values) != len(keys):
            raise ValueError
        return [_parse(value, key) for value, key in zip(values, keys, strict=True)]
    except (ValueError, TypeError) as error:
        raise Invalid(
            "The cursor is not one that this list gave out; start again without it.", pointer="cursor"
        ) from error


def _parse(value: str, key: InstrumentedAttribute[Any]) -> Any:
    python_type = key.type.python_type
    if hasattr(python_type, "fromisoformat"):
        return python_type.fromisoformat(value)
    return python_type(value)
