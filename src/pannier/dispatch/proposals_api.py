"""Routes of a running day: propose a change, look at it, accept or discard it."""

import uuid
from datetime import date
from typing import Annotated

from fastapi import Query, Response

from pannier.base.edge import Edge, Router, may
from pannier.base.job_schemas import JobOut, accepted
from pannier.dispatch import proposals
from pannier.fleet.rules import fleet_rules
from pannier.planning.models import Proposal
from pannier.planning.running_day import propose
from pannier.planning.running_day.job import stop_search
from pannier.planning.running_day.outdated import outdated_ones
from pannier.planning.running_day.rider_names import rider_names
from pannier.planning.running_day.schemas import ProposalIn, ProposalOut, show_proposal

router = Router(prefix="/v1", tags=["planning"])


@router.post("/proposals", status_code=202)
def make_proposal(body: ProposalIn, response: Response, edge: Annotated[Edge, may("plans:write")]) -> JobOut:
    """Search for the smallest useful change of a running day; watch the job, its result names the proposal.

    What is asked for and not there is refused at once. Nothing changes until the proposal is accepted.
    """
    return accepted(proposals.ask(edge.db, body.asked(fleet_rules(edge.db))), response)


@router.post("/proposals/jobs/{job_id}/stop", status_code=202)
def stop_proposal(job_id: uuid.UUID, response: Response, edge: Annotated[Edge, may("plans:write")]) -> JobOut:
    """End a search now and keep the best change found so far."""
    return accepted(stop_search(edge.db, job_id), response)


@router.get("/proposals")
def list_proposals(
    hub_id: Annotated[uuid.UUID, Query(description="The hub.")],
    service_date: Annotated[date, Query(alias="date", description="The service day.")],
    edge: Annotated[Edge, may("plans:read")],
) -> list[ProposalOut]:
    """List the proposals of a hub's day, the newest first."""
    found = propose.list_proposals(edge.db, hub_id=hub_id, service_date=service_date)
    names = rider_names(edge.db, hub_id=hub_id, service_date=service_date)
    outdated = outdated_ones(edge.db, found)
    return [show_proposal(row, names, outdated.get(row.id)) for row in found]


@router.get("/proposals/{proposal_id}")
def get_proposal(proposal_id: uuid.UUID, edge: Annotated[Edge, may("plans:read")]) -> ProposalOut:
    """Return a proposal with what would change."""
    return _shown(edge, propose.get_proposal(edge.db, proposal_id))


@router.post("/proposals/{proposal_id}/accept")
def accept_proposal(proposal_id: uuid.UUID, edge: Annotated[Edge, may("routes:release")]) -> ProposalOut:
    """Give the changed routes to their riders; what was done since stays done."""
    return _shown(edge, proposals.accept(edge.db, proposal_id, by=edge.actor.name))


@router.post("/proposals/{proposal_id}/ask-again", status_code=202)
def ask_again(
    proposal_id: uuid.UUID, response: Response, edge: Annotated[Edge, may("plans:write")]
) -> JobOut:
    """Ask for the same change of the day as it stands now; the old proposal is discarded."""
    return accepted(proposals.ask_again(edge.db, proposal_id, by=edge.actor.name), response)


@router.post("/proposals/{proposal_id}/discard")
def discard_proposal(proposal_id: uuid.UUID, edge: Annotated[Edge, may("plans:write")]) -> ProposalOut:
    """Leave the running plan as it is."""
    return _shown(edge, propose.discard(edge.db, proposal_id, by=edge.actor.name))


def _shown(edge: Edge, row: Proposal) -> ProposalOut:
    names = rider_names(edge.db, hub_id=row.hub_id, service_date=row.service_date)
    return show_proposal(row, names, outdated_ones(edge.db, [row]).get(row.id))
