"""What a live viewer is shown first: all positions and expected times of now."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.places.service import list_hubs
from pannier.planning.queries import list_routes
from pannier.tracking.etas import news_of
from pannier.tracking.fanout import message_of
from pannier.tracking.models import LatestPosition
from pannier.tracking.queries import etas_of_route, latest_positions, names_of
from pannier.tracking.schemas import PositionOut
from pannier.tracking.sse import Message, message

SHOWN = timedelta(hours=18)
FRESH = timedelta(seconds=30)


def show_position(
    row: LatestPosition, names: Mapping[uuid.UUID, str], kinds: Mapping[uuid.UUID, str]
) -> PositionOut:
    """Return a position as dispatchers see it."""
    return PositionOut(
        rider_id=row.rider_id,
        vehicle_id=row.vehicle_id,
        route_id=row.route_id,
        hub_id=row.hub_id,
        lon=row.lon,
        lat=row.lat,
        at=row.device_time,
        heading_deg=row.heading_deg,
        speed_mps=row.speed_mps,
        battery_pct=row.battery_pct,
        name=names.get(row.rider_id, ""),
        kind=kinds.get(row.vehicle_id) if row.vehicle_id else None,
    )


def snapshot(db: Session, hub_id: uuid.UUID | None) -> list[Message]:
    """Return what a viewer needs to know before the first change."""
    names, kinds = names_of(db, hub_id)
    rows = latest_positions(db, hub_id, since=clock.now() - SHOWN)
    shown = [{"type": "position", **show_position(row, names, kinds).model_dump(mode="json")} for row in rows]
    return [feed(db, hub_id), *(message_of(news) for news in [*shown, *_etas(db, hub_id)])]


def _etas(db: Session, hub_id: uuid.UUID | None) -> list[dict[str, Any]]:
    hubs = [hub for hub in list_hubs(db) if hub_id in {None, hub.id}]
    out = [
        route
        for hub in hubs
        for route in list_routes(
            db,
            hub_id=hub.id,
            service_date=clock.now().astimezone(ZoneInfo(hub.timezone)).date(),
            states=("released", "in_progress"),
        )
    ]
    return [news_of(route.id, etas_of_route(db, route.id, clock.now())) for route in out]


def feed(db: Session, hub_id: uuid.UUID | None) -> Message:
    """Return how healthy the feed is: how many riders were seen today and how many just now."""
    now = clock.now()
    rows = latest_positions(db, hub_id, since=now - SHOWN)
    fresh = sum(now - row.device_time <= FRESH for row in rows)
    return message("feed", "feed", {"now": now, "riders": len(rows), "fresh": fresh})
