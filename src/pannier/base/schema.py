"""Bring a database to the present schema, or write the next migration; Alembic does the work."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool

from pannier.base.scope import SYSTEM, tell_database
from pannier.base.transactions import sqlalchemy_url

# Two servers that start at once on one database must not migrate it twice.
LOCK = 0x70616E6E


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def upgrade(owner_url: str) -> None:
    """Run all migrations that the database has not seen; `owner_url` may create tables."""
    with _migrating(owner_url) as connection:
        command.upgrade(_config(connection), "head")


def downgrade(owner_url: str, revision: str) -> None:
    """Take back all migrations after `revision`, with what only they can hold (developers only)."""
    with _migrating(owner_url) as connection:
        command.downgrade(_config(connection), revision)


@contextmanager
def _migrating(owner_url: str) -> Iterator[Connection]:
    """Open the one transaction of all migrations, which sees the rows of every organisation.

    Row security binds a table's owner too: without a scope, statements that change rows would find none.
    """
    engine = create_engine(sqlalchemy_url(owner_url), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        tell_database(connection, SYSTEM)
        yield connection


def is_current(owner_url: str) -> bool:
    """Tell whether the database has seen all migrations."""
    engine = create_engine(sqlalchemy_url(owner_url), poolclass=NullPool)
    with engine.connect() as connection:
        seen = MigrationContext.configure(connection).get_current_heads()
    return set(seen) == set(ScriptDirectory.from_config(_config()).get_heads())


def write_revision(owner_url: str, message: str) -> None:
    """Write the migration from the database's schema to the models (developers only)."""
    engine = create_engine(sqlalchemy_url(owner_url), poolclass=NullPool)
    with engine.connect() as connection:
        command.revision(_config(connection), message=message, autogenerate=True)


def differences(owner_url: str) -> list[Any]:
    """Return how the database differs from the models; empty when the migrations are complete."""
    from alembic.autogenerate import compare_metadata

    from pannier.base.database import Base

    engine = create_engine(sqlalchemy_url(owner_url), poolclass=NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_name": lambda name, kind, parents: (
                    not str(name).startswith(("pgqueuer", "positions_"))
                )
            },
        )
        return list(compare_metadata(context, Base.metadata))
