"""Who may do what: an owner for the migrations, and a runtime role bound by row-level security."""

import psycopg
from psycopg import sql

from pannier.base.postgres.urls import APP, DATABASE, OWNER

_RIGHTS = (
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE, CREATE ON SCHEMA public TO {owner}",
    "GRANT USAGE ON SCHEMA public TO {app}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public "
    "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
)


def ensure_roles(db: psycopg.Connection, passwords: dict[str, str]) -> None:
    """Make the two log-in roles unless they exist; neither is a superuser or passes row-level security."""
    known = {str(name) for (name,) in db.execute("SELECT rolname FROM pg_roles")}
    for role in (OWNER, APP):
        if role not in known:
            # Sent as a SCRAM verifier, so that no log can ever show the password.
            verifier = db.pgconn.encrypt_password(passwords[role].encode(), role.encode(), b"scram-sha-256")
            db.execute(
                sql.SQL(
                    "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}"
                ).format(sql.Identifier(role), sql.Literal(verifier.decode()))
            )


def ensure_database(db: psycopg.Connection, name: str = DATABASE, *, template: str | None = None) -> None:
    """Make the database of the owner unless it exists, empty or as a copy; `db` must be in autocommit."""
    if db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return
    create = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template or "template1")
    )
    db.execute(create)
    db.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    db.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(name), sql.Identifier(APP))
    )


def ensure_rights(db: psycopg.Connection, *, owner: str = OWNER, app: str = APP) -> None:
    """Let the runtime role read and write the rows of all tables, those of later migrations included."""
    for statement in _RIGHTS:
        db.execute(sql.SQL(statement).format(owner=sql.Identifier(owner), app=sql.Identifier(app)))
