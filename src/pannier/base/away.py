"""Whether an error says that the database itself is away, and not that something in it is at fault."""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

_AWAY = ("08", "53", "57P")
"""Connection, resources, shutdown: first letters of SQLSTATE in PostgreSQL's table of error codes (appendix A)."""


def is_away(error: BaseException) -> bool:
    """Tell whether any other work would fail as well: no connection, no memory, or a server that stops.

    A deadlock, a lock that was waited for too long and faults of data are none: they concern one piece of work.
    """
    if isinstance(error, NoConnection | InterfaceError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    is_lost = isinstance(error, OperationalError) and state is None
    return error.connection_invalidated or is_lost or (state or "").startswith(_AWAY)
