"""Write down where parcels are: expected ones, and every step that a scan, a round or a transfer makes them take."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.eventlog import record
from pannier.base.ids import new_id
from pannier.base.scope import org_of
from pannier.core.custody import Custody, ScanAction
from pannier.core.events import (
    ParcelBack,
    ParcelLoaded,
    ParcelLost,
    ParcelReceived,
    ParcelReturned,
    ParcelSorted,
)
from pannier.hub.models import ParcelCustody, Scan
from pannier.orders.queries import orders_by_id, parcels_of
from pannier.orders.values import OrderView, ParcelView

_EVENTS: dict[Custody, Any] = {
    Custody.RECEIVED: ParcelReceived,
    Custody.SORTED: ParcelSorted,
    Custody.LOADED: ParcelLoaded,
    Custody.BACK: ParcelBack,
    Custody.RETURNED: ParcelReturned,
    Custody.LOST: ParcelLost,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """One handling of parcels: what was done, where, for which route and when (phone's time and the corrected one)."""

    scan_id: uuid.UUID
    action: ScanAction
    at: datetime
    device_time: datetime
    received_at: datetime
    hub_id: uuid.UUID | None = None
    route_id: uuid.UUID | None = None
    vehicle_id: uuid.UUID | None = None


def expect(db: Session, order_ids: Sequence[uuid.UUID]) -> None:
    """Have one `expected` row for every parcel of these orders; rows that are there follow the order's hub and day.

    No hub expects what is collected elsewhere.
    """
    orders = orders_by_id(db, order_ids)
    known = {row.parcel_id: row for row in rows_of_orders(db, list(orders))}
    new = []
    for order_id, parcels in parcels_of(db, list(orders)).items():
        for parcel in parcels:
            if parcel.id in known:
                _follow(known[parcel.id], orders[order_id])
            else:
                new.append(_expected(db, orders[order_id], parcel))
    if new:
        # The reader of the log and a first scan may both come here at the same moment.
        db.execute(insert(ParcelCustody).values(new).on_conflict_do_nothing())


def _expected(db: Session, order: OrderView, parcel: ParcelView) -> dict[str, object]:
    return {
        "id": new_id(),
        "org_id": org_of(db),
        "merchant_org_id": order.merchant_org_id,
        "parcel_id": parcel.id,
        "order_id": order.id,
        "barcode": parcel.barcode,
        "service_date": order.service_date,
        "state": Custody.EXPECTED,
        "hub_id": None if order.awaits_collection else order.hub_id,
        "at": order.created_at,
        "created_at": clock.now(),
    }


def _follow(row: ParcelCustody, order: OrderView) -> None:
    """Take over the order's day while the parcel waits, and its hub while the parcel is not there yet."""
    if row.state == Custody.EXPECTED:
        row.hub_id = None if order.awaits_collection else order.hub_id
    if row.state not in {Custody.DELIVERED, Custody.RETURNED, Custody.LOST}:
        row.service_date = order.service_date


def rows_of_orders(db: Session, order_ids: Sequence[uuid.UUID], *, lock: bool = False) -> list[ParcelCustody]:
    """Return the custody rows of these orders by parcel."""
    query = (
        select(ParcelCustody).where(ParcelCustody.order_id.in_(order_ids)).order_by(ParcelCustody.parcel_id)
    )
    return list(db.scalars(query.with_for_update() if lock else query))


def ensure_rows(db: Session, order_ids: Sequence[uuid.UUID]) -> list[ParcelCustody]:
    """Return the locked rows of these orders, made now where the reader of the log has not come so far."""
    rows = rows_of_orders(db, order_ids, lock=True)
    unknown = set(order_ids) - {row.order_id for row in rows}
    if unknown:
        expect(db, sorted(unknown))
        rows = rows_of_orders(db, order_ids, lock=True)
    return rows


def put(db: Session, row: ParcelCustody, states: Sequence[Custody], handling: Handling) -> None:
    """Take a parcel through these states and note each as a scan; nothing when there are none."""
    for step, state in enumerate(states):
        _note(db, row, handling, step=step, to=state, outcome="applied")
        row.state, row.at, row.device_time = state, handling.at, handling.device_time
        row.hub_id = handling.hub_id or row.hub_id
        row.route_id = handling.route_id if state in {Custody.SORTED, Custody.LOADED} else row.route_id
        row.vehicle_id = handling.vehicle_id if state is Custody.LOADED else None
        if state in _EVENTS:
            record(db, _event(row, state))
    db.flush()


def note_unchanged(
    db: Session, row: ParcelCustody, handling: Handling, *, outcome: str, detail: str | None = None
) -> None:
    """Note a scan that moved nothing: repeated, late or refused."""
    _note(db, row, handling, step=0, to=None, outcome=outcome, detail=detail)


def _note(
    db: Session,
    row: ParcelCustody,
    handling: Handling,
    *,
    step: int,
    to: Custody | None,
    outcome: str,
    detail: str | None = None,
) -> None:
    db.add(
        Scan(
            scan_id=handling.scan_id,
            step=step,
            action=handling.action,
            barcode=row.barcode,
            parcel_id=row.parcel_id,
            order_id=row.order_id,
            from_state=row.state,
            to_state=to,
            outcome=outcome,
            detail=detail,
            hub_id=handling.hub_id,
            route_id=handling.route_id,
            vehicle_id=handling.vehicle_id,
            device_time=handling.device_time,
            received_at=handling.received_at,
            by=str(db.info.get("actor") or "system"),
        )
    )


def _event(row: ParcelCustody, state: Custody) -> object:
    return _EVENTS[state](
        parcel_id=row.parcel_id, order_id=row.order_id, hub_id=row.hub_id, route_id=row.route_id
    )
