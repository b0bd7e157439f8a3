"""Prepare a PostgreSQL server that is given by URL, for installations that have outgrown the embedded one."""

from urllib.parse import quote

import psycopg
from psycopg import sql

from pannier.base.postgres.binaries import OLDEST_MAJOR
from pannier.base.postgres.errors import PostgresFailed, PostgresUnsuitable
from pannier.base.postgres.roles import ensure_rights
from pannier.base.postgres.urls import Urls

_CONNECT_TIMEOUT_S = 10


def server_from_url(url: str) -> Urls:
    """Check the server, make the runtime role there and return both addresses.

    `url` names an existing database and a role that may create tables in it. Work is done as the role
    `<user>_app`, which the log-in role switches to, so no second password is needed. A log-in role that
    may not create roles works as itself; it must then not pass row-level security.
    Raises PostgresFailed when the server does not answer and PostgresUnsuitable when it will not do.
    """
    try:
        with psycopg.connect(url, connect_timeout=_CONNECT_TIMEOUT_S) as db:
            _check(db)
            return Urls(url, _app_url(url, db))
    except psycopg.OperationalError as fault:
        raise PostgresFailed(f"The server in PANNIER_DATABASE_URL does not answer: {fault}") from None
    except psycopg.ProgrammingError as fault:
        raise PostgresUnsuitable(f"PANNIER_DATABASE_URL is not usable: {fault}") from None


def _check(db: psycopg.Connection) -> None:
    """Raise PostgresUnsuitable for an old server or another encoding."""
    major = db.info.server_version // 10_000
    if major < OLDEST_MAJOR:
        raise PostgresUnsuitable(f"The server is PostgreSQL {major}; Pannier needs {OLDEST_MAJOR} or newer.")
    encoding = db.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise PostgresUnsuitable(f"The database has the encoding {encoding}; create one with UTF8.")


def _app_url(url: str, db: psycopg.Connection) -> str:
    """Return the URL that works as the runtime role, which is made when missing."""
    user = db.info.user
    app = f"{user[:59]}_app"
    row = db.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    superuser, bypasses, may_create = row if row else (False, False, False)
    exists = db.execute(
        "SELECT pg_has_role(rolname, 'MEMBER') FROM pg_roles WHERE rolname = %s", [app]
    ).fetchone()
    if not exists and may_create:
        db.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOSUPERUSER NOBYPASSRLS").format(sql.Identifier(app)))
        db.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(app)))
    elif not (exists and exists[0]):
        if superuser or bypasses:
            raise PostgresUnsuitable(
                f"{user} passes row-level security and may not create {app}; use another role."
            )
        return url
    ensure_rights(db, owner=user, app=app)
    separator = "&" if "?" in url else "?"
    return f"{url}{separator}options={quote(f'-c role={app}', safe='')}"
