"""What stands on a label: gathered from orders, routes and hubs, one per parcel, in loading order."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pannier.fleet.riders import get_rider
from pannier.fleet.vehicles import get_vehicle
from pannier.hub.problems import NothingToLabel
from pannier.orders.queries import get_order, orders_of_route, parcels_of
from pannier.orders.values import OrderView, ParcelView
from pannier.places.service import get_hub
from pannier.planning.queries import find_task, get_route, stops_of
from pannier.planning.states import VISITS


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFacts:
    """The texts of one label; `barcode` is the SSCC without the identifier (00)."""

    barcode: str
    name: str
    address: tuple[str, ...]
    window: str
    route: str
    stop: str
    hub: str
    reference: str
    part: str
    weight: str
    notes: str


def labels_of_order(db: Session, order_id: uuid.UUID) -> list[LabelFacts]:
    """Return the labels of an order's parcels; raise OrderNotFound or NothingToLabel."""
    return _labels(db, [get_order(db, order_id)])


def labels_of_route(db: Session, route_id: uuid.UUID) -> list[LabelFacts]:
    """Return the labels of a route's deliveries, last stop first: what is loaded first is delivered last."""
    get_route(db, route_id)
    of_route = orders_of_route(db, route_id)
    orders = [order for order in of_route if order.kind == "delivery" and not order.awaits_collection]
    places = {order.id: _stop_number(db, order) or 0 for order in orders}
    return _labels(db, sorted(orders, key=lambda order: (-places[order.id], order.reference)))


def _labels(db: Session, orders: Sequence[OrderView]) -> list[LabelFacts]:
    parcels = parcels_of(db, [order.id for order in orders])
    labels = [_label(db, order, parcel) for order in orders for parcel in parcels.get(order.id, [])]
    if not labels:
        raise NothingToLabel("There are no parcels to print labels for; check the order or route.")
    return labels


def _label(db: Session, order: OrderView, parcel: ParcelView) -> LabelFacts:
    hub = get_hub(db, order.hub_id) if order.hub_id else None
    stop = _stop_number(db, order)
    town = " ".join(part for part in (order.postcode, order.city) if part)
    return LabelFacts(
        barcode=parcel.barcode,
        name=order.recipient_name or "",
        address=tuple(part for part in (f"{order.line} {order.house_number or ''}".strip(), town) if part),
        window=_window(order, ZoneInfo(hub.timezone) if hub else ZoneInfo("UTC")),
        route=_route(db, order),
        stop=f"Stop {stop}" if stop else "",
        hub=hub.code if hub else "",
        reference=order.reference,
        part=f"{parcel.n} / {order.parcel_count}",
        weight=f"{parcel.weight_g / 1000:.1f} kg",
        notes=order.access_notes or order.notes or "",
    )


def _window(order: OrderView, zone: ZoneInfo) -> str:
    day = f"{order.service_date:%a %d %b}"
    if order.window_start is None or order.window_end is None:
        return day
    start, end = order.window_start.astimezone(zone), order.window_end.astimezone(zone)
    return f"{day}  {start:%H:%M}–{end:%H:%M}"


def _route(db: Session, order: OrderView) -> str:
    if order.route_id is None:
        return ""
    route = get_route(db, order.route_id)
    return f"{get_vehicle(db, route.vehicle_id).name} · {get_rider(db, route.rider_id).name}"


def _stop_number(db: Session, order: OrderView) -> int | None:
    """Return the number of the order's stop among those where something is handed over."""
    if order.route_id is None:
        return None
    task = find_task(db, order_id=order.id, route_id=order.route_id)
    visits = [stop.id for stop in stops_of(db, order.route_id) if stop.kind in VISITS]
    return visits.index(task.stop_id) + 1 if task and task.stop_id in visits else None
