"""What a vehicle can do: the row of its kind with the vehicle's own figures over it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from pannier.core.problem import Limits
from pannier.factors.kinds import CostRates, VehicleKind, fleet_kinds
from pannier.fleet.models import Vehicle
from pannier.fleet.problems import BatteryMismatch, UnknownKind

NO_LIMITS = Limits()
AS_SHIPPED: Mapping[str, CostRates] = MappingProxyType({})
"""Costs of no kind that are an operator's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleSpec:
    """A vehicle as a plan sees it; `battery_wh` is None where the kind carries none."""

    id: uuid.UUID
    name: str
    kind: VehicleKind
    payload_g: int
    volume_ml: int
    parcels_max: int
    battery_wh: int | None
    spare_batteries: int
    service_percent: int = 100
    capacities: Mapping[str, int] = field(default_factory=dict)
    equipment: tuple[str, ...] = ()
    shift_limits: Limits = NO_LIMITS
    trip_limits: Limits = NO_LIMITS
    last_in_first_out: bool = False


def specification(vehicle: Vehicle, costs: Mapping[str, CostRates] = AS_SHIPPED) -> VehicleSpec:
    """Return what the vehicle can do, and what it costs by an operator's `costs` of kinds."""
    kind = fleet_kind(vehicle.kind)
    kind = replace(kind, cost=costs.get(kind.code, kind.cost))
    capacity_wh = kind.battery.capacity_wh if kind.battery else None
    return VehicleSpec(
        id=vehicle.id,
        name=vehicle.name,
        kind=kind,
        payload_g=vehicle.payload_g or kind.payload_g,
        volume_ml=vehicle.volume_ml or kind.volume_ml,
        parcels_max=vehicle.parcels_max or kind.parcels_max,
        battery_wh=vehicle.battery_wh or capacity_wh,
        spare_batteries=vehicle.spare_batteries,
        service_percent=vehicle.service_percent or kind.times.service_percent,
        capacities=dict(vehicle.capacities or {}),
        equipment=tuple(vehicle.equipment or ()),
        shift_limits=Limits(vehicle.shift_distance_m, vehicle.shift_duration_s, vehicle.shift_stops),
        trip_limits=Limits(vehicle.trip_distance_m, vehicle.trip_duration_s, vehicle.trip_stops),
        last_in_first_out=vehicle.last_in_first_out,
    )


def fleet_kind(code: str, *, pointer: str = "/kind") -> VehicleKind:
    """Return a kind that a fleet may own; raise UnknownKind, also for kinds of the baseline only."""
    known = fleet_kinds()
    if code not in known:
        raise UnknownKind(f"{code!r} is no vehicle kind; use one of {', '.join(known)}.", pointer=pointer)
    return known[code]


def check_battery(kind: VehicleKind, *, battery_wh: int | None, spare_batteries: int) -> None:
    """Raise BatteryMismatch for a figure that could change nothing: no form keeps an option without effect."""
    if battery_wh is not None and kind.battery is None:
        raise BatteryMismatch(f"A {kind.label} has no battery; leave battery_wh out.", pointer="/battery_wh")
    if spare_batteries and (kind.battery is None or kind.battery.swap_s is None):
        text = f"A {kind.label} does not swap its battery at the hub; leave spare_batteries at 0."
        raise BatteryMismatch(text, pointer="/spare_batteries")
