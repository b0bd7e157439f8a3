"""Use cases: take vehicles into the fleet and change them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.core.events import VehicleCreated
from pannier.fleet.models import Vehicle
from pannier.fleet.problems import VehicleNotFound
from pannier.fleet.specification import check_battery, fleet_kind
from pannier.places.service import get_hub


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleValues:
    """What makes a vehicle; None means as its kind."""

    hub_id: uuid.UUID
    name: str
    kind: str
    payload_g: int | None = None
    volume_ml: int | None = None
    parcels_max: int | None = None
    battery_wh: int | None = None
    spare_batteries: int = 0
    service_percent: int | None = None
    capacities: Mapping[str, int] = field(default_factory=dict)
    equipment: Sequence[str] = ()
    shift_distance_m: int | None = None
    shift_duration_s: int | None = None
    shift_stops: int | None = None
    trip_distance_m: int | None = None
    trip_duration_s: int | None = None
    trip_stops: int | None = None
    last_in_first_out: bool = False
    eu_driving_times: bool = False
    active: bool = True


def create_vehicle(db: Session, values: VehicleValues) -> Vehicle:
    """Take a vehicle into the fleet; raise UnknownKind, BatteryMismatch or HubNotFound."""
    vehicle = Vehicle(**asdict(values) | {"equipment": sorted(set(values.equipment))})
    _check(db, vehicle)
    db.add(vehicle)
    db.flush()
    record(db, VehicleCreated(vehicle_id=vehicle.id, kind=vehicle.kind, hub_id=vehicle.hub_id))
    return vehicle


def change_vehicle(db: Session, vehicle_id: uuid.UUID, changes: Mapping[str, Any]) -> Vehicle:
    """Change some values of a vehicle; plans made before keep what they were made with."""
    vehicle = get_vehicle(db, vehicle_id)
    for name, value in changes.items():
        setattr(vehicle, name, sorted(set(value)) if name == "equipment" else value)
    with db.no_autoflush:
        _check(db, vehicle)
    return vehicle


def get_vehicle(db: Session, vehicle_id: uuid.UUID) -> Vehicle:
    """Return a vehicle; raise VehicleNotFound."""
    vehicle = db.get(Vehicle, vehicle_id)
    if vehicle is None:
        raise VehicleNotFound(f"Vehicle {vehicle_id} does not exist here; list them with GET /v1/vehicles.")
    return vehicle


def list_vehicles(db: Session, hub_id: uuid.UUID | None = None) -> list[Vehicle]:
    """List the vehicles of the organisation, or of one hub, oldest first."""
    query = select(Vehicle).order_by(Vehicle.id)
    return list(db.scalars(query if hub_id is None else query.where(Vehicle.hub_id == hub_id)))


def _check(db: Session, vehicle: Vehicle) -> None:
    get_hub(db, vehicle.hub_id)
    kind = fleet_kind(vehicle.kind)
    check_battery(kind, battery_wh=vehicle.battery_wh, spare_batteries=vehicle.spare_batteries)
