"""Routes of what kinds of vehicles cost."""

from typing import Annotated

from fastapi import Path

from pannier.accounts.people import my_organisation
from pannier.base.edge import Edge, Router, may
from pannier.fleet import kind_costs
from pannier.fleet.cost_schemas import KindCostsIn, KindCostsOut

router = Router(prefix="/v1", tags=["fleet"])
KindCode = Annotated[str, Path(max_length=40, description="A code of GET /v1/vehicle-kinds.")]


@router.get("/vehicle-costs")
def list_vehicle_costs(edge: Annotated[Edge, may("fleet:read")]) -> list[KindCostsOut]:
    """List what each kind of vehicle costs: what counts now, what you have set, and what is shipped."""
    currency = my_organisation(edge.db).currency
    return [KindCostsOut.of(costs, currency) for costs in kind_costs.list_kind_costs(edge.db)]


@router.put("/vehicle-costs/{vehicle_kind}")
def set_vehicle_costs(
    vehicle_kind: KindCode, body: KindCostsIn, edge: Annotated[Edge, may("rates:write")]
) -> KindCostsOut:
    """Say what a kind of vehicle costs you; the next plan goes by it, plans made before stay as they are."""
    costs = kind_costs.set_kind_costs(
        edge.db, vehicle_kind, body.own(), currency=body.currency, since=body.since
    )
    return KindCostsOut.of(costs, my_organisation(edge.db).currency)
