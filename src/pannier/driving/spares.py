"""Which of a vehicle's spare batteries still wait at the hub."""

import uuid
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.driving.effects import vehicle_of
from pannier.driving.models import RiderEvent
from pannier.fleet.shifts import list_shifts
from pannier.fleet.specification import VehicleSpec


def spares_waiting(
    db: Session, vehicle: VehicleSpec, rider_id: uuid.UUID, service_date: date, zone: ZoneInfo
) -> int:
    """Return the spare batteries less the swaps of the day; the used ones are charged by the next morning."""
    crews = {shift.rider_id for shift in list_shifts(db, service_date=service_date)
             if shift.vehicle_id == vehicle.id}  # fmt: skip
    begins = datetime.combine(service_date, time(), zone)
    query = select(RiderEvent).where(
        RiderEvent.rider_id.in_(crews | {rider_id}),
        RiderEvent.at >= begins,
        RiderEvent.at < begins + timedelta(days=1),
        RiderEvent.type == "battery.swap",
        RiderEvent.rejected.is_(None),
        RiderEvent.conflict.is_(None),
    )
    swaps = sum(vehicle_of(db, row) == vehicle.id for row in db.scalars(query))
    return max(0, vehicle.spare_batteries - swaps)
