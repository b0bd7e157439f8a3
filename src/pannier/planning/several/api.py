"""Routes of several hubs' plan."""

import uuid
from typing import Annotated

from fastapi import Path, Response

from pannier.base.edge import Edge, Router, may
from pannier.base.job_schemas import JobOut, accepted
from pannier.planning.several.schemas import HubPlannedOut, SeveralIn, SeveralOut
from pannier.planning.several.service import hubs_of, request_several

router = Router(prefix="/v1", tags=["planning"])
SeveralId = Annotated[uuid.UUID, Path(description="A plan of several hubs, by the id of its job.")]


@router.post("/plans/several", status_code=202)
def request_plan_of_several_hubs(
    body: SeveralIn, response: Response, edge: Annotated[Edge, may("plans:write")]
) -> JobOut:
    """Plan several hubs of a day together: orders go to the hub that serves them best, then each hub gets its plan.

    The parts are searched by all workers that are free. `GET /v1/plans/several/{several_id}` says how far it is,
    `POST /v1/plans/jobs/{job_id}/stop` ends it early; both ids are that of the job.
    """
    return accepted(request_several(edge.db, body.asked()), response)


@router.get("/plans/several/{several_id}")
def show_plan_of_several_hubs(several_id: SeveralId, edge: Annotated[Edge, may("plans:read")]) -> SeveralOut:
    """Say how far a plan of several hubs is, hub by hub; its id is that of its job."""
    job, hubs = hubs_of(edge.db, several_id)
    return SeveralOut(job=JobOut.model_validate(job), hubs=[HubPlannedOut.of(one) for one in hubs])
