"""Move orders from state to state and tell it; what the state table does not allow changes nothing."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.eventlog import record
from pannier.base.scope import acting_as
from pannier.core.events import (
    OrderCancelled,
    OrderCollected,
    OrderDelivered,
    OrderFailed,
    OrderHeld,
    OrderInTransit,
    OrderLost,
    OrderPartiallyDelivered,
    OrderReopened,
    OrderReturned,
    OrderReturning,
)
from pannier.core.failure import status_after_failure
from pannier.core.order_states import Cause, OrderStatus, can_move, move
from pannier.factors.reasons import failure_reason, failure_reasons
from pannier.orders.models import Order
from pannier.orders.wishes import moved_wishes
from pannier.places import service as places

_AFTER = {
    OrderStatus.REATTEMPT_SCHEDULED: Cause.TRY_AGAIN,
    OrderStatus.HELD: Cause.HOLD,
    OrderStatus.RETURNING: Cause.SEND_BACK,
    OrderStatus.CANCELLED: Cause.CANCEL,
}


_WAITS = frozenset((OrderStatus.ALLOCATED, OrderStatus.REATTEMPT_SCHEDULED))
_OF_A_RUNNING_DAY = frozenset(("replanned", "access_blocked", "vehicle"))
"""Why an order that is on the road may be left out: the day was changed while it was driven."""


def step(order: Order, cause: Cause) -> bool:
    """Move the order if its state allows it; return whether it did."""
    status = OrderStatus(order.status)
    if not can_move(status, cause):
        return False
    order.status = move(status, cause)
    return True


def find(db: Session, order_id: uuid.UUID) -> Order | None:
    """Return an order of the session's organisation, locked, so that two reports do not overtake each other."""
    return db.scalars(select(Order).where(Order.id == order_id).with_for_update()).first()


def seek(db: Session, order_id: uuid.UUID, at: datetime) -> None:
    """Note since when a rider is sought for an order on demand; the first moment counts."""
    order = find(db, order_id)
    if order is not None and order.sought_at is None:
        order.sought_at = at


def plan(db: Session, order_id: uuid.UUID, route_id: uuid.UUID) -> None:
    """Note that an order got a place on a route."""
    order = find(db, order_id)
    # One that is on the road may go to another route: it was not loaded yet, or is handed over.
    if order is not None and (step(order, Cause.PLAN) or order.status == OrderStatus.IN_TRANSIT):
        order.route_id = route_id


def leave_out(db: Session, order_id: uuid.UUID, code: str = "", *, moved_to: date | None = None) -> None:
    """Note that a plan could not hold an order; one that is on the road comes back and is planned for another day.

    With `moved_to` its day is over, and it waits for that one.
    """
    order = find(db, order_id)
    if order is None:
        return
    if order.status == OrderStatus.IN_TRANSIT and code in _OF_A_RUNNING_DAY:
        _come_back(db, order, code)
    elif order.status == OrderStatus.PLANNED and order.failures:
        order.status, order.route_id = OrderStatus.REATTEMPT_SCHEDULED, None
    elif step(order, Cause.UNPLAN):
        order.route_id = None
    if moved_to is not None and order.status in _WAITS and order.service_date < moved_to:
        move_to_day(db, order, moved_to)


def _come_back(db: Session, order: Order, code: str) -> None:
    """Plan an order for the next day that left the hub and that nobody can deliver on this one; no attempt was made."""
    if step(order, Cause.FAIL) and step(order, Cause.TRY_AGAIN):
        order.route_id = order.handover = None
        move_to_day(db, order, next_day(db, order))
        record(db, OrderReopened(order_id=order.id, reason=code if code in failure_reasons() else "no_time"))


def depart(db: Session, route_id: uuid.UUID) -> None:
    """Note that a route left its hub: its planned orders are on their way, unless they are still to be collected."""
    query = select(Order).where(Order.route_id == route_id, Order.status == OrderStatus.PLANNED)
    for order in db.scalars(query.order_by(Order.id)):
        if not order.awaits_collection and step(order, Cause.DEPART):
            record(db, OrderInTransit(order_id=order.id, route_id=route_id))
            _carry_over(db, order)


def _carry_over(db: Session, copy: Order) -> None:
    """Tell the operator whose order a partner carries that it is on its way."""
    if copy.copied_from is None or copy.copied_from_org_id is None:
        return
    with acting_as(db, copy.copied_from_org_id):
        order = find(db, copy.copied_from)
        if order is not None and step(order, Cause.DEPART):
            record(db, OrderInTransit(order_id=order.id))


def unplan_route(db: Session, route_id: uuid.UUID) -> None:
    """Note that a route was called off: its orders wait for another plan."""
    query = select(Order).where(Order.route_id == route_id, Order.status == OrderStatus.PLANNED)
    for order in db.scalars(query):
        leave_out(db, order.id)


def collect(
    db: Session, order_id: uuid.UUID, attempt_id: uuid.UUID, route_id: uuid.UUID | None, at: datetime
) -> None:
    """Note that an order was taken over at its sender's door and is on its way; told twice it is told once."""
    order = find(db, order_id)
    if order is not None and order.awaits_handover:
        _take_over(order, route_id, at)
        return
    if order is None or order.collected_at is not None:
        return
    order.collected_at = at
    order.failed_attempts = _without(order, attempt_id)
    record(db, OrderCollected(order_id=order.id, attempt_id=attempt_id, route_id=route_id))
    if order.status != OrderStatus.IN_TRANSIT and step(order, Cause.COLLECT):
        order.route_id = route_id or order.route_id
        record(db, OrderInTransit(order_id=order.id, route_id=route_id))
        _carry_over(db, order)


def _take_over(order: Order, route_id: uuid.UUID | None, at: datetime) -> None:
    """Note that another rider has what waited in a vehicle that does not go on."""
    order.handover = {**(order.handover or {}), "taken_at": at.isoformat()}
    order.route_id = route_id or order.route_id
    step(order, Cause.COLLECT)


def uncollect(db: Session, order_id: uuid.UUID, attempt_id: uuid.UUID) -> None:
    """Note that the outcome of a collection was taken back: the order waits to be collected, as before."""
    order = find(db, order_id)
    if order is None:
        return
    was_failure = _forget_failure(order, attempt_id)
    if order.handover is not None and order.handover["taken_at"] is not None:
        order.handover = {**order.handover, "taken_at": None}
    elif step(order, Cause.UNCOLLECT):
        order.collected_at = None
    if was_failure:
        _restore(order, attempt_id)


def deliver(db: Session, order_id: uuid.UUID, attempt_id: uuid.UUID, *, partly: bool = False) -> None:
    """Note that an order was handed over, in full or partly; told twice it is told once."""
    order = find(db, order_id)
    if order is None or not step(order, Cause.DELIVER_PARTLY if partly else Cause.DELIVER):
        return
    order.failed_attempts = _without(order, attempt_id)
    kind = OrderPartiallyDelivered if partly else OrderDelivered
    record(db, kind(order_id=order.id, attempt_id=attempt_id))


def fail(db: Session, order_id: uuid.UUID, attempt_id: uuid.UUID, reason: str) -> None:
    """Note a failed attempt and where the order goes by its reason; the same attempt again changes nothing."""
    order = find(db, order_id)
    if order is None or order.failed_attempts.get(str(attempt_id)) == reason or not step(order, Cause.FAIL):
        return
    order.failed_attempts = {**order.failed_attempts, str(attempt_id): reason}
    order.before_failure = {**_memories(order), str(attempt_id): _memory(order)}
    record(db, OrderFailed(order_id=order.id, reason=reason, attempt_id=attempt_id))
    known = failure_reason(reason if reason in failure_reasons() else "other")
    # Nothing is aboard of what was never picked up, at a recipient's door or at a sender's.
    on_board = order.kind == "delivery" and not order.awaits_collection
    after = status_after_failure(known, order.failures, on_board=on_board)
    step(order, _AFTER[after])
    _tell_after(db, order, after, reason)


def _tell_after(db: Session, order: Order, after: OrderStatus, reason: str) -> None:
    order.route_id = order.handover = None
    match after:
        case OrderStatus.REATTEMPT_SCHEDULED:
            move_to_day(db, order, next_day(db, order))
            record(db, OrderReopened(order_id=order.id, reason=reason))
        case OrderStatus.HELD:
            record(db, OrderHeld(order_id=order.id, reason=reason))
        case OrderStatus.RETURNING:
            record(db, OrderReturning(order_id=order.id, reason=reason))
        case OrderStatus.CANCELLED:
            record(db, OrderCancelled(order_id=order.id, reason=reason))


def take_back(db: Session, order_id: uuid.UUID, attempt_id: uuid.UUID) -> None:
    """Note that an outcome was taken back: the order is on its way again, or waits to be collected, as before."""
    order = find(db, order_id)
    if order is None:
        return
    was_failure = _forget_failure(order, attempt_id)
    moved = step(order, Cause.UNCOLLECT if order.awaits_collection else Cause.TAKE_BACK)
    if was_failure and (moved or order.awaits_collection):
        _restore(order, attempt_id)
    if moved and not order.awaits_collection:
        record(db, OrderInTransit(order_id=order.id, route_id=order.route_id))


def _forget_failure(order: Order, attempt_id: uuid.UUID) -> bool:
    """Count a failed attempt no more; return whether it was counted."""
    was_failure = str(attempt_id) in order.failed_attempts
    order.failed_attempts = _without(order, attempt_id)
    return was_failure


def _without(order: Order, attempt_id: uuid.UUID) -> dict[str, Any]:
    return {key: reason for key, reason in order.failed_attempts.items() if key != str(attempt_id)}


def _memory(order: Order) -> dict[str, Any]:
    return {
        "service_date": order.service_date.isoformat(),
        "window_start": order.window_start and order.window_start.isoformat(),
        "window_end": order.window_end and order.window_end.isoformat(),
        "route_id": order.route_id and str(order.route_id),
        "collect_start": order.collect_start and order.collect_start.isoformat(),
        "collect_end": order.collect_end and order.collect_end.isoformat(),
        "due_at": order.due_at and order.due_at.isoformat(),
        "more_windows": order.more_windows,
    }


def _memories(order: Order) -> dict[str, Any]:
    """Return what is remembered by failed attempt; each is needed when attempts are taken back one by one."""
    return order.before_failure or {}


def _restore(order: Order, attempt_id: uuid.UUID) -> None:
    memories = _memories(order)
    # Rows written before revision 0006 hold one memory for all attempts.
    before = memories.get(str(attempt_id)) or (memories if "service_date" in memories else None)
    if not before:
        return
    order.service_date = date.fromisoformat(before["service_date"])
    start, end, route = before["window_start"], before["window_end"], before["route_id"]
    order.window_start = datetime.fromisoformat(start) if start else None
    order.window_end = datetime.fromisoformat(end) if end else None
    order.route_id = uuid.UUID(route) if route else None
    order.more_windows = before.get("more_windows") or []
    for name in ("collect_start", "collect_end", "due_at"):
        moment = before.get(name)
        setattr(order, name, datetime.fromisoformat(moment) if moment else None)
    order.before_failure = {key: held for key, held in memories.items() if key != str(attempt_id)} or None


def next_day(db: Session, order: Order) -> date:
    """Return the day of the next attempt: the day after the last one, or today if that is over."""
    return max(order.service_date + timedelta(days=1), clock.now().astimezone(_zone(db, order)).date())


def move_to_day(db: Session, order: Order, on: date) -> None:
    """Put an order on another service day; its windows keep their hours in the hub's zone."""
    days = timedelta(days=(on - order.service_date).days)
    zone = _zone(db, order)
    for name, value in moved_wishes(order, days, zone).items():
        setattr(order, name, value)
    order.service_date = on
    if order.window_start is not None and order.window_end is not None:
        order.window_start = order.window_start.astimezone(zone) + days
        order.window_end = order.window_end.astimezone(zone) + days
    if order.collect_start is not None and order.collect_end is not None:
        order.collect_start = order.collect_start.astimezone(zone) + days
        order.collect_end = order.collect_end.astimezone(zone) + days


def _zone(db: Session, order: Order) -> ZoneInfo:
    return ZoneInfo(places.get_hub(db, order.hub_id).timezone if order.hub_id else "UTC")


def end_parcels(db: Session, order: Order, fates: list[str | None]) -> None:
    """Close the order when each of its parcels came back to the merchant or was lost."""
    if not fates or None in fates:
        return
    lost = "lost" in fates
    if step(order, Cause.LOSE if lost else Cause.RETURN):
        record(db, OrderLost(order_id=order.id) if lost else OrderReturned(order_id=order.id))
