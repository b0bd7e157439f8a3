"""Where a parcel belongs: which hub and which route; a scan elsewhere is refused and says where to put it."""

import uuid

from sqlalchemy.orm import Session

from pannier.core.custody import ScanAction
from pannier.fleet.riders import get_rider
from pannier.fleet.vehicles import get_vehicle
from pannier.hub.models import ParcelCustody
from pannier.hub.problems import NoRouteYet, WrongHub, WrongRoute
from pannier.orders.values import OrderView
from pannier.places.service import get_hub
from pannier.planning.queries import get_route

_BOUND_TO_HUB = {ScanAction.RECEIVE, ScanAction.SORT, ScanAction.LOAD}
_BOUND_TO_ROUTE = {ScanAction.SORT, ScanAction.LOAD}


def check_belonging(
    db: Session,
    action: ScanAction,
    row: ParcelCustody,
    order: OrderView,
    *,
    hub_id: uuid.UUID,
    route_id: uuid.UUID | None,
    onward: bool = False,
) -> None:
    """Raise WrongHub, NoRouteYet or WrongRoute when the parcel does not belong to where it is scanned."""
    if action in _BOUND_TO_HUB and order.hub_id != hub_id and not (onward and action is ScanAction.RECEIVE):
        raise WrongHub(f"Parcel {row.barcode} belongs to {_hub_name(db, order.hub_id)}; send it there.")
    if action not in _BOUND_TO_ROUTE:
        return
    if order.route_id is None:
        raise NoRouteYet(f"Parcel {row.barcode} is on no route; keep it in the hub for the next plan.")
    if route_id is not None and route_id != order.route_id:
        raise WrongRoute(f"Parcel {row.barcode} belongs to {route_name(db, order.route_id)}; put it there.")


def _hub_name(db: Session, hub_id: uuid.UUID | None) -> str:
    if hub_id is None:
        return "no hub yet: its address is in review"
    hub = get_hub(db, hub_id)
    return f"hub {hub.name} ({hub.code})"


def route_name(db: Session, route_id: uuid.UUID) -> str:
    """Return how people in a hub call a route: by its rider and vehicle."""
    route = get_route(db, route_id)
    rider = get_rider(db, route.rider_id).name
    return f"the route of {rider} with {get_vehicle(db, route.vehicle_id).name}"
