"""Hubs, vehicles, riders and shifts in the tables, for tests with a database."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pannier.fleet.models import Rider, Shift, Vehicle
from pannier.fleet.riders import RiderValues, create_rider
from pannier.fleet.shifts import ShiftValues, create_shift
from pannier.fleet.vehicles import VehicleValues, create_vehicle
from pannier.places.models import Hub
from tests.support.fleet_days import DAY, HUB

ZONE = ZoneInfo("Europe/Monaco")


def local(hour: float, on: date = DAY) -> datetime:
    """Return a local time of the day."""
    return datetime(on.year, on.month, on.day, tzinfo=ZONE) + timedelta(hours=hour)


def make_hub(db: Session, **values: Any) -> Hub:
    """Write a hub as it would stand after set-up, without asking for a built map."""
    usual = {
        "name": "Port",
        "code": f"P{uuid.uuid4().hex[:4]}",
        "address": "Quai",
        "lon": HUB.lon,
        "lat": HUB.lat,
        "timezone": "Europe/Monaco",
        "opens": "06:00",
        "closes": "22:00",
        "loading_s": 600,
        "map_name": "monaco",
    }
    hub = Hub(**(usual | values))
    db.add(hub)
    db.flush()
    return hub


@dataclass(frozen=True)
class Crew:
    """A rider with a vehicle for a day."""

    rider: Rider
    vehicle: Vehicle
    shift: Shift


def make_crew(
    db: Session,
    hub_id: uuid.UUID,
    *,
    kind: str = "cargo_bike",
    name: str = "One",
    hours: tuple[float, float] = (8, 16),
    skills: tuple[str, ...] = (),
    **values: Any,
) -> Crew:
    """Take a vehicle and a rider into the fleet and give them a shift."""
    vehicle = create_vehicle(db, VehicleValues(hub_id=hub_id, name=name, kind=kind, **values))
    rider = create_rider(db, RiderValues(hub_id=hub_id, name=f"Rider {name}", skills=skills))
    shift = create_shift(
        db,
        ShiftValues(
            rider_id=rider.id,
            vehicle_id=vehicle.id,
            service_date=DAY,
            starts_at=local(hours[0]),
            ends_at=local(hours[1]),
        ),
    )
    return Crew(rider, vehicle, shift)
