"""PgQueuer behind Pannier's jobs: enqueue from the log reader, run in threads of a worker."""

import asyncio
import json
import threading
import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import psycopg
import structlog
from pgqueuer import PgQueuer
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from pgqueuer.db import PsycopgDriver, SyncDriver
from pgqueuer.models import Job as QueueEntry
from pgqueuer.queries import SyncQueries
from psycopg import RawCursor
from psycopg.rows import dict_row
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from pannier.base import jobs
from pannier.base.eventlog import LogEntry

log = structlog.get_logger(__name__)
ENTRYPOINT = "run_job"


class _InTransaction(SyncDriver):
    """Lets PgQueuer insert on the reader's own connection, so that bookmark and entry move together."""

    def __init__(self, db: Session) -> None:
        self._connection: Any = db.connection().connection.driver_connection

    def fetch(self, query: str, *args: Any) -> list[dict[str, Any]]:
        """Run one statement in PostgreSQL's own placeholder style."""
        with RawCursor(self._connection, row_factory=dict_row) as cursor:
            cursor.execute(query, args or None)
            return cursor.fetchall()


def install_statements() -> tuple[str, ...]:
    """Return the statements that make the queue's own tables, for the migration that brings them."""
    # Colons are bind marks to SQLAlchemy; the statement has none, only casts and literals.
    return (QueryBuilderEnvironment().build_install_query().replace(":", r"\:"),)


def enqueue_requested(db: Session, entry: LogEntry) -> None:
    """Hand a requested job to the queue; a repeat of the same job is skipped."""
    payload = json.dumps({"job_id": str(entry.event.job_id), "org_id": str(entry.org_id)}).encode()
    SyncQueries(_InTransaction(db)).enqueue(
        ENTRYPOINT, payload, dedupe_key=str(entry.event.job_id), on_conflict="skip"
    )


class JobRunner:
    """Takes entries from the queue and runs them, a few at a time, until stopped."""

    def __init__(
        self,
        url: str,
        handlers: Mapping[str, jobs.Handler],
        *,
        bind: Engine | None = None,
        at_once: int = 3,
        retake_after_s: float = 30.0,
    ) -> None:
        self._url = url
        self._handlers = handlers
        self._bind = bind
        self._at_once = at_once
        self._retake = timedelta(seconds=retake_after_s)
        self._queue: PgQueuer | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="jobs")

    def start(self) -> None:
        """Begin to take jobs."""
        self._thread.start()

    def stop(self, timeout_s: float = 15.0) -> None:
        """Take no more jobs and wait for the running ones; those that take longer are taken again later."""
        self._stopping.set()
        if self._loop is not None and self._queue is not None:
            self._loop.call_soon_threadsafe(self._queue.shutdown.set)
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                asyncio.run(self._serve())
            except (psycopg.Error, OSError) as error:
                log.warning("jobs.waiting", error=str(error))
                self._stopping.wait(1.0)

    async def _serve(self) -> None:
        connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
        async with connection, PsycopgDriver(connection) as driver:
            queue = PgQueuer(driver)
            self._loop, self._queue = asyncio.get_running_loop(), queue
            queue.entrypoint(ENTRYPOINT, concurrency_limit=self._at_once)(self._take)
            await queue.run(
                dequeue_timeout=timedelta(seconds=1), batch_size=self._at_once, heartbeat_timeout=self._retake
            )

    async def _take(self, entry: QueueEntry) -> None:
        names = json.loads(entry.payload or b"{}")
        job_id, org_id = uuid.UUID(names["job_id"]), uuid.UUID(names["org_id"])
        await asyncio.to_thread(jobs.run, job_id, org_id, self._handlers, self._bind)
