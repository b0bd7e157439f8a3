"""Energy parameters of a vehicle kind: vans that heat, bikes that help a rider, and what needs none.

Symbols in brackets are those of the method page (docs/reference/emissions.md, energy model).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Number = float | NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class VanEnergy:
    """A battery-electric van: drive with recuperation, base load, heating and cooling."""

    empty_kg: float
    """Kerb mass without driver [m0]."""
    driver_kg: float
    rolling_coefficient: float
    """Rolling resistance [Crr]."""
    drag_area_m2: float
    """Drag coefficient times frontal area [CdA]."""
    rotating_mass_factor: float
    """What turning parts add to the mass that is accelerated [lambda]."""
    drive_efficiency: float
    """Battery to wheel [eta_d]."""
    recuperation_efficiency: float
    """Wheel to battery when braking [eta_r]."""
    acceleration_mps2: float
    base_load_w: float
    """What runs whenever the vehicle drives [P0]."""
    standing_w: float
    """What runs while the driver serves a stop [P_idle]."""
    heating_w_per_k: float
    """Heat lost per degree below 18 C [U_h]."""
    heating_cop: float
    cooling_w_per_k: float
    """Heat gained per degree above 24 C [U_c]."""
    cooling_cop: float
    hvac_max_w: float
    charging_efficiency: float
    """Plug to battery [eta_c]."""
    stops_per_km: float
    """Signals and turns at which the vehicle comes to a halt, per km of city street."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BikeEnergy:
    """A pedal-assisted cargo cycle: the motor gives what the rider does not, up to its limit."""

    empty_kg: float
    driver_kg: float
    rolling_coefficient: float
    drag_area_m2: float
    rotating_mass_factor: float
    drive_efficiency: float
    """Motor or pedal to wheel [eta_dt]."""
    motor_efficiency: float
    """Battery to motor shaft [eta_m]."""
    rider_w: float
    """What the rider gives while moving [P_rider]."""
    motor_max_w: float
    base_load_w: float
    standing_w: float
    acceleration_mps2: float
    charging_efficiency: float
    stops_per_km: float
    range_by_temperature: tuple[tuple[float, float], ...]
    """Knots of (degrees C, share of the energy that the battery still gives) [f_T]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoEnergy:
    """A walker or a plain bicycle: no energy carrier, so zero by the boundary of ISO 14083."""

    stops_per_km: float = 0.0


type EnergyParameters = VanEnergy | BikeEnergy | NoEnergy


def stops_on(params: EnergyParameters, distance_m: Number) -> Number:
    """Return how often a vehicle halts on a distance: its signals and turns, and the stop at the end."""
    return params.stops_per_km * distance_m / 1000 + np.where(np.asarray(distance_m) > 0, 1.0, 0.0)


def range_factor(params: BikeEnergy, temperature_c: float) -> float:
    """Return the share of its energy that a battery gives at this temperature, never above one."""
    degrees, shares = zip(*params.range_by_temperature, strict=True)
    return min(1.0, float(np.interp(temperature_c, degrees, shares)))
