"""What a vehicle kind is made of: routing, capacity, battery, times, costs, energy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pannier.core.energy import EnergyParameters, NoEnergy

# Valhalla ignores options that it does not know, so the ones in use are listed with their limits.
_OPTIONS: dict[str, dict[str, tuple[float, float] | tuple[str, ...]]] = {
    "auto": {"top_speed": (10, 252), "use_tolls": (0, 1), "use_highways": (0, 1)},
    "bicycle": {
        "bicycle_type": ("Road", "Hybrid", "Cross", "Mountain"),
        "cycling_speed": (5, 60),
        "use_roads": (0, 1),
        "use_hills": (0, 1),
        "avoid_bad_surfaces": (0, 1),
    },
    "pedestrian": {"walking_speed": (0.5, 25), "use_hills": (0, 1)},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingProfile:
    """How the road network is used: Valhalla's costing, its options, and a factor on its durations."""

    costing: str
    options: Mapping[str, Any]
    duration_factor: float

    def __post_init__(self) -> None:
        if self.costing not in _OPTIONS:
            raise ValueError(f"costing must be one of {', '.join(_OPTIONS)}, not {self.costing!r}.")
        if not 0.2 <= self.duration_factor <= 5:
            raise ValueError(f"duration_factor must be between 0.2 and 5, not {self.duration_factor}.")
        for name, value in self.options.items():
            _check_option(self.costing, name, value)


def _check_option(costing: str, name: str, value: object) -> None:
    allowed = _OPTIONS[costing].get(name)
    if allowed is None:
        known = ", ".join(_OPTIONS[costing])
        raise ValueError(f"option {name} is not known for {costing}; known are {known}.")
    if isinstance(allowed[0], str):
        if value not in allowed:
            raise ValueError(f"option {name} must be one of {allowed}, not {value!r}.")
    elif not isinstance(value, int | float) or not allowed[0] <= value <= float(allowed[1]):
        raise ValueError(f"option {name} must be between {allowed[0]} and {allowed[1]}, not {value!r}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Seconds that a halt takes (`parking_s`) and that each delivery adds to its own service (`door_s`).

    `service_percent` stretches the service itself: 120 where an order's minutes at the door take a fifth longer.
    """

    parking_s: int
    door_s: int
    service_percent: int = 100

    def __post_init__(self) -> None:
        if min(self.parking_s, self.door_s) < 0:
            raise ValueError("parking_s and door_s must not be negative.")
        if not 10 <= self.service_percent <= 1000:
            raise ValueError(f"service_percent must be between 10 and 1000, not {self.service_percent}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Battery:
    """A battery, the share of it that no plan may use, and how it gets full: by swap or at a plug.

    `station_w` is the most that it takes at a charging station on the way; None: it never charges there.
    """

    capacity_wh: int
    reserve_share: float
    swap_s: int | None = None
    charge_w: int | None = None
    station_w: int | None = None

    def __post_init__(self) -> None:
        if self.capacity_wh <= 0 or not 0 <= self.reserve_share < 1:
            raise ValueError("capacity_wh must be positive and reserve_share between 0 and 1.")
        if (self.swap_s or 0) <= 0 and (self.charge_w or 0) <= 0:
            raise ValueError("either swap_s or charge_w must be given and positive.")
        if self.station_w is not None and self.station_w <= 0:
            raise ValueError("station_w must be positive.")

    def usable_j(self, capacity_wh: int | None = None) -> int:
        """Return the joules a plan may use, of this battery or of one with another capacity."""
        return int((capacity_wh or self.capacity_wh) * 3600 * (1 - self.reserve_share))

    def recharge_s(self, missing_j: float) -> int:
        """Return how long it takes to be full again: one swap, or charging what is missing."""
        return self.swap_s if self.swap_s else round(missing_j / (self.charge_w or 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRates:
    """Cents of the operator's currency: per route, per hour on duty, per km and per kWh at the plug.

    The two small ones may be parts of a cent.
    """

    fixed_cents: int
    per_hour_cents: int
    per_km_cents: float
    per_kwh_cents: float

    def __post_init__(self) -> None:
        if min(self.fixed_cents, self.per_hour_cents, self.per_km_cents, self.per_kwh_cents) < 0:
            raise ValueError("cost rates must not be negative.")


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleKind:
    """One row of vehicle_kinds.toml.

    `factor` names an emission factor per km, for vehicles that burn fuel; `baseline_only` kinds are never
    part of a fleet.
    """

    code: str
    label: str
    baseline_only: bool
    payload_g: int
    volume_ml: int
    parcels_max: int
    routing: RoutingProfile
    times: Times
    cost: CostRates
    energy: EnergyParameters
    battery: Battery | None = None
    factor: str | None = None

    def __post_init__(self) -> None:
        if min(self.payload_g, self.volume_ml, self.parcels_max) <= 0:
            raise ValueError("payload_g, volume_ml and parcels_max must be positive.")
        if isinstance(self.energy, NoEnergy) == (self.battery is not None):
            raise ValueError("a battery and an energy family other than none belong together.")
