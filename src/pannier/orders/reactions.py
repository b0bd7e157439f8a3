"""What orders do when something happens elsewhere; named in app/wiring.py only."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import LogEntry
from pannier.core.order_states import OrderStatus
from pannier.orders import lifecycle
from pannier.orders.locate import locate, relocate
from pannier.orders.models import Parcel
from pannier.orders.service import release_from_partner

_ENDED = {OrderStatus.CANCELLED, OrderStatus.DELIVERED, OrderStatus.RETURNED, OrderStatus.LOST}


def locate_accepted(db: Session, entry: LogEntry) -> None:
    """Find the place of a new order."""
    order = lifecycle.find(db, entry.event.order_id)
    if order is None or order.status in _ENDED:
        return
    if order.located_how == "partner" or (order.match_precision is None and order.doubt is None):
        locate(db, order)


def locate_changed(db: Session, entry: LogEntry) -> None:
    """Find the place of an order again when its address at one of its ends, or its hub, changed."""
    if not any("address/" in name or name == "hub_id" for name in entry.event.fields):
        return
    order = lifecycle.find(db, entry.event.order_id)
    if order is not None and order.status not in _ENDED:
        relocate(db, order, keeps_hub="hub_id" in entry.event.fields)


def sought(db: Session, entry: LogEntry) -> None:
    """Note since when a rider is sought for an order on demand."""
    lifecycle.seek(db, entry.event.order_id, entry.event.at)


def planned(db: Session, entry: LogEntry) -> None:
    """Note that an order got a place on a route."""
    lifecycle.plan(db, entry.event.order_id, entry.event.route_id)


def left_out(db: Session, entry: LogEntry) -> None:
    """Note that a plan could not hold an order, or that its day is over."""
    told = entry.event
    lifecycle.leave_out(db, told.order_id, told.code, moved_to=told.moved_to)


def taken_back(db: Session, entry: LogEntry) -> None:
    """Note that an order on demand waits for another rider."""
    lifecycle.leave_out(db, entry.event.order_id)


def route_started(db: Session, entry: LogEntry) -> None:
    """Send a route's orders on their way."""
    lifecycle.depart(db, entry.event.route_id)


def route_cancelled(db: Session, entry: LogEntry) -> None:
    """Let a cancelled route's orders wait for another plan."""
    lifecycle.unplan_route(db, entry.event.route_id)


def succeeded(db: Session, entry: LogEntry) -> None:
    """Note a delivery."""
    lifecycle.deliver(db, entry.event.order_id, entry.event.attempt_id)


def partial(db: Session, entry: LogEntry) -> None:
    """Note a partial delivery."""
    lifecycle.deliver(db, entry.event.order_id, entry.event.attempt_id, partly=True)


def failed(db: Session, entry: LogEntry) -> None:
    """Note a failed attempt and where the order goes now."""
    lifecycle.fail(db, entry.event.order_id, entry.event.attempt_id, entry.event.reason)


def collected(db: Session, entry: LogEntry) -> None:
    """Note that an order was taken over at its sender's door."""
    told = entry.event
    lifecycle.collect(db, told.order_id, told.attempt_id, told.route_id, told.device_time)


def collection_reopened(db: Session, entry: LogEntry) -> None:
    """Note that the outcome of a collection was taken back."""
    lifecycle.uncollect(db, entry.event.order_id, entry.event.attempt_id)


def reopened(db: Session, entry: LogEntry) -> None:
    """Note that an outcome was taken back."""
    lifecycle.take_back(db, entry.event.order_id, entry.event.attempt_id)


def partner_declined(db: Session, entry: LogEntry) -> None:
    """Take an order back whose offer was rejected, has expired or was withdrawn."""
    order = lifecycle.find(db, entry.event.order_id)
    if order is not None and order.partner_org_id == entry.event.partner_org_id:
        release_from_partner(db, order.id)


def came_in(db: Session, entry: LogEntry) -> None:
    """Note in which hub an order's goods lie; nobody drives to its sender's door for them now."""
    order = lifecycle.find(db, entry.event.order_id)
    if order is None:
        return
    order.goods_hub_id = entry.event.hub_id
    if order.awaits_collection:
        order.collected_at = entry.at


def parcel_ended(db: Session, entry: LogEntry) -> None:
    """Note a parcel that came back to its merchant or was lost; the last one closes the order."""
    parcels = list(db.scalars(select(Parcel).where(Parcel.order_id == entry.event.order_id)))
    for parcel in parcels:
        if parcel.id == entry.event.parcel_id:
            parcel.fate = entry.type.removeprefix("parcel.")
    order = lifecycle.find(db, entry.event.order_id)
    if order is not None:
        lifecycle.end_parcels(db, order, [parcel.fate for parcel in parcels])
