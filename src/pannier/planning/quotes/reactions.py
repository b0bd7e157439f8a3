"""What quotes do when a plan changes: all processes that answer hear of it and make themselves ready."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from pannier.base.bus import the_bus
from pannier.base.eventlog import LogEntry
from pannier.base.scope import org_of
from pannier.planning.queries import get_route

TOPIC = "plans.changed"
OF_ROUTES = ("route.released", "route.cancelled", "route.stopped")
WATCHED = ("plan.ready", *OF_ROUTES)
"""Events after which a plan stands otherwise than before."""


def tell(db: Session, entry: LogEntry) -> None:
    """Tell whose plan of which hub and day changed."""
    event: Any = entry.event
    of: Any = get_route(db, event.route_id) if entry.type in OF_ROUTES else event
    the_bus.publish(TOPIC, news_of(org_of(db), of.hub_id, of.service_date))


def news_of(org_id: uuid.UUID, hub_id: uuid.UUID, service_date: date) -> dict[str, str]:
    """Return the news that a plan changed."""
    return {"org_id": str(org_id), "hub_id": str(hub_id), "date": service_date.isoformat()}
