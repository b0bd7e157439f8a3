"""Long work: a row that the caller can watch, and a queue entry that a worker takes after the commit.

`request` writes the row and records job.requested; a log reader hands it to PgQueuer. A worker that dies leaves its
entry with a stale heartbeat and another takes it, so handlers run at least once and must be repeatable.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import Engine, Index, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from pannier.base.database import Base, MerchantShared
from pannier.base.eventlog import record
from pannier.base.problems import NotFound, Problem
from pannier.base.scope import Scope
from pannier.base.transactions import transaction
from pannier.core.events import JobFailed, JobFinished, JobRequested

log = structlog.get_logger(__name__)
ENDED = {"finished", "error"}


class Job(MerchantShared, Base):
    """One piece of long work; `state` is pending, processing, finished or error."""

    __tablename__ = "jobs"
    # A day's searches are looked for again and again while somebody waits for them.
    __table_args__ = (Index("ix_jobs_kind", "org_id", "kind", "created_at"),)

    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="pending")
    arguments: Mapped[dict[str, Any]]
    progress: Mapped[float] = mapped_column(default=0.0)
    message: Mapped[str] = mapped_column(default="Waiting for a worker")
    result: Mapped[dict[str, Any] | None]
    error: Mapped[dict[str, Any] | None]
    requested_by: Mapped[str]


class JobNotFound(NotFound):
    """No job with this id in the caller's organisation."""

    code = "job_not_found"
    title = "Job not found"


@dataclass(frozen=True, slots=True)
class RunningJob:
    """What a handler gets: its arguments, scoped transactions, and a way to tell how far it is."""

    id: uuid.UUID
    scope: Scope
    arguments: Mapping[str, Any]
    actor: str
    bind: Engine | None = None

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open a transaction of its own in the job's scope; handlers keep them short."""
        with transaction(self.scope, actor=self.actor, bind=self.bind) as db:
            yield db

    def progress(self, share: float, message: str) -> None:
        """Tell how much is done (0 to 1) and what is being done; committed at once."""
        with self.session() as db:
            job = get_job(db, self.id)
            job.progress, job.message = round(share, 3), message


Handler = Callable[[RunningJob], dict[str, Any]]


def request(db: Session, *, kind: str, arguments: Mapping[str, Any], job_id: uuid.UUID | None = None) -> Job:
    """Ask for long work; it starts after the commit."""
    job = Job(kind=kind, arguments=dict(arguments), requested_by=str(db.info.get("actor", "system")))
    if job_id is not None:
        job.id = job_id
    db.add(job)
    db.flush()
    record(db, JobRequested(job_id=job.id, kind=kind))
    return job


def request_once(db: Session, *, kind: str, arguments: Mapping[str, Any], job_id: uuid.UUID) -> None:
    """Ask for long work, unless it was asked for by this id before."""
    if db.get(Job, job_id) is None:
        request(db, kind=kind, arguments=arguments, job_id=job_id)


def get_job(db: Session, job_id: uuid.UUID) -> Job:
    """Return a job; raise JobNotFound."""
    job = db.get(Job, job_id)
    if job is None:
        raise JobNotFound(f"Job {job_id} does not exist here; its id is in the answer that started it.")
    return job


def count_failed(db: Session) -> int:
    """Return how many jobs ended with an error; `db` is a system session."""
    return db.scalar(select(func.count()).where(Job.state == "error")) or 0


def run(
    job_id: uuid.UUID, org_id: uuid.UUID, handlers: Mapping[str, Handler], bind: Engine | None = None
) -> None:
    """Carry out one job and store its result; a Problem ends it with its sentence, other errors are raised."""
    running = _begin(job_id, org_id, bind)
    if running is None:
        return
    kind, job = running
    try:
        result = handlers[kind](job)
    except Problem as problem:
        _end(job, kind, error=problem.body())
        return
    except Exception as error:
        log.exception("job.crashed", job=str(job_id), kind=kind)
        detail = (
            f"The {kind} job stopped on a {type(error).__name__}; the server's log has it under {job_id}."
        )
        body = {"code": "internal", "title": "Unexpected error", "detail": detail, "status": 500}
        _end(job, kind, error=body)
        return
    _end(job, kind, result=result)


def _begin(job_id: uuid.UUID, org_id: uuid.UUID, bind: Engine | None) -> tuple[str, RunningJob] | None:
    with transaction(Scope(org_id), bind=bind) as db:
        row = get_job(db, job_id)
        if row.state in ENDED:
            return None
        row.state, row.message = "processing", "Started"
        scope = Scope(org_id, row.merchant_org_id)
        return row.kind, RunningJob(job_id, scope, row.arguments, row.requested_by, bind)


def _end(
    job: RunningJob, kind: str, *, result: dict[str, Any] | None = None, error: dict[str, Any] | None = None
) -> None:
    with job.session() as db:
        row = db.get_one(Job, job.id, with_for_update=True)
        if row.state in ENDED:
            # Two workers were at it, as after a heartbeat that came late; how the first ended stands.
            return
        row.result, row.error = result, error
        row.state = "error" if error else "finished"
        row.progress, row.message = (row.progress, str(error["detail"])) if error else (1.0, "Done")
        event = (
            JobFailed(job_id=job.id, kind=kind, code=str(error["code"]))
            if error
            else JobFinished(job_id=job.id, kind=kind)
        )
        record(db, event)
