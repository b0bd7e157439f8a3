"""Routes of the installation itself: health, clock, jobs."""

import uuid
from datetime import datetime
from typing import Annotated

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import AwareDatetime
from sqlalchemy import text
from starlette.responses import Response

from pannier.base import clock, jobs, readers
from pannier.base.edge import Edge, PublicEdge, Router, may, public
from pannier.base.job_schemas import JobOut
from pannier.base.problems import Conflict
from pannier.base.schemas import In, Out

router = Router(tags=["system"])


class HealthOut(Out):
    """Whether the process is alive."""

    status: str


class ReadyOut(Out):
    """Whether all parts work.

    `behind` counts events that readers still have to take, `parked` those that they gave up on after several tries,
    `failed_jobs` long work that ended with an error.
    """

    status: str
    behind: dict[str, int]
    parked: dict[str, int]
    failed_jobs: int


class ClockOut(Out):
    """Pannier's time; `factor` seconds pass in one real second, `running` is false for a clock that jumps."""

    now: datetime
    factor: float
    running: bool


class ClockIn(In):
    """Where the demo clock shall jump to, never backwards, and whether it shall run from there or stand still."""

    now: AwareDatetime | None = None
    run: bool | None = None
    """True lets a held clock run, false holds one that runs; without it the clock stays as it is."""


class ClockRuns(Conflict):
    """The clock moves by itself and cannot be set."""

    code = "clock_runs"
    title = "The clock cannot be set"


@router.get("/healthz")
def healthz(edge: Annotated[PublicEdge, public()]) -> HealthOut:
    """Tell whether this process is alive."""
    return HealthOut(status="ok")


@router.get("/readyz")
def readyz(edge: Annotated[PublicEdge, public()]) -> ReadyOut:
    """Tell whether the database answers and how far the readers of the event log are behind."""
    edge.db.execute(text("select 1"))
    parked = readers.all_parked(edge.db)
    return ReadyOut(
        status="ok", behind=readers.all_behind(edge.db), parked=parked, failed_jobs=jobs.count_failed(edge.db)
    )


@router.get("/metrics", include_in_schema=False)
def metrics(edge: Annotated[Edge, may("reports:read")]) -> Response:
    """Give the process's figures to Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@router.get("/v1/clock")
def read_clock(edge: Annotated[PublicEdge, public()]) -> ClockOut:
    """Tell Pannier's time, so that browsers and phones show the same."""
    reading = clock.read()
    return ClockOut(now=reading.now, factor=reading.factor, running=reading.running)


@router.post("/v1/demo/clock")
def set_clock(body: ClockIn, edge: Annotated[Edge, may("hubs:write")]) -> ClockOut:
    """Let the demo clock jump, run on or stand still; only where the server was started with a demo's clock."""
    if body.run is False:
        clock.hold()
    if not clock.moves_when_told():
        raise ClockRuns("This server's clock moves by itself; start it with PANNIER_CLOCK_JUMP=1 to set it.")
    if body.now is not None:
        clock.jump_to(body.now)
    if body.run:
        clock.let_run()
    reading = clock.read()
    return ClockOut(now=reading.now, factor=reading.factor, running=reading.running)


@router.get("/v1/jobs/{job_id}")
def read_job(job_id: uuid.UUID, edge: Annotated[Edge, may("jobs:read")]) -> JobOut:
    """Tell how far a piece of long work is."""
    return JobOut.model_validate(jobs.get_job(edge.db, job_id))
