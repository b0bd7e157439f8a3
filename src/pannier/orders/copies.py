"""The partner's own copy of an order it accepted: in its scope, sealed with its key, linked by id."""

import uuid
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.base.ids import new_id
from pannier.base.scope import acting_as, org_of
from pannier.core.events import OrderAccepted
from pannier.core.order_states import Cause, OrderStatus
from pannier.orders import lifecycle
from pannier.orders.decide import sealed_extras
from pannier.orders.models import Order, Parcel
from pannier.orders.parcels import next_serials
from pannier.orders.problems import OrderEnded
from pannier.orders.queries import parcels_by_barcode, parcels_of
from pannier.orders.service import locked
from pannier.places import service as places

COPIED = (
    "reference", "kind", "service_date", "window_start", "window_end", "line", "house_number", "postcode",
    "city", "country", "recipient_name", "recipient_phone", "recipient_email", "notes", "access_notes", "lon",
    "lat", "match_quality", "match_precision", "weight_g", "volume_ml", "parcel_count", "service_s", "needs",
    "other_loads", "proof", "collect_line", "collect_house_number", "collect_postcode", "collect_city",
    "collect_country", "collect_name", "collect_phone", "collect_notes", "collect_lon", "collect_lat",
    "collect_match_quality", "collect_match_precision", "collect_start", "collect_end", "collect_service_s",
    "bundle", "max_aboard_s", "goods", "together", "apart", "due_at", "more_windows",
)  # fmt: skip


def copy_to_partner(db: Session, order_id: uuid.UUID, partner_org_id: uuid.UUID) -> uuid.UUID:
    """Give a partner its copy of an accepted order and return the copy's id; again returns the same copy.

    The session works for the operator. In the partner's books the operator is the merchant. Raises OrderEnded when
    the order went elsewhere meanwhile.
    """
    order = locked(db, order_id)
    if order.copied_to is not None and order.partner_org_id == partner_org_id:
        return order.copied_to
    if order.copied_to is not None or order.status not in {OrderStatus.CONFIRMED, OrderStatus.ALLOCATED}:
        raise OrderEnded(f"Order {order.reference} is {order.status}; it can no longer go to this partner.")
    lifecycle.step(order, Cause.ALLOCATE)
    order.carrier, order.partner_org_id = "partner", partner_org_id
    parcels = parcels_of(db, [order.id])[order.id]
    # What has been collected already comes to the partner from the hub.
    skipped = "collect_" if order.collected_at is not None else "-"
    values = {name: getattr(order, name) for name in COPIED if not name.startswith(skipped)}
    if order.collected_at is not None:
        values["bundle"] = None
    order.copied_to = _write_copy(db, partner_org_id, values, parcels, origin=(org_of(db), order.id))
    return order.copied_to


def _write_copy(
    db: Session,
    partner_org_id: uuid.UUID,
    values: dict[str, Any],
    parcels: list[Parcel],
    *,
    origin: tuple[uuid.UUID, uuid.UUID],
) -> uuid.UUID:
    operator_org_id, order_id = origin
    with acting_as(db, partner_org_id):
        hubs = places.list_hubs(db)
        copy = Order(
            org_id=partner_org_id, id=new_id(), merchant_org_id=operator_org_id, source="partner",
            status=OrderStatus.CONFIRMED, hub_id=hubs[0].id if hubs else None, hub_given=False, details={},
            located_how="partner", failed_attempts={}, copied_from=order_id,
            copied_from_org_id=operator_org_id,
            **_fitting(db, values, operator_org_id), **sealed_extras(values, partner_org_id),
        )  # fmt: skip
        db.add(copy)
        _copy_parcels(db, copy, parcels)
        db.flush()
        record(db, OrderAccepted(order_id=copy.id, merchant_org_id=operator_org_id, source="partner"))
        return copy.id


def _fitting(db: Session, values: dict[str, Any], operator_org_id: uuid.UUID) -> dict[str, Any]:
    """Return the values with a reference that is free in the partner's books."""
    reference = values["reference"]
    taken = set(
        db.scalars(
            select(Order.reference).where(
                Order.merchant_org_id == operator_org_id,
                Order.reference.startswith(reference, autoescape=True),
            )
        )
    )
    n, free = 1, reference
    while free in taken:
        n, free = n + 1, f"{reference}/{n + 1}"
    return {**values, "reference": free}


def _copy_parcels(db: Session, copy: Order, parcels: list[Parcel]) -> None:
    """Give the copy the same parcels; those of an earlier, withdrawn copy go over to it."""
    there = parcels_by_barcode(db, [parcel.barcode for parcel in parcels])
    for old in there.values():
        old.order_id = copy.id
    missing = [parcel for parcel in parcels if parcel.barcode not in there]
    for parcel, serial in zip(missing, next_serials(db, len(missing)), strict=True):
        db.add(
            Parcel(
                org_id=copy.org_id, merchant_org_id=copy.merchant_org_id, order_id=copy.id, serial=serial,
                barcode=parcel.barcode, n=parcel.n, weight_g=parcel.weight_g, volume_ml=parcel.volume_ml,
            )
        )  # fmt: skip
