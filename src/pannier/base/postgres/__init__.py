"""Start and stop Pannier's own PostgreSQL, or prepare one that is given by URL.

`embedded` is the way in. The rest, in the order of a start: `binaries` and `account` (what runs, as whom),
`home` (where things lie), `lock`, `leftover` (what a crash left), `cluster` (initdb), `tuning`,
`process` with `child` (the running server), `roles` (who may do what), `urls`.
"""

from pannier.base.postgres.embedded import EmbeddedPostgres, erase, find_running
from pannier.base.postgres.errors import (
    DataFolderInUse,
    NoPostgres,
    PostgresError,
    PostgresFailed,
    PostgresUnsuitable,
)
from pannier.base.postgres.external import server_from_url
from pannier.base.postgres.tuning import Options
from pannier.base.postgres.urls import Urls

__all__ = [
    "DataFolderInUse",
    "EmbeddedPostgres",
    "NoPostgres",
    "Options",
    "PostgresError",
    "PostgresFailed",
    "PostgresUnsuitable",
    "Urls",
    "erase",
    "find_running",
    "server_from_url",
]
