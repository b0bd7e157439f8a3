"""What a vehicle meets on one leg: length, time, slope, halts, weather; and the forces that follow."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pannier.core.energy.parameters import BikeEnergy, Number, VanEnergy

GRAVITY_MPS2 = 9.80665


@dataclass(frozen=True, kw_only=True)
class Leg:
    """A way from one place to the next, as numbers or as arrays of one shape.

    `duration_s` is the driving time without the time lost in halts; `grade` is rise over run, 0.04 for
    four per cent up; `stops` counts the halts from full speed; `service_s` is the standing time at the end.
    """

    distance_m: Number
    duration_s: Number
    stops: Number = 0.0
    grade: Number = 0.0
    service_s: Number = 0.0

    @cached_property
    def speed_mps(self) -> Number:
        """Return the speed between halts; zero for a leg that takes no time."""
        duration = np.asarray(self.duration_s, dtype=np.float64)
        moves = duration > 0
        speed: Number = np.where(moves, self.distance_m / np.where(moves, duration, 1.0), 0.0)
        return speed


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The weather: `wind_mps` counts as headwind when positive; the air's density follows if not given."""

    temperature_c: float = 20.0
    wind_mps: float = 0.0
    air_kg_per_m3: float | None = None

    @property
    def density(self) -> float:
        """Return the given density of the air, or the one at sea level and this temperature, in kg/m3."""
        given = self.air_kg_per_m3
        return air_density(self.temperature_c) if given is None else given


@dataclass(frozen=True, slots=True)
class Forces:
    """Rolling, slope and air resistance in newtons."""

    roll_n: Number
    grade_n: Number
    air_n: Number

    @property
    def total_n(self) -> Number:
        """Return the sum of the three; negative downhill."""
        return self.roll_n + self.grade_n + self.air_n


def air_density(temperature_c: float) -> float:
    """Return the density of dry air at sea-level pressure, in kg/m3."""
    return 101_325 / (287.05 * (temperature_c + 273.15))


def forces(params: VanEnergy | BikeEnergy, leg: Leg, *, mass_kg: Number, conditions: Conditions) -> Forces:
    """Return what the vehicle drives against at the leg's speed."""
    slope = np.arctan(leg.grade)
    weight_n = mass_kg * GRAVITY_MPS2
    wind = leg.speed_mps + conditions.wind_mps
    return Forces(
        params.rolling_coefficient * weight_n * np.cos(slope),
        weight_n * np.sin(slope),
        0.5 * conditions.density * params.drag_area_m2 * wind * np.abs(wind),
    )
