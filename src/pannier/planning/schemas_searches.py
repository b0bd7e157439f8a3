"""A search for a plan as it is given out over HTTP."""

from datetime import datetime
from typing import Self

from pydantic import Field

from pannier.base.job_schemas import JobOut
from pannier.base.jobs import Job
from pannier.base.schemas import Out
from pannier.planning.service import SEVERAL_KIND


class SearchOut(Out):
    """A search for a plan of a hub's day, whoever asked for it."""

    job: JobOut = Field(
        description="How far it is, and what came of it; `POST /v1/plans/jobs/{id}/stop` ends it."
    )
    several: bool = Field(description="Whether it plans several hubs together.", examples=[False])
    asked_at: datetime = Field(description="When it was asked for.", examples=["2026-03-10T06:30:00Z"])
    stopping: bool = Field(
        description="Whether somebody asked it to end with the best plan it has.", examples=[False]
    )

    @classmethod
    def of(cls, job: Job) -> Self:
        """Show a search."""
        return cls(
            job=JobOut.model_validate(job),
            several=job.kind == SEVERAL_KIND,
            asked_at=job.created_at,
            stopping=bool(job.arguments.get("stop")),
        )
