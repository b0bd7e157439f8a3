"""Gather a rider's day: shift, vehicle, route with stops and orders, codes and clock."""

import uuid
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.driving.duties import open_duty
from pannier.driving.problems import NotARider
from pannier.driving.spares import spares_waiting
from pannier.driving.today_route import show_route
from pannier.driving.today_schemas import (
    ClockOut,
    DutyOut,
    FailureReasonOut,
    PlaceOut,
    ReasonsOut,
    RiderOut,
    ShiftOut,
    SuccessCodeOut,
    TodayOut,
    VehicleOut,
)
from pannier.factors.reasons import failure_reasons, success_codes
from pannier.fleet.riders import find_rider_of_person
from pannier.fleet.shifts import shift_of_rider
from pannier.fleet.specification import specification
from pannier.fleet.vehicle_state import find_state
from pannier.fleet.vehicles import get_vehicle
from pannier.places.service import get_hub
from pannier.planning.queries import count_completed_of_rider, open_route_of_rider


def day_of_rider(db: Session, person_id: uuid.UUID | None) -> TodayOut:
    """Return the signed-in rider's day; raise NotARider."""
    rider = find_rider_of_person(db, person_id) if person_id else None
    if rider is None or not rider.active:
        raise NotARider("You are not an active rider here; ask your dispatcher.")
    now = clock.now()
    shift = shift_of_rider(db, rider.id, now)
    hub = get_hub(db, shift.hub_id if shift else rider.hub_id)
    service_date = shift.service_date if shift else now.astimezone(ZoneInfo(hub.timezone)).date()
    sheet = open_route_of_rider(db, rider.id, service_date)
    vehicle_id = sheet.route.vehicle_id if sheet else (shift.vehicle_id if shift else None)
    return TodayOut(
        rider=RiderOut(id=rider.id, name=rider.name or ""),
        service_date=service_date,
        hub=PlaceOut.model_validate(hub),
        shift=ShiftOut.model_validate(shift) if shift else None,
        vehicle=_vehicle(db, vehicle_id, rider.id, service_date, hub.timezone) if vehicle_id else None,
        duty=_duty(db, rider.id),
        route=show_route(db, sheet) if sheet else None,
        routes_done=count_completed_of_rider(db, rider.id, service_date),
        clock=_clock(),
        **codes().model_dump(),
    )


def codes() -> ReasonsOut:
    """Return the codes with which attempts end, with their words."""
    return ReasonsOut(
        failure_reasons=[FailureReasonOut.model_validate(row) for row in failure_reasons().values()],
        success_codes=[SuccessCodeOut.model_validate(row) for row in success_codes().values()],
    )


def _vehicle(
    db: Session, vehicle_id: uuid.UUID, rider_id: uuid.UUID, service_date: date, timezone: str
) -> VehicleOut:
    spec = specification(get_vehicle(db, vehicle_id))
    state = find_state(db, vehicle_id)
    known: Any = state.charge_wh if state else None
    pct = round(100 * known / spec.battery_wh, 1) if known is not None and spec.battery_wh else None
    return VehicleOut(
        id=spec.id,
        name=spec.name,
        kind=spec.kind.code,
        kind_label=spec.kind.label,
        battery_wh=spec.battery_wh,
        charge_pct=pct,
        spare_batteries=spares_waiting(db, spec, rider_id, service_date, ZoneInfo(timezone)),
    )


def _duty(db: Session, rider_id: uuid.UUID) -> DutyOut:
    duty = open_duty(db, rider_id, clock.now())
    if duty is None:
        return DutyOut(on=False, on_break=False, started_at=None)
    resting = bool(duty.span.breaks) and duty.span.breaks[-1].end is None
    return DutyOut(on=True, on_break=resting, started_at=duty.span.start)


def _clock() -> ClockOut:
    reading = clock.read()
    return ClockOut(now=reading.now, factor=reading.factor, running=reading.running)
