"""Routes of how riders are planned: the sets of working-time rules there are, and what the operator chose."""

from typing import Annotated

from pannier.base.edge import Edge, Router, may
from pannier.factors.work_time import rider_sets
from pannier.fleet import rules
from pannier.fleet.rules_schemas import FleetRulesChange, FleetRulesOut, WorkTimeRulesOut

router = Router(prefix="/v1", tags=["fleet"])


@router.get("/work-time-rules")
def list_work_time_rules(edge: Annotated[Edge, may("fleet:read")]) -> list[WorkTimeRulesOut]:
    """List the sets of rules of working time that an organisation or a rider can have."""
    return [WorkTimeRulesOut.of(one) for one in rider_sets().values()]


@router.get("/fleet-rules")
def get_fleet_rules(edge: Annotated[Edge, may("fleet:read")]) -> FleetRulesOut:
    """Return how riders are planned."""
    return FleetRulesOut.of(rules.fleet_rules(edge.db))


@router.patch("/fleet-rules")
def change_fleet_rules(body: FleetRulesChange, edge: Annotated[Edge, may("fleet:write")]) -> FleetRulesOut:
    """Change how riders are planned; the next plan goes by it. The log keeps who chose what."""
    return FleetRulesOut.of(rules.change_fleet_rules(edge.db, body.model_dump(exclude_unset=True)))
