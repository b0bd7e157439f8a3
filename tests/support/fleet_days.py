"""Days of a hub made by hand, for the rules of planning: a grid of streets, a few kinds of vehicles."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from pannier.core.geo import LonLat
from pannier.factors.kinds import VehicleKind, vehicle_kind
from pannier.fleet.specification import VehicleSpec
from pannier.planning.day import Day, HubOfDay, OrderOfDay, ShiftOfDay, StationOfDay

DAY = date(2026, 3, 10)
MIDNIGHT = datetime(2026, 3, 9, 23, tzinfo=UTC)
"""When the day begins in Monaco, in UTC."""
HUB = LonLat(7.42, 43.73)


def at(hours: float) -> datetime:
    """Return a moment of the day by its local hour."""
    return MIDNIGHT + timedelta(hours=hours)


def east(metres: float, north_m: float = 0) -> LonLat:
    """Return a point so far from the hub."""
    return LonLat(HUB.lon + metres / 80_340, HUB.lat + north_m / 111_195).rounded()


def order(reference: str, point: LonLat, **values: Any) -> OrderOfDay:
    """Return an order of one small parcel, or as said."""
    usual: dict[str, Any] = {"kind": "delivery", "weight_g": 2_000, "volume_ml": 8_000, "parcels": 1}
    return OrderOfDay(
        id=uuid.uuid5(uuid.NAMESPACE_URL, reference), reference=reference, point=point, **(usual | values)
    )


def spec(kind: str | VehicleKind = "cargo_bike", *, name: str = "One", **values: Any) -> VehicleSpec:
    """Return a vehicle as its kind says, or as said."""
    row = vehicle_kind(kind) if isinstance(kind, str) else kind
    usual: dict[str, Any] = {
        "payload_g": row.payload_g,
        "volume_ml": row.volume_ml,
        "parcels_max": row.parcels_max,
        "battery_wh": row.battery.capacity_wh if row.battery else None,
        "spare_batteries": 0,
        "service_percent": row.times.service_percent,
    }
    return VehicleSpec(id=uuid.uuid5(uuid.NAMESPACE_URL, name), name=name, kind=row, **(usual | values))


def shift(
    vehicle: VehicleSpec | None = None, hours: tuple[float, float] = (8, 16), **values: Any
) -> ShiftOfDay:
    """Return a shift from eight to four, or as said."""
    vehicle = vehicle or spec()
    return ShiftOfDay(
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"{vehicle.name} {hours}"),
        rider_id=uuid.uuid5(uuid.NAMESPACE_URL, f"rider {vehicle.name}"),
        vehicle=vehicle,
        starts_at=at(hours[0]),
        ends_at=at(hours[1]),
        **({"skills": ()} | values),
    )


def station(name: str = "Quai", point: LonLat | None = None, **values: Any) -> StationOfDay:
    """Return a charging station of 22 kW a little east of the hub, or as said."""
    return StationOfDay(
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"station {name}"),
        name=name,
        point=point or east(1000),
        **({"power_w": 22_000} | values),
    )


def day(orders: Sequence[OrderOfDay] = (), shifts: Sequence[ShiftOfDay] = (), **values: Any) -> Day:
    """Return a day at a hub that is open from six to ten, seen from its first second."""
    hub = HubOfDay(
        id=uuid.uuid5(uuid.NAMESPACE_URL, "hub"),
        name="Port",
        point=HUB,
        timezone="Europe/Monaco",
        opens=time(6),
        closes=time(22),
        loading_s=600,
    )
    made = Day(hub=hub, service_date=DAY, orders=tuple(orders), shifts=tuple(shifts), now=MIDNIGHT)
    if "stations" in values:
        values["stations"] = tuple(values["stations"])
    return replace(made, **values)
