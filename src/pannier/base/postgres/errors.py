"""What can go wrong with PostgreSQL, each with what to do about it."""


class PostgresError(Exception):
    """Base of all errors of the launcher.

    The tree: NoPostgres (no binaries), DataFolderInUse (two servers on one folder),
    PostgresFailed (does not start or stop), PostgresUnsuitable (wrong version, rights or encoding).
    """


class NoPostgres(PostgresError):
    """No usable PostgreSQL binaries were found."""


class DataFolderInUse(PostgresError):
    """Another process serves this data folder."""


class PostgresFailed(PostgresError):
    """The server did not start, or a step of the start failed."""


class PostgresUnsuitable(PostgresError):
    """The server runs, but Pannier cannot work with it."""
