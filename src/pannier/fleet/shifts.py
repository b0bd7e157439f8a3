"""Use cases: who drives what and when; neither a rider nor a vehicle is in two shifts at once."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.core.events import ShiftChanged, ShiftCreated
from pannier.core.geo import LonLat
from pannier.fleet.models import Rider, Shift, Vehicle
from pannier.fleet.problems import NotAtHub, ShiftNotFound, ShiftOverlap
from pannier.fleet.riders import get_rider
from pannier.fleet.shift_rules import check_break, check_overtime, check_times
from pannier.fleet.vehicles import get_vehicle
from pannier.places.models import Hub
from pannier.places.service import check_point, get_hub, is_built


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftValues:
    """What makes a shift; the hub is the vehicle's."""

    rider_id: uuid.UUID
    vehicle_id: uuid.UUID
    service_date: date
    starts_at: datetime
    ends_at: datetime
    break_start: datetime | None = None
    break_end: datetime | None = None
    break_s: int = 0
    overtime_s: int = 0
    overtime_per_hour_cents: int = 0
    start_at: LonLat | None = None
    end_at: LonLat | None = None
    serves: str | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """Return the values as the table has them."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        for end in ("start", "end"):
            point = values.pop(f"{end}_at")
            values |= {f"{end}_lon": point.lon if point else None, f"{end}_lat": point.lat if point else None}
        return values


def create_shift(db: Session, values: ShiftValues) -> Shift:
    """Give a rider a vehicle for part of a day; raise ShiftTimes, ShiftOverlap or NotAtHub."""
    rider, vehicle = get_rider(db, values.rider_id), get_vehicle(db, values.vehicle_id)
    _check_pair(rider, vehicle)
    hub = get_hub(db, vehicle.hub_id)
    zone = ZoneInfo(hub.timezone)
    check_times(values.starts_at, values.ends_at, service_date=values.service_date, zone=zone)
    check_break(
        values.starts_at,
        values.ends_at,
        break_start=values.break_start,
        break_end=values.break_end,
        break_s=values.break_s,
    )
    check_overtime(values.overtime_s, values.overtime_per_hour_cents)
    _check_ends(hub, values)
    _check_free(db, values)
    shift = Shift(hub_id=vehicle.hub_id, **values.columns)
    db.add(shift)
    db.flush()
    created = ShiftCreated(
        shift_id=shift.id,
        rider_id=shift.rider_id,
        vehicle_id=shift.vehicle_id,
        service_date=shift.service_date,
    )
    record(db, created)
    return shift


def get_shift(db: Session, shift_id: uuid.UUID) -> Shift:
    """Return a shift; raise ShiftNotFound."""
    shift = db.get(Shift, shift_id)
    if shift is None:
        raise ShiftNotFound(f"Shift {shift_id} does not exist here; list them with GET /v1/shifts.")
    return shift


def change_serves(db: Session, shift_id: uuid.UUID, serves: str | None) -> Shift:
    """Say what a shift serves; routes that it has stay. Raises ShiftNotFound."""
    shift = get_shift(db, shift_id)
    if shift.serves != serves:
        shift.serves = serves
        record(db, ShiftChanged(shift_id=shift.id, serves=serves))
    return shift


def list_shifts(
    db: Session, *, hub_id: uuid.UUID | None = None, service_date: date | None = None
) -> list[Shift]:
    """List shifts by their start."""
    query = select(Shift).order_by(Shift.starts_at, Shift.id)
    if hub_id is not None:
        query = query.where(Shift.hub_id == hub_id)
    if service_date is not None:
        query = query.where(Shift.service_date == service_date)
    return list(db.scalars(query))


def riders_of_shifts(db: Session, shift_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Return who has each of these shifts."""
    if not shift_ids:
        return {}
    query = select(Shift.id, Shift.rider_id).where(Shift.id.in_(shift_ids))
    return {row[0]: row[1] for row in db.execute(query)}


def shift_of_rider(db: Session, rider_id: uuid.UUID, at: datetime) -> Shift | None:
    """Return the rider's shift that runs at this time, else the next one, else the latest before it."""
    shifts = list(db.scalars(select(Shift).where(Shift.rider_id == rider_id).order_by(Shift.starts_at)))
    not_over = [shift for shift in shifts if shift.ends_at > at]
    return not_over[0] if not_over else (shifts[-1] if shifts else None)


def _check_pair(rider: Rider, vehicle: Vehicle) -> None:
    if rider.hub_id != vehicle.hub_id:
        text = "Rider and vehicle belong to different hubs; move one of them first."
        raise NotAtHub(text, pointer="/vehicle_id")
    if not (rider.active and vehicle.active):
        raise NotAtHub("Rider or vehicle is not active; make it active first.", pointer="/vehicle_id")


def _check_ends(hub: Hub, values: ShiftValues) -> None:
    """Raise PointOutsideMap for a start or end that the hub's map does not know."""
    if is_built(hub.map_name):
        for point in (values.start_at, values.end_at):
            if point is not None:
                check_point(hub, point)


def _check_free(db: Session, values: ShiftValues) -> None:
    # Both rows are locked, so that two shifts made at the same moment cannot overlook each other.
    db.scalars(select(Vehicle.id).where(Vehicle.id == values.vehicle_id).with_for_update()).one()
    db.scalars(select(Rider.id).where(Rider.id == values.rider_id).with_for_update()).one()
    query = select(Shift).where(
        or_(Shift.rider_id == values.rider_id, Shift.vehicle_id == values.vehicle_id),
        Shift.starts_at < values.ends_at,
        Shift.ends_at > values.starts_at,
    )
    other = db.scalars(query.order_by(Shift.starts_at)).first()
    if other is not None:
        who, pointer = (
            ("The rider", "/rider_id")
            if other.rider_id == values.rider_id
            else ("The vehicle", "/vehicle_id")
        )
        text = (
            f"{who} has shift {other.id} from {other.starts_at:%H:%M} to {other.ends_at:%H:%M} UTC already."
        )
        raise ShiftOverlap(f"{text} Choose other times.", pointer=pointer)
