"""Use cases of one order after its acceptance: change, cancel, allocate, hold, schedule again, release time."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.base.scope import acting_as
from pannier.core.events import OrderCancelled, OrderChanged, OrderHeld, OrderReopened
from pannier.core.geo import LonLat
from pannier.core.order_limits import Fault, check_load
from pannier.core.order_states import Cause, FieldGroup, OrderStatus
from pannier.core.order_wishes import check_aboard
from pannier.orders import lifecycle
from pannier.orders.bundles import BUNDLED, Bundles
from pannier.orders.changes import apply_changes
from pannier.orders.collection import check_collection, merged, of_collection
from pannier.orders.decide import check_open, check_point, check_time, differing, touches, touches_ends
from pannier.orders.models import Order
from pannier.orders.on_demand import OnDemand
from pannier.orders.problems import OrderEnded, OrderNotFound, OrderRefused, refusal
from pannier.orders.queries import PLANNABLE
from pannier.orders.service_days import ServiceDays
from pannier.orders.submission import Window
from pannier.orders.wishes import TIMED, Goods, check_wishes, moved_wishes, stored_windows
from pannier.places.models import Hub


def locked(db: Session, order_id: uuid.UUID) -> Order:
    """Return an order, locked until the transaction ends; raise OrderNotFound."""
    order = lifecycle.find(db, order_id)
    if order is None:
        raise OrderNotFound(f"Order {order_id} does not exist here; list the orders with GET /v1/orders.")
    return order


def change(
    db: Session,
    order_id: uuid.UUID,
    changes: Mapping[str, Any],
    *,
    window: Window | None = None,
    collect_window: Window | None = None,
) -> tuple[str, ...]:
    """Change fields (columns of the table) that are still open; return the API names of those that differ.

    The windows are given apart, because their moments depend on the day. Raises FieldClosed or OrderRefused.
    """
    order = locked(db, order_id)
    days = ServiceDays(db)
    hub = _hub(order, changes, days)
    wanted = dict(changes) | _window(order, changes, window, hub)
    wanted |= _collect_window(order, wanted, collect_window, hub)
    wanted = _wishes(order, wanted, hub)
    changed = differing(order, wanted)
    faults = check_open(order, changed)
    if touches(changed, FieldGroup.TIME):
        faults += _check_time(order, changed, hub, days)
    if "lon" in changed or "lat" in changed:
        faults += check_point(hub, LonLat(wanted["lon"], wanted["lat"]))
    faults += _check_collection(db, order, changed, hub)
    faults += Goods(db).check(changed.get("goods"))
    faults += OnDemand(db).check(order, changed)
    if "max_aboard_s" in changed:
        faults += check_aboard(order.kind, changed["max_aboard_s"])
    faults += check_load(
        *(changed.get(name, getattr(order, name)) for name in ("weight_g", "volume_ml", "parcel_count"))
    )
    if faults:
        raise refusal(faults)
    if not changed:
        return ()
    order.hub_given = order.hub_given or "hub_id" in changed
    return apply_changes(db, order, changed)


def _hub(order: Order, changes: Mapping[str, Any], days: ServiceDays) -> Hub:
    hub = days.hub_for(changes.get("hub_id") or order.hub_id, order.point)
    if isinstance(hub, Fault):
        raise refusal((hub,))
    return hub


def _window(order: Order, changes: Mapping[str, Any], window: Window | None, hub: Hub) -> dict[str, Any]:
    """Return the window's columns: the new window, or the old one moved along to a new day."""
    zone = ZoneInfo(hub.timezone)
    day = changes.get("service_date") or order.service_date
    if window is None:
        if order.window_start is None or order.window_end is None or day == order.service_date:
            return {}
        days = day - order.service_date
        start, end = (at.astimezone(zone) + days for at in (order.window_start, order.window_end))
        return {"window_start": start, "window_end": end}
    start, end = window.resolve(day, zone)
    moved = {"service_date": start.date()} if window.date_in(zone) and "service_date" not in changes else {}
    return {"window_start": start, "window_end": end, **moved}


def _collect_window(
    order: Order, changes: Mapping[str, Any], window: Window | None, hub: Hub
) -> dict[str, Any]:
    """Return the columns of the collection's window: the new one, or the old one moved along to a new day."""
    zone = ZoneInfo(hub.timezone)
    day = changes.get("service_date") or order.service_date
    if window is not None:
        start, end = window.resolve(day, zone)
    elif order.collect_start is None or order.collect_end is None or "collect_start" in changes:
        return {}
    else:
        days = day - order.service_date
        start, end = (at.astimezone(zone) + days for at in (order.collect_start, order.collect_end))
    return {"collect_start": start, "collect_end": end}


def _wishes(order: Order, wanted: Mapping[str, Any], hub: Hub) -> dict[str, Any]:
    """Return the changes with further windows as a row holds them, and with what moves to a new day."""
    zone = ZoneInfo(hub.timezone)
    day = wanted.get("service_date") or order.service_date
    out = moved_wishes(order, day - order.service_date, zone) | dict(wanted)
    if "more_windows" in wanted:
        out["more_windows"] = stored_windows(wanted["more_windows"], day, zone)
    return out


def _check_collection(db: Session, order: Order, changed: Mapping[str, Any], hub: Hub) -> tuple[Fault, ...]:
    """Return in what the two ends of an order, or an order and its bundle, would not fit together."""
    if not touches_ends(changed):
        return ()
    faults: tuple[Fault, ...] = ()
    if changed.get("collect_lon") is not None:
        faults += of_collection(check_point(hub, LonLat(changed["collect_lon"], changed["collect_lat"])))
    faults += check_collection(merged(order, changed))
    held = {name: changed.get(name, getattr(order, name)) for name in BUNDLED}
    return faults + Bundles(db).check(order.id, order.merchant_org_id, held)


def _check_time(order: Order, changed: Mapping[str, Any], hub: Hub, days: ServiceDays) -> tuple[Any, ...]:
    day, start, end = (
        changed.get(name, getattr(order, name)) for name in ("service_date", "window_start", "window_end")
    )
    faults = check_time(day, (start, end), hub, days)
    held = {name: changed.get(name, getattr(order, name)) for name in TIMED}
    faults = faults or check_wishes(held, hub, days)
    window = tuple(changed.get(name, getattr(order, name)) for name in ("collect_start", "collect_end"))
    return faults or of_collection(check_time(day, (window[0], window[1]), hub, days))


def cancel(db: Session, order_id: uuid.UUID, *, reason: str | None = None) -> Order:
    """Call an order off; raise OrderEnded once it is on its way or over. Twice is fine."""
    order = locked(db, order_id)
    if order.status == OrderStatus.CANCELLED:
        return order
    if not lifecycle.step(order, Cause.CANCEL):
        advice = (
            "wait for the outcome" if order.status == OrderStatus.IN_TRANSIT else "there is nothing to cancel"
        )
        raise OrderEnded(f"Order {order.reference} is {order.status.replace('_', ' ')}; {advice}.")
    record(db, OrderCancelled(order_id=order.id, reason=reason))
    _cancel_copy(db, order, reason)
    return order


def _cancel_copy(db: Session, order: Order, reason: str | None) -> None:
    if order.copied_to is None or order.partner_org_id is None:
        return
    with acting_as(db, order.partner_org_id):
        copy = lifecycle.find(db, order.copied_to)
        if copy is not None and lifecycle.step(copy, Cause.CANCEL):
            record(db, OrderCancelled(order_id=copy.id, reason=reason))


def allocate(
    db: Session, order_id: uuid.UUID, *, carrier: str, partner_org_id: uuid.UUID | None = None
) -> bool:
    """Note who carries an order; return False when it is too late for that. Allocation records the event."""
    order = locked(db, order_id)
    if order.status == OrderStatus.REATTEMPT_SCHEDULED and carrier == "own":
        return True
    if order.copied_to is not None or not lifecycle.step(order, Cause.ALLOCATE):
        return False
    order.carrier, order.partner_org_id = carrier, partner_org_id
    return True


def release_from_partner(db: Session, order_id: uuid.UUID, *, reason: str = "partner") -> None:
    """Take an order back from a partner that will not carry it; it waits for another allocation."""
    order = locked(db, order_id)
    if order.carrier != "partner" or order.status not in {OrderStatus.CONFIRMED, OrderStatus.ALLOCATED}:
        return
    _cancel_copy(db, order, reason)
    lifecycle.step(order, Cause.UNALLOCATE)
    order.carrier = order.partner_org_id = order.copied_to = None


def hold(db: Session, order_id: uuid.UUID, *, reason: str) -> None:
    """Let an order wait for an answer; raise OrderEnded when it cannot."""
    order = locked(db, order_id)
    if not lifecycle.step(order, Cause.HOLD):
        raise OrderEnded(f"Order {order.reference} is {order.status}; only a waiting order can be held.")
    order.route_id = None
    record(db, OrderHeld(order_id=order.id, reason=reason))


def release_hold(db: Session, order_id: uuid.UUID, *, on: date | None = None) -> Order:
    """Put a held order back to work on a day (the next one unless told); raise OrderEnded or OrderRefused."""
    order = locked(db, order_id)
    days = ServiceDays(db)
    hub = _hub(order, {}, days)
    if on is not None and on < days.today(hub):
        raise OrderRefused(f"The date {on} is over; give today or a later day.", pointer="/date")
    if not lifecycle.step(order, Cause.TRY_AGAIN):
        raise OrderEnded(f"Order {order.reference} is {order.status}, not held; there is nothing to release.")
    lifecycle.move_to_day(db, order, on or lifecycle.next_day(db, order))
    record(db, OrderReopened(order_id=order.id, reason="answered"))
    return order


def set_release(
    db: Session, order_id: uuid.UUID, at: datetime | None, *, hub_id: uuid.UUID | None = None
) -> None:
    """Say when an order's parcels can be loaded at the earliest (a transfer brings them), and at which hub."""
    order = locked(db, order_id)
    order.release_at = at
    fields = ["release_at"]
    if hub_id is not None and hub_id != order.hub_id:
        order.hub_id, order.hub_given = hub_id, True
        fields.append("hub_id")
    if hub_id is not None:
        order.goods_hub_id = hub_id
    record(db, OrderChanged(order_id=order.id, fields=tuple(fields)))


def assign_hub(db: Session, order_id: uuid.UUID, hub_id: uuid.UUID, *, was: uuid.UUID) -> bool:
    """Let a plan of several hubs send an order's goods to another hub; return whether the order changed.

    An order that is at another hub than it `was`, whose goods lie in a hub by now, or that is on its way stays as
    it is. Whoever sent it may still name a hub.
    """
    order = locked(db, order_id)
    if order.hub_id != was or order.goods_hub_id is not None or order.status not in PLANNABLE:
        return False
    order.hub_id = hub_id
    record(db, OrderChanged(order_id=order.id, fields=("hub_id",)))
    return True
