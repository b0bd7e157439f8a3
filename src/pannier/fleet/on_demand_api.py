"""Routes of the rules of orders on demand."""

import uuid
from typing import Annotated

from pannier.base.edge import Edge, Router, may
from pannier.fleet import on_demand
from pannier.fleet.on_demand_schemas import OnDemandRulesChange, OnDemandRulesOut

router = Router(prefix="/v1", tags=["fleet"])


@router.get("/hubs/{hub_id}/on-demand-rules")
def get_on_demand_rules(hub_id: uuid.UUID, edge: Annotated[Edge, may("fleet:read")]) -> OnDemandRulesOut:
    """Show how a hub serves orders on demand."""
    return OnDemandRulesOut.of(hub_id, on_demand.get_on_demand_rules(edge.db, hub_id))


@router.patch("/hubs/{hub_id}/on-demand-rules")
def change_on_demand_rules(
    hub_id: uuid.UUID, body: OnDemandRulesChange, edge: Annotated[Edge, may("fleet:write")]
) -> OnDemandRulesOut:
    """Change how a hub serves orders on demand; the next choice of a rider goes by it."""
    changes = body.model_dump(exclude_unset=True)
    return OnDemandRulesOut.of(hub_id, on_demand.change_on_demand_rules(edge.db, hub_id, changes))
