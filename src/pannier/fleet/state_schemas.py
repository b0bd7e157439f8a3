"""How the known state of a vehicle looks over HTTP: every value with its source and age."""

import uuid
from datetime import datetime

from pannier.base.schemas import Out
from pannier.fleet.models import Vehicle, VehicleState
from pannier.fleet.specification import specification


class Known(Out):
    """Who says so (`source`), since when, and how old that is."""

    source: str
    at: datetime
    age_s: int


class PositionOut(Known):
    """Where the vehicle is."""

    lon: float
    lat: float


class ChargeOut(Known):
    """What its battery holds."""

    wh: float
    pct: float


class LoadOut(Known):
    """What is aboard."""

    mass_g: int
    parcels: int


class ClockOut(Known):
    """Until when its time is spent."""

    free_at: datetime


class VehicleStateOut(Out):
    """What is known of a vehicle; null where nothing is."""

    vehicle_id: uuid.UUID
    name: str
    kind: str
    position: PositionOut | None
    charge: ChargeOut | None
    load: LoadOut | None
    clock: ClockOut | None

    @classmethod
    def of(cls, vehicle: Vehicle, state: VehicleState | None, now: datetime) -> "VehicleStateOut":
        """Show what is known of a vehicle at this time."""
        known = (
            dict.fromkeys(("position", "charge", "load", "clock"))
            if state is None
            else _parts(vehicle, state, now)
        )
        return cls(vehicle_id=vehicle.id, name=vehicle.name, kind=vehicle.kind, **known)


def _parts(vehicle: Vehicle, state: VehicleState, now: datetime) -> dict[str, Known | None]:
    return {
        "position": _position(state, now),
        "charge": _charge(vehicle, state, now),
        "load": _load(state, now),
        "clock": _clock(state, now),
    }


def _age_s(at: datetime, now: datetime) -> int:
    return max(0, int((now - at).total_seconds()))


def _position(state: VehicleState, now: datetime) -> PositionOut | None:
    at, source, lon, lat = state.position_at, state.position_source, state.lon, state.lat
    if at is None or source is None or lon is None or lat is None:
        return None
    return PositionOut(source=source, at=at, age_s=_age_s(at, now), lon=lon, lat=lat)


def _charge(vehicle: Vehicle, state: VehicleState, now: datetime) -> ChargeOut | None:
    at, source, wh = state.charge_at, state.charge_source, state.charge_wh
    capacity_wh = specification(vehicle).battery_wh
    if at is None or source is None or wh is None or not capacity_wh:
        return None
    pct = round(min(100.0, 100 * wh / capacity_wh), 1)
    return ChargeOut(source=source, at=at, age_s=_age_s(at, now), wh=round(wh, 1), pct=pct)


def _load(state: VehicleState, now: datetime) -> LoadOut | None:
    at, source = state.load_at, state.load_source
    if at is None or source is None:
        return None
    mass_g, parcels = state.load_g or 0, state.load_parcels or 0
    return LoadOut(source=source, at=at, age_s=_age_s(at, now), mass_g=mass_g, parcels=parcels)


def _clock(state: VehicleState, now: datetime) -> ClockOut | None:
    at, source, free_at = state.clock_at, state.clock_source, state.free_at
    if at is None or source is None or free_at is None:
        return None
    return ClockOut(source=source, at=at, age_s=_age_s(at, now), free_at=free_at)
