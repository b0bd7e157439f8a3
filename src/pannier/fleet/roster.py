"""Who drives what on a hub's day, as frozen values for planning and dispatch."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from pannier.core.geo import LonLat
from pannier.factors.kinds import CostRates
from pannier.fleet.kind_costs import costs_on
from pannier.fleet.models import Rider, Shift, Vehicle, VehicleState
from pannier.fleet.problems import ShiftNotFound
from pannier.fleet.specification import VehicleSpec, specification


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterEntry:
    """One shift with its vehicle and rider; `charge_wh` is what the battery was last known to hold, and when."""

    shift_id: uuid.UUID
    hub_id: uuid.UUID
    service_date: date
    rider_id: uuid.UUID
    rider_name: str
    rider_active: bool
    skills: tuple[str, ...]
    vehicle: VehicleSpec
    vehicle_hub_id: uuid.UUID
    vehicle_active: bool
    starts_at: datetime
    ends_at: datetime
    break_start: datetime | None
    break_end: datetime | None
    break_s: int
    overtime_s: int
    overtime_per_hour_cents: int
    start_at: LonLat | None
    end_at: LonLat | None
    charge_wh: float | None
    charge_at: datetime | None
    serves: str | None = None


def roster(db: Session, *, hub_id: uuid.UUID, service_date: date) -> list[RosterEntry]:
    """List the shifts of a hub's day by their start, those of inactive riders and vehicles included."""
    query = _query().where(Shift.hub_id == hub_id, Shift.service_date == service_date)
    rows = db.execute(query.order_by(Shift.starts_at, Shift.id))
    costs = costs_on(db, service_date)
    return [_entry(*row, costs=costs) for row in rows]


def roster_entry(db: Session, shift_id: uuid.UUID) -> RosterEntry:
    """Return one shift with its vehicle and rider; raise ShiftNotFound."""
    row = db.execute(_query().where(Shift.id == shift_id)).first()
    if row is None:
        raise ShiftNotFound(f"Shift {shift_id} does not exist here; list them with GET /v1/shifts.")
    return _entry(*row, costs=costs_on(db, row[0].service_date))


def _query() -> Select[Shift, Vehicle, Rider, VehicleState]:
    return (
        select(Shift, Vehicle, Rider, VehicleState)
        .join(Vehicle, Vehicle.id == Shift.vehicle_id)
        .join(Rider, Rider.id == Shift.rider_id)
        .outerjoin(VehicleState, VehicleState.vehicle_id == Vehicle.id)
    )


def _entry(
    shift: Shift,
    vehicle: Vehicle,
    rider: Rider,
    state: VehicleState | None,
    *,
    costs: Mapping[str, CostRates],
) -> RosterEntry:
    return RosterEntry(
        shift_id=shift.id,
        hub_id=shift.hub_id,
        service_date=shift.service_date,
        rider_id=rider.id,
        rider_name=rider.name or "",
        rider_active=rider.active,
        skills=tuple(rider.skills),
        vehicle=specification(vehicle, costs),
        vehicle_hub_id=vehicle.hub_id,
        vehicle_active=vehicle.active,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        break_start=shift.break_start,
        break_end=shift.break_end,
        break_s=shift.break_s,
        overtime_s=shift.overtime_s,
        overtime_per_hour_cents=shift.overtime_per_hour_cents,
        start_at=_point(shift.start_lon, shift.start_lat),
        end_at=_point(shift.end_lon, shift.end_lat),
        charge_wh=state.charge_wh if state else None,
        charge_at=state.charge_at if state else None,
        serves=shift.serves,
    )


def _point(lon: float | None, lat: float | None) -> LonLat | None:
    return None if lon is None or lat is None else LonLat(lon, lat).rounded()
