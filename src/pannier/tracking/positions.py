"""Take positions in: check, keep only those on duty, store in a shared commit, then tell the live view."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import msgspec

from pannier.base.bulk import insert_columns, upsert_columns
from pannier.base.bus import the_bus
from pannier.base.group_commit import GroupCommit
from pannier.base.ids import new_id
from pannier.base.scope import SYSTEM
from pannier.base.transactions import transaction
from pannier.core.device_time import happened
from pannier.driving.messages import Lat, Lon, Moment, Percent
from pannier.tracking.models import LatestPosition, Position
from pannier.tracking.on_duty import Sender
from pannier.tracking.problems import NotOnDuty

MOST_POINTS = 500
MOST_WAITING = 20_000


class Point(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One position as the phone tells it."""

    device_time: Moment
    lon: Lon
    lat: Lat
    accuracy_m: Annotated[float, msgspec.Meta(ge=0, le=100_000)] | None = None
    speed_mps: Annotated[float, msgspec.Meta(ge=0, le=150)] | None = None
    heading_deg: Annotated[float, msgspec.Meta(ge=0, le=360)] | None = None
    battery_pct: Percent | None = None


class PointBatch(msgspec.Struct, forbid_unknown_fields=True):
    """Positions of one rider."""

    points: Annotated[list[Point], msgspec.Meta(min_length=1, max_length=MOST_POINTS)]


@dataclass(frozen=True, slots=True)
class Fix:
    """A position that may be kept; `told_time` only where the phone's clock could not be right."""

    at: datetime
    told_time: datetime | None
    point: Point


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one request brings."""

    sender: Sender
    received_at: datetime
    fixes: tuple[Fix, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """How many of a request's positions were new."""

    stored: int
    duplicates: int


def on_duty(sender: Sender, points: Sequence[Point], received_at: datetime) -> tuple[Fix, ...]:
    """Return the positions that may be kept: those while the rider worked. Raise NotOnDuty without any duty."""
    if not sender.spans:
        raise NotOnDuty("You have not started duty; keep the points, send duty.start first.")
    fixes: dict[datetime, Fix] = {}
    for point in points:
        when = happened(point.device_time, received_at)
        if sender.worked_at(when.at):
            fixes.setdefault(when.at, Fix(when.at, point.device_time if when.suspect else None, point))
    return tuple(fixes[at] for at in sorted(fixes))


def store(deliveries: Sequence[Delivery]) -> list[Stored]:
    """Write the positions of several requests in one transaction; after its commit, tell the live view."""
    with transaction(SYSTEM) as db:
        written = insert_columns(db, Position, _columns(deliveries), returning=("rider_id", "device_time"))
        newest = _newest(deliveries)
        if newest:
            upsert_columns(
                db, LatestPosition, _latest_columns(newest), key=("rider_id",), newer_by="device_time"
            )
    new = {(row.rider_id, row.device_time) for row in written}
    for one in newest:
        _publish(one)
    return [_count(delivery, new) for delivery in deliveries]


def _count(delivery: Delivery, new: set[tuple[uuid.UUID, datetime]]) -> Stored:
    """Count what is new; two requests with the same position in one commit share it, the first one has it."""
    mine = {(delivery.sender.rider_id, fix.at) for fix in delivery.fixes}
    stored = len(mine & new)
    new -= mine
    return Stored(stored, len(delivery.fixes) - stored)


def _columns(deliveries: Sequence[Delivery]) -> dict[str, list[Any]]:
    pairs = [(delivery, fix) for delivery in deliveries for fix in delivery.fixes]
    return {
        "org_id": [d.sender.org_id for d, _ in pairs],
        "rider_id": [d.sender.rider_id for d, _ in pairs],
        "device_time": [fix.at for _, fix in pairs],
        "received_at": [d.received_at for d, _ in pairs],
        "told_time": [fix.told_time for _, fix in pairs],
        "vehicle_id": [d.sender.vehicle_id for d, _ in pairs],
        "route_id": [d.sender.route_id for d, _ in pairs],
        **_measured([fix for _, fix in pairs]),
    }


def _measured(fixes: Sequence[Fix]) -> dict[str, list[Any]]:
    return {
        "lon": [round(fix.point.lon, 6) for fix in fixes],
        "lat": [round(fix.point.lat, 6) for fix in fixes],
        "accuracy_m": [fix.point.accuracy_m for fix in fixes],
        "speed_mps": [fix.point.speed_mps for fix in fixes],
        "heading_deg": [fix.point.heading_deg for fix in fixes],
        "battery_pct": [fix.point.battery_pct for fix in fixes],
    }


def _newest(deliveries: Sequence[Delivery]) -> list[tuple[Sender, Fix]]:
    newest: dict[uuid.UUID, tuple[Sender, Fix]] = {}
    for delivery in deliveries:
        for fix in delivery.fixes[-1:]:
            before = newest.get(delivery.sender.rider_id)
            if before is None or before[1].at < fix.at:
                newest[delivery.sender.rider_id] = (delivery.sender, fix)
    return [newest[key] for key in sorted(newest)]


def _latest_columns(newest: Sequence[tuple[Sender, Fix]]) -> dict[str, list[Any]]:
    return {
        "id": [new_id() for _ in newest],
        "org_id": [sender.org_id for sender, _ in newest],
        "created_at": [fix.at for _, fix in newest],
        "rider_id": [sender.rider_id for sender, _ in newest],
        "hub_id": [sender.hub_id for sender, _ in newest],
        "vehicle_id": [sender.vehicle_id for sender, _ in newest],
        "route_id": [sender.route_id for sender, _ in newest],
        "device_time": [fix.at for _, fix in newest],
        **_measured([fix for _, fix in newest]),
    }


def _publish(one: tuple[Sender, Fix]) -> None:
    sender, fix = one
    news = {
        "type": "position",
        "rider_id": str(sender.rider_id),
        "vehicle_id": str(sender.vehicle_id) if sender.vehicle_id else None,
        "route_id": str(sender.route_id) if sender.route_id else None,
        "hub_id": str(sender.hub_id),
        "lon": round(fix.point.lon, 6),
        "lat": round(fix.point.lat, 6),
        "at": fix.at.isoformat(),
        "heading_deg": fix.point.heading_deg,
        "speed_mps": fix.point.speed_mps,
        "battery_pct": fix.point.battery_pct,
        "name": sender.name,
        "kind": sender.vehicle_kind,
    }
    the_bus.publish(f"live.{sender.org_id}.{sender.hub_id}", news)


def _weight(delivery: Delivery) -> int:
    return len(delivery.fixes)


gathering: GroupCommit[Delivery, Stored] = GroupCommit("positions", store, weigh=_weight, most=MOST_WAITING)
"""Where all requests of this process wait for their shared commit."""
