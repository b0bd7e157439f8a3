"""Named reads of hubs: what is where, what is missing, and what happened to a parcel."""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from pannier.core.barcode import plain_barcode
from pannier.core.custody import AT_HUB, Custody, may_leave
from pannier.core.device_time import happened
from pannier.hub.custody import rows_of_orders
from pannier.hub.models import ParcelCustody, Scan
from pannier.hub.problems import ParcelUnknown
from pannier.orders.queries import orders_by_id, orders_of_route, parcels_of
from pannier.orders.values import OrderView


@dataclass(frozen=True, slots=True)
class MissingParcel:
    """A parcel that should leave with a route and is not at hand; `state` None means that nobody ever saw it."""

    parcel_id: uuid.UUID
    order_id: uuid.UUID
    reference: str
    barcode: str
    state: str | None


@dataclass(frozen=True, slots=True)
class ParcelPlace:
    """Where one parcel is, as other packages see it."""

    parcel_id: uuid.UUID
    order_id: uuid.UUID
    barcode: str
    state: Custody
    hub_id: uuid.UUID | None
    route_id: uuid.UUID | None


def missing_parcels(
    db: Session, *, route_id: uuid.UUID | None = None, order_ids: Sequence[uuid.UUID] = ()
) -> list[MissingParcel]:
    """List the parcels to be delivered, of a route or of orders, that are not in their hub or loaded.

    Returns (picked up at the recipient) and orders still to be collected have nothing in the hub, so nothing of
    theirs is missing.
    """
    wanted = orders_of_route(db, route_id) if route_id else list(orders_by_id(db, order_ids).values())
    deliveries = {
        order.id: order for order in wanted if order.kind == "delivery" and not order.awaits_collection
    }
    places = {row.parcel_id: row for row in rows_of_orders(db, list(deliveries))}
    missing = []
    for order_id, parcels in parcels_of(db, list(deliveries)).items():
        for parcel in parcels:
            row = places.get(parcel.id)
            if not _at_hand(row, deliveries[order_id]):
                state, reference = row.state if row else None, deliveries[order_id].reference
                missing.append(MissingParcel(parcel.id, order_id, reference, parcel.barcode, state))
    return missing


def _at_hand(row: ParcelCustody | None, order: OrderView) -> bool:
    return row is not None and row.hub_id == order.hub_id and may_leave([Custody(row.state)])


def custody_of_orders(db: Session, order_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[ParcelPlace]]:
    """Return where the parcels of these orders are, by order."""
    found: dict[uuid.UUID, list[ParcelPlace]] = {order_id: [] for order_id in order_ids}
    for row in rows_of_orders(db, order_ids):
        place = ParcelPlace(
            row.parcel_id, row.order_id, row.barcode, Custody(row.state), row.hub_id, row.route_id
        )
        found[row.order_id].append(place)
    return found


def loaded_barcodes(
    db: Session, order_ids: Sequence[uuid.UUID], *, lock: bool = False
) -> dict[uuid.UUID, str]:
    """Return the barcode of a parcel in a vehicle for each of these orders that has one; with `lock` it stays there."""
    rows = rows_of_orders(db, order_ids, lock=lock)
    return {row.order_id: row.barcode for row in reversed(rows) if row.state == Custody.LOADED}


def orders_in_hub(db: Session, order_ids: Sequence[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Return which of these orders have every parcel in a hub, as its scanners say."""
    found: dict[uuid.UUID, bool] = {}
    for row in rows_of_orders(db, order_ids):
        found[row.order_id] = found.get(row.order_id, True) and Custody(row.state) in AT_HUB
    return frozenset(order_id for order_id, is_there in found.items() if is_there)


def parcels_in_hub(
    hub_id: uuid.UUID, *, service_date: date | None, state: str | None, route_id: uuid.UUID | None
) -> Select[ParcelCustody]:
    """Return the query for the parcels that are in (or expected at) a hub."""
    query = select(ParcelCustody).where(ParcelCustody.hub_id == hub_id)
    if service_date is not None:
        query = query.where(ParcelCustody.service_date == service_date)
    if state is not None:
        query = query.where(ParcelCustody.state == state)
    if route_id is not None:
        query = query.where(ParcelCustody.route_id == route_id)
    return query


def count_by_state(db: Session, hub_id: uuid.UUID, service_date: date | None) -> dict[str, int]:
    """Count a hub's parcels by state, zero for states that none is in."""
    query = parcels_in_hub(hub_id, service_date=service_date, state=None, route_id=None)
    counts = Counter(db.scalars(query.with_only_columns(ParcelCustody.state)))
    return {state.value: counts.get(state.value, 0) for state in Custody}


def references_of(db: Session, rows: Iterable[ParcelCustody]) -> dict[uuid.UUID, str]:
    """Return the references of the orders of these parcels, by order."""
    orders = orders_by_id(db, {row.order_id for row in rows})
    return {order.id: order.reference for order in orders.values()}


def get_parcel_place(db: Session, barcode: str) -> ParcelCustody:
    """Return where the parcel with this barcode is; raise ParcelUnknown."""
    plain = plain_barcode(barcode)
    row = db.scalars(select(ParcelCustody).where(ParcelCustody.barcode == plain)).first()
    if row is None:
        raise ParcelUnknown(f"No parcel here has the barcode {plain}; check the label.")
    return row


def history_of(db: Session, parcel_id: uuid.UUID) -> list[Scan]:
    """List the scans of a parcel as they happened; a scanner's clock that cannot be right does not decide."""
    rows = db.scalars(select(Scan).where(Scan.parcel_id == parcel_id))
    return sorted(
        rows, key=lambda row: (happened(row.device_time, row.received_at).at, row.received_at, row.step)
    )
