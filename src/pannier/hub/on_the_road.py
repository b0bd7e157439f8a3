"""What a round does to parcels: loaded at the hub, handed over at the door, back at the hub.

Called by driving with what holds after all facts are sorted by time, so calling again changes nothing.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.ids import new_id
from pannier.core.custody import AT_HUB, Custody, ScanAction
from pannier.hub.custody import Handling, ensure_rows, put
from pannier.hub.models import ParcelCustody
from pannier.orders.queries import orders_by_id
from pannier.planning.queries import orders_of_route


def load_route(
    db: Session, route_id: uuid.UUID, *, vehicle_id: uuid.UUID, at: datetime
) -> list[ParcelCustody]:
    """Load all parcels of a route's deliveries that are in the hub; return what is aboard now."""
    orders = orders_by_id(db, orders_of_route(db, route_id)).values()
    rows = ensure_rows(db, [order.id for order in orders if order.kind == "delivery"])
    handling = _handling(ScanAction.LOAD, at, route_id=route_id, vehicle_id=vehicle_id)
    for row in rows:
        if Custody(row.state) in AT_HUB and (row.device_time is None or row.at <= at):
            put(db, row, (Custody.LOADED,), handling)
    return [row for row in rows if row.state == Custody.LOADED]


def hand_over(
    db: Session,
    order_id: uuid.UUID,
    *,
    at: datetime,
    route_id: uuid.UUID | None = None,
    vehicle_id: uuid.UUID | None = None,
    barcodes: Iterable[str] | None = None,
) -> None:
    """Note that an order's parcels changed hands at the door: all, or only those named.

    A delivery's parcels are delivered then; a return's are aboard.
    """
    order = orders_by_id(db, [order_id])[order_id]
    target = Custody.LOADED if order.kind == "return" else Custody.DELIVERED
    action = ScanAction.LOAD if order.kind == "return" else ScanAction.DELIVER
    handling = _handling(action, at, route_id=route_id, vehicle_id=vehicle_id)
    named = None if barcodes is None else set(barcodes)
    for row in ensure_rows(db, [order_id]):
        handed = named is None or row.barcode in named
        if handed and row.state not in {target, Custody.RETURNED}:
            put(db, row, (target,), handling)
        elif not handed and row.state == Custody.DELIVERED:
            put(db, row, (Custody.LOADED,), handling)


def take_over(
    db: Session,
    order_id: uuid.UUID,
    *,
    at: datetime,
    route_id: uuid.UUID | None = None,
    vehicle_id: uuid.UUID | None = None,
) -> None:
    """Note that a rider took an order's parcels over at their sender's door; what has moved on since stays there."""
    handling = _handling(ScanAction.COLLECT, at, route_id=route_id, vehicle_id=vehicle_id)
    left_at = orders_by_id(db, [order_id])[order_id].handover
    for row in ensure_rows(db, [order_id]):
        # Whoever takes a parcel over has it in the hand, also where nobody had scanned it into the first vehicle
        # (its rider's list named others only). What came into the hub later is there.
        waits = left_at is not None and (
            (Custody(row.state) in AT_HUB and row.at <= at)
            or (row.state == Custody.LOADED and row.route_id != route_id)
        )
        if row.state in {Custody.EXPECTED, Custody.LOST} or waits:
            put(db, row, (Custody.LOADED,), handling)


def leave_behind(
    db: Session,
    order_id: uuid.UUID,
    *,
    at: datetime,
    route_id: uuid.UUID | None = None,
    vehicle_id: uuid.UUID | None = None,
) -> None:
    """Note that an order's parcels are with their sender after all: a collection that failed or was taken back."""
    handling = _handling(ScanAction.COLLECT, at, route_id=route_id, vehicle_id=vehicle_id)
    left_at = orders_by_id(db, [order_id])[order_id].handover
    before, target = handling, Custody.EXPECTED
    if left_at is not None:
        route, vehicle = uuid.UUID(left_at["route_id"]), uuid.UUID(left_at["vehicle_id"])
        before, target = replace(handling, route_id=route, vehicle_id=vehicle), Custody.LOADED
    for row in ensure_rows(db, [order_id]):
        if row.state == Custody.LOADED and row.route_id == route_id:
            put(db, row, (target,), before)


def keep_aboard(
    db: Session,
    order_id: uuid.UUID,
    *,
    at: datetime,
    route_id: uuid.UUID | None = None,
    vehicle_id: uuid.UUID | None = None,
) -> None:
    """Note that an order's parcels were not handed over after all: a failed or taken back attempt."""
    order = orders_by_id(db, [order_id])[order_id]
    wrong = Custody.LOADED if order.kind == "return" else Custody.DELIVERED
    right = Custody.EXPECTED if order.kind == "return" else Custody.LOADED
    handling = _handling(ScanAction.LOAD, at, route_id=route_id, vehicle_id=vehicle_id)
    for row in ensure_rows(db, [order_id]):
        if row.state == wrong:
            put(db, row, (right,), handling)


def bring_back(db: Session, order_ids: Sequence[uuid.UUID], *, hub_id: uuid.UUID, at: datetime) -> None:
    """Note that what is still aboard of these orders came back into the hub; what was handed over stays so."""
    handling = _handling(ScanAction.BACK, at, hub_id=hub_id)
    for row in ensure_rows(db, order_ids):
        # What was loaded since then is on another round.
        if row.state == Custody.LOADED and row.at <= at:
            put(db, row, (Custody.BACK,), handling)


def _handling(
    action: ScanAction,
    at: datetime,
    *,
    hub_id: uuid.UUID | None = None,
    route_id: uuid.UUID | None = None,
    vehicle_id: uuid.UUID | None = None,
) -> Handling:
    return Handling(
        scan_id=new_id(),
        action=action,
        at=at,
        device_time=at,
        received_at=clock.now(),
        hub_id=hub_id,
        route_id=route_id,
        vehicle_id=vehicle_id,
    )
