"""How a job looks over HTTP, and the answer of every route that starts long work."""

import uuid
from typing import Any

from fastapi import Response

from pannier.base.jobs import Job
from pannier.base.schemas import Out


class JobOut(Out):
    """One piece of long work; `state` is pending, processing, finished or error."""

    id: uuid.UUID
    kind: str
    state: str
    progress: float
    message: str
    result: dict[str, Any] | None
    error: dict[str, Any] | None


def accepted(job: Job, response: Response) -> JobOut:
    """Return the body of a 202 answer and name the job's address in the Location header."""
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    return JobOut.model_validate(job)
