"""Alembic's entry point: runs the migrations on the connection that `base.schema` hands over."""

from alembic import context
from sqlalchemy.engine import Connection

from pannier.base.database import Base

IGNORED_PREFIXES = ("pgqueuer", "positions_")


def _include(name: str | None, kind: str, parents: object) -> bool:
    """Leave alone the queue's own tables and the daily partitions, which are made at run time."""
    return not (kind == "table" and name is not None and name.startswith(IGNORED_PREFIXES))


def _run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, include_name=_include)
    with context.begin_transaction():
        context.run_migrations()


_run(context.config.attributes["connection"])
