"""What tracking does when things happen on the street: expected times, the live view, links, a round's distance."""

import uuid
from typing import Any

from sqlalchemy.orm import Session

from pannier.base.bus import the_bus
from pannier.base.eventlog import LogEntry
from pannier.base.jobs import request_once
from pannier.planning.queries import get_route
from pannier.tracking.etas import news_of, refresh
from pannier.tracking.jobs import LEARN_ARRIVALS
from pannier.tracking.links import end_after, ensure_link

_ROUTE_STATES = {
    "route.released": "released",
    "route.started": "in_progress",
    "route.completed": "completed",
    "route.cancelled": "cancelled",
}
_STOP_STATES = {
    "stop.arrived": "arrived",
    "attempt.succeeded": "succeeded",
    "attempt.partial": "partial",
    "attempt.failed": "failed",
    "attempt.reopened": "reopened",
    "collection.succeeded": "collected",
    "collection.failed": "not_collected",
    "collection.reopened": "reopened",
}


def foretell(db: Session, entry: LogEntry) -> None:
    """Compute the expected arrivals of a route anew after progress on it."""
    route_id: uuid.UUID | None = entry.event.route_id
    if route_id is None:
        return
    rows = refresh(db, route_id)
    if rows:
        the_bus.publish(_topic(db, entry, route_id), news_of(route_id, rows))


def show_stop(db: Session, entry: LogEntry) -> None:
    """Tell the live view of an arrival or outcome."""
    event: Any = entry.event
    if event.route_id is None or event.stop_id is None:
        return
    order_id = getattr(event, "order_id", None)
    at = event.device_time or entry.at
    news = {
        "type": "stop",
        "route_id": str(event.route_id),
        "stop_id": str(event.stop_id),
        "order_id": str(order_id) if order_id else None,
        "state": _STOP_STATES[entry.type],
        "at": at.isoformat(),
    }
    the_bus.publish(_topic(db, entry, event.route_id), news)


def show_route(db: Session, entry: LogEntry) -> None:
    """Tell the live view of a route's new state."""
    route_id = entry.event.route_id
    news = {"type": "route", "route_id": str(route_id), "state": _ROUTE_STATES[entry.type]}
    the_bus.publish(_topic(db, entry, route_id), news)


def learn_before(db: Session, entry: LogEntry) -> None:
    """Have a hub's earlier days learned from, once a day: when the first of its routes begins."""
    route = get_route(db, entry.event.route_id)
    job_id = uuid.uuid5(route.hub_id, f"{LEARN_ARRIVALS} {route.service_date}")
    arguments = {"hub_id": str(route.hub_id), "before": route.service_date.isoformat()}
    request_once(db, kind=LEARN_ARRIVALS, arguments=arguments, job_id=job_id)


def limit_link(db: Session, entry: LogEntry) -> None:
    """Let a delivered order's link end after a week."""
    end_after(db, entry.event.order_id, entry.at)


def note_emission(db: Session, entry: LogEntry) -> None:
    """Keep a delivery's emissions for its recipient's page."""
    ensure_link(db, entry.event.order_id).co2e_mg = entry.event.co2e_mg


def _topic(db: Session, entry: LogEntry, route_id: uuid.UUID) -> str:
    return f"live.{entry.org_id}.{get_route(db, route_id).hub_id}"
