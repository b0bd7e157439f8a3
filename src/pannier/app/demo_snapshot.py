"""Keep the prepared day beside the database, so that a second demo starts at once instead of planning again."""

import json
import shutil
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from pannier.base.postgres import EmbeddedPostgres, find_running
from pannier.base.postgres.urls import DATABASE

_TABLES = """
select c.relname, array_agg(a.attname::text order by a.attnum) from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'alembic_version'
group by 1 order by 1
"""
_SEQUENCES = (
    "select sequencename, last_value from pg_sequences where schemaname = 'public' and last_value is not null"
)
Tables = dict[str, list[str]]


def keep(data: Path, folder: Path) -> None:
    """Write all rows of the running server's database into files, as of one moment."""
    urls = find_running(data)
    if urls is None:
        raise RuntimeError(f"No server runs on {data}; a snapshot is taken from a running one.")
    draft = folder.with_name(folder.name + ".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    with psycopg.connect(urls.owner_url) as db:
        db.execute("set transaction isolation level repeatable read")
        db.execute("select set_config('pannier.system', 'on', false)")
        tables: Tables = dict(db.execute(_TABLES).fetchall())
        for table, columns in tables.items():
            _write(db, table, columns, draft)
        about = {
            "revision": _revision(db),
            "tables": tables,
            "sequences": dict(db.execute(_SEQUENCES).fetchall()),
        }
    (draft / "about.json").write_text(json.dumps(about))
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)


def restore(data: Path, folder: Path) -> bool:
    """Put the rows back into the database of a folder that nobody serves; False when they do not fit it any more."""
    try:
        about: dict[str, Any] = json.loads((folder / "about.json").read_text())
    except (FileNotFoundError, ValueError):
        return False
    with EmbeddedPostgres(data) as server, psycopg.connect(server.superuser_url(DATABASE)) as db:
        if _revision(db) != about["revision"] or dict(db.execute(_TABLES).fetchall()) != about["tables"]:
            return False
        # Neither triggers nor foreign keys get in the way: the rows were whole when they were written.
        db.execute("set session_replication_role = replica")
        names = sql.SQL(", ").join(map(sql.Identifier, about["tables"]))
        db.execute(sql.SQL("truncate {}").format(names))
        for table, columns in about["tables"].items():
            _read(db, table, columns, folder)
        for sequence, value in about["sequences"].items():
            db.execute("select setval(%s, %s)", (sequence, value))
    return True


def _revision(db: psycopg.Connection) -> str:
    rows = db.execute("select version_num from alembic_version order by 1").fetchall()
    return ",".join(row[0] for row in rows)


def _write(db: psycopg.Connection, table: str, columns: list[str], folder: Path) -> None:
    query = sql.SQL("copy (select {} from {}) to stdout (format binary)").format(
        _list(columns), sql.Identifier(table)
    )
    with (folder / f"{table}.bin").open("wb") as file, db.cursor().copy(query) as rows:
        for block in rows:
            file.write(block)


def _read(db: psycopg.Connection, table: str, columns: list[str], folder: Path) -> None:
    query = sql.SQL("copy {} ({}) from stdin (format binary)").format(sql.Identifier(table), _list(columns))
    with db.cursor().copy(query) as rows:
        rows.write((folder / f"{table}.bin").read_bytes())


def _list(columns: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))
