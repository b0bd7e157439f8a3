"""Tell recipients the truth: when a route is released, when it gets late, when it arrived or could not."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pannier.accounts.people import get_organisation, zone_of
from pannier.base import clock
from pannier.base.eventlog import LogEntry
from pannier.core.order_states import OrderStatus
from pannier.factors.reasons import failure_reasons
from pannier.notify.service import queue_message
from pannier.orders.queries import find_order
from pannier.orders.values import OrderView
from pannier.planning.queries import orders_of_route, planned_start_of
from pannier.tracking.links import link_for

TOLD_WHEN_LATER_BY_S = 15 * 60
NEXT_STEPS = {
    OrderStatus.REATTEMPT_SCHEDULED: "We will try again on the next day of delivery.",
    OrderStatus.HELD: "We are looking into it and will write to you again.",
    OrderStatus.RETURNING: "It goes back to its sender.",
}


def tell_on_route(db: Session, entry: LogEntry) -> None:
    """A route was released: tell each recipient on it the promised window."""
    for order_id in orders_of_route(db, entry.event.route_id):
        order = find_order(db, order_id)
        # The same promise is told once, whichever route the order is on; a new promise is told again.
        promise = (order.window_start or order.service_date) if order else None
        _tell(db, entry, order, kind="on_route", occasion=f"promise:{promise}")


def tell_late(db: Session, entry: LogEntry) -> None:
    """A delay was foretold: tell it once, if it is more than a quarter of an hour."""
    if entry.event.late_s >= TOLD_WHEN_LATER_BY_S:
        order = find_order(db, entry.event.order_id)
        end = _promise(db, order)[1] if order else None
        at = end + timedelta(seconds=entry.event.late_s) if end else None
        _tell(db, entry, order, kind="late", occasion=f"late:{entry.event.stop_id}", at=at)


def tell_delivered(db: Session, entry: LogEntry) -> None:
    """An attempt succeeded: tell when; what a partner delivered, its operator tells."""
    order, attempt = find_order(db, entry.event.order_id), entry.event.attempt_id
    if order is None or order.copied_from is not None:
        return
    _tell(db, entry, order, kind="delivered", occasion=f"attempt:{attempt}", at=entry.event.device_time)


def tell_failed(db: Session, entry: LogEntry) -> None:
    """An attempt failed: tell why and what comes next; what happened to a partner's copy, its operator tells."""
    order = find_order(db, entry.event.order_id)
    if order is None or order.copied_from is not None:
        return
    occasion, reason = f"attempt:{entry.event.attempt_id}", entry.event.reason
    _tell(db, entry, order, kind="failed", occasion=occasion, at=entry.event.device_time, reason=reason)


def tell_not_collected(db: Session, entry: LogEntry) -> None:
    """A collection failed: whoever waits for the parcel is told that it does not come as planned, and why."""
    order = find_order(db, entry.event.order_id)
    if order is None or order.copied_from is not None:
        return
    occasion, reason = f"attempt:{entry.event.attempt_id}", entry.event.reason
    _tell(db, entry, order, kind="not_collected", occasion=occasion, reason=reason)


def _tell(
    db: Session,
    entry: LogEntry,
    order: OrderView | None,
    *,
    kind: str,
    occasion: str,
    at: datetime | None = None,
    reason: str | None = None,
) -> None:
    if order is None or not (order.recipient_email or order.recipient_phone):
        return
    zone = zone_of(db)
    sender = get_organisation(db, order.merchant_org_id or order.org_id).name
    reasons = failure_reasons()
    fields = {
        "merchant": sender,
        "reference": order.reference,
        "window": _window(order.service_date, _promise(db, order), zone),
        "eta": f"{at.astimezone(zone):%H:%M}" if at else "",
        "reason": reasons[reason].label if reason is not None and reason in reasons else "",
        "next": NEXT_STEPS.get(OrderStatus(order.status), ""),
        "link": link_for(db, order.id),
    }
    queue_message(db, order, kind=kind, occasion=occasion, fields=fields, event_seq=entry.seq)


def _promise(db: Session, order: OrderView) -> tuple[datetime | None, datetime | None]:
    """Return an order's window; of several the one that its route plans to keep."""
    begins = planned_start_of(db, order_id=order.id, route_id=order.route_id) if order.more_windows else None
    return order.window_at(begins)


def _window(service_date: date, window: tuple[datetime | None, datetime | None], zone: ZoneInfo) -> str:
    day = _day(service_date, zone)
    if window[0] is None or window[1] is None:
        return day
    start, end = (at.astimezone(zone) for at in window if at)
    return f"{day} between {start:%H:%M} and {end:%H:%M}"


def _day(service_date: date, zone: ZoneInfo) -> str:
    """Return how a day reads to the recipient: a route may be released on the evening before."""
    days = (service_date - clock.now().astimezone(zone).date()).days
    return {0: "today", 1: "tomorrow"}.get(days, f"on {service_date:%A} {service_date.day} {service_date:%B}")
