"""Named reads of tracking: latest positions, traces, expected arrivals."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.fleet.riders import list_riders
from pannier.fleet.vehicles import list_vehicles
from pannier.planning.queries import RouteSheet, list_routes, sheet_of, sheets_of
from pannier.tracking.expected import Expected, route_as_of
from pannier.tracking.models import LatestPosition, Position, StopEta

THIN_M = 0.00005
"""Degrees (about 5 m) below which a position of a trace adds nothing."""


def etas_of_route(db: Session, route_id: uuid.UUID, now: datetime) -> list[Expected]:
    """List the expected arrivals of a route in the order of its stops, as they stand now."""
    return _as_of(db, [sheet_of(db, route_id)], now)


def etas_of_day(db: Session, hub_id: uuid.UUID, service_date: date, now: datetime) -> list[Expected]:
    """List the expected arrivals of all routes of a hub's day; stops that are done have none."""
    routes = list_routes(db, hub_id=hub_id, service_date=service_date)
    return _as_of(db, sheets_of(db, routes), now)


def _as_of(db: Session, sheets: Sequence[RouteSheet], now: datetime) -> list[Expected]:
    query = select(StopEta).where(StopEta.route_id.in_([sheet.route.id for sheet in sheets]))
    rows = {row.stop_id: row for row in db.scalars(query)}
    found: list[Expected] = []
    for sheet in sheets:
        stops = [shown.stop for shown in sheet.stops if shown.stop.id in rows]
        before = [None, *stops[:-1]] if stops else []
        work = [
            stop.planned_arrival - last.planned_start if last else timedelta()
            for last, stop in zip(before, stops, strict=True)
        ]
        found.extend(route_as_of([rows[stop.id] for stop in stops], work, now))
    return found


def latest_positions(db: Session, hub_id: uuid.UUID | None, *, since: datetime) -> list[LatestPosition]:
    """List the newest position of each rider (of a hub), none older than `since`."""
    query = (
        select(LatestPosition).where(LatestPosition.device_time >= since).order_by(LatestPosition.rider_id)
    )
    return list(db.scalars(query.where(LatestPosition.hub_id == hub_id) if hub_id else query))


def names_of(db: Session, hub_id: uuid.UUID | None) -> tuple[dict[uuid.UUID, str], dict[uuid.UUID, str]]:
    """Return the names of riders and the kinds of vehicles by id."""
    riders = {rider.id: rider.name or "" for rider in list_riders(db, hub_id)}
    return riders, {vehicle.id: vehicle.kind for vehicle in list_vehicles(db, hub_id)}


def trace_of_route(db: Session, route_id: uuid.UUID) -> list[tuple[datetime, float, float]]:
    """Return time, longitude and latitude of a route's positions, without those that stand still."""
    query = select(Position.device_time, Position.lon, Position.lat).where(Position.route_id == route_id)
    trace: list[tuple[datetime, float, float]] = []
    for at, lon, lat in db.execute(query.order_by(Position.device_time)):
        if not trace or max(abs(lon - trace[-1][1]), abs(lat - trace[-1][2])) >= THIN_M:
            trace.append((at, lon, lat))
    return trace


def last_seen(db: Session, rider_id: uuid.UUID) -> datetime | None:
    """Return when a rider's newest position was taken, None when there was none yet."""
    return db.scalars(select(LatestPosition.device_time).where(LatestPosition.rider_id == rider_id)).first()


def position_before(
    db: Session, rider_id: uuid.UUID, at: datetime, *, at_most: timedelta
) -> tuple[datetime, float, float] | None:
    """Return a rider's newest position at this time, None when it is older than `at_most`."""
    query = (
        select(Position.device_time, Position.lon, Position.lat)
        .where(
            Position.rider_id == rider_id,
            Position.device_time <= at,
            Position.device_time >= at - at_most,
        )
        .order_by(Position.device_time.desc())
        .limit(1)
    )
    row = db.execute(query).first()
    return None if row is None else (row[0], row[1], row[2])
