"""Check one event against what is known: its order, stop, route and codes exist, and the route is the rider's own."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from pannier.driving.messages import Charge, Collected, Data, EventIn, Failure, Success
from pannier.driving.stages import Stage
from pannier.factors.reasons import reasons_at, success_codes
from pannier.fleet.shifts import shift_of_rider
from pannier.orders.queries import find_order
from pannier.orders.values import OrderView
from pannier.planning.problems import RouteNotFound, StopNotFound
from pannier.planning.queries import (
    find_collect_task,
    find_task,
    get_route,
    get_stop,
    open_route_of_rider,
    route_of_order,
)

_OF_A_ROUTE = {"route.load", "hub.return"}
_MOVED = "This route belongs to another rider by now; what you told is kept for the dispatcher."


@dataclass(frozen=True, slots=True)
class Checked:
    """What an event refers to; `rejected` or `conflict` hold a code, `detail` the sentence for it."""

    route_id: uuid.UUID | None = None
    stop_id: uuid.UUID | None = None
    order: OrderView | None = None
    rejected: str | None = None
    conflict: str | None = None
    detail: str | None = None


def is_collection(event_type: str) -> bool:
    """Tell whether an event is about a sender's door."""
    return event_type.startswith("collection.")


def check_event(db: Session, rider_id: uuid.UUID, event: EventIn, data: Data) -> Checked:
    """Return what the event refers to, or why it can never be applied."""
    collects = is_collection(event.type)
    fault = _charge_fault(data) if isinstance(data, Charge) else _code_fault(data, collects)
    if fault is not None:
        return fault
    try:
        if collects or event.type.startswith("attempt."):
            return _check_attempt(db, rider_id, event)
        route_id: uuid.UUID | None
        if event.stop_id is not None:
            route_id = get_stop(db, event.stop_id).route_id
        elif event.route_id is not None or event.type in _OF_A_ROUTE:
            route_id = event.route_id or _open_route(db, rider_id, event)
        else:
            return Checked()
        return _own(db, rider_id, route_id, event.stop_id)
    except (StopNotFound, RouteNotFound) as missing:
        return Checked(rejected=missing.code, detail=missing.detail)


def _own(db: Session, rider_id: uuid.UUID, route_id: uuid.UUID | None, stop_id: uuid.UUID | None) -> Checked:
    if route_id is None:
        text = "You have no route today; name the route."
        return Checked(rejected="route_unknown", detail=text)
    route = get_route(db, route_id)
    if route.state == "draft":
        text = "This route is not released yet; wait for your dispatcher."
        return Checked(rejected="route_not_released", detail=text)
    if route.rider_id != rider_id:
        return Checked(route_id, stop_id, conflict="moved_away", detail=_MOVED)
    return Checked(route_id, stop_id)


def _check_attempt(db: Session, rider_id: uuid.UUID, event: EventIn) -> Checked:
    order = find_order(db, event.order_id) if event.order_id else None
    if order is None:
        text = f"Order {event.order_id} does not exist here; check the id."
        return Checked(rejected="order_not_found", detail=text)
    route_id = event.route_id or _route_of(db, order.id)
    if route_id is None:
        return Checked(order=order, stop_id=event.stop_id, conflict="moved_away", detail=_MOVED)
    find = find_collect_task if is_collection(event.type) else find_task
    task = find(db, order_id=order.id, route_id=route_id)
    stop_id = task.stop_id if task else None
    moved = task is None or get_route(db, route_id).rider_id != rider_id
    return Checked(
        route_id,
        stop_id,
        order,
        conflict="moved_away" if moved else None,
        detail=_MOVED if moved else None,
    )


def _route_of(db: Session, order_id: uuid.UUID) -> uuid.UUID | None:
    route = route_of_order(db, order_id)
    return route.id if route else None


def _open_route(db: Session, rider_id: uuid.UUID, event: EventIn) -> uuid.UUID | None:
    shift = shift_of_rider(db, rider_id, event.device_time)
    sheet = open_route_of_rider(db, rider_id, shift.service_date) if shift else None
    return sheet.route.id if sheet else None


def _code_fault(data: Data, collects: bool) -> Checked | None:
    reasons = reasons_at(Stage.COLLECTION if collects else Stage.DELIVERY)
    if isinstance(data, Failure):
        row = reasons.get(data.reason)
        if row is None:
            return _unknown("/data/reason", data.reason, reasons)
        if row.text_required and not (data.text or "").strip():
            text = f"/data/text: The reason {data.reason} needs a text."
            return Checked(rejected="text_missing", detail=text)
    if isinstance(data, Success | Collected):
        if data.code is not None and data.code not in success_codes():
            return _unknown("/data/code", data.code, success_codes())
        reason = data.reason if isinstance(data, Success) else None
        if reason is not None and reason not in reasons:
            return _unknown("/data/reason", reason, reasons)
    return None


def _charge_fault(told: Charge) -> Checked | None:
    before, now = told.charge_pct_before, told.charge_pct
    if before is None or now >= before:
        return None
    text = (
        f"/data/charge_pct: A charge cannot end at {now:g} % when it began at {before:g} %;"
        " read both off the display again."
    )
    return Checked(rejected="charge_fell", detail=text)


def _unknown(pointer: str, code: str, known: Iterable[str]) -> Checked:
    names = ", ".join(known)
    return Checked(rejected="reason_unknown", detail=f"{pointer}: {code!r} is unknown; use one of {names}.")
